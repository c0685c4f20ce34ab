/** Words before the event's own text. An action that is not here has a body that is the rest of the sentence itself. */
const before = {
    ask: 'asks:',
    resolve: 'explains the resolution:',
    confirm: 'confirmed the resolution. The case is closed.',
    decline: 'says that it still happens:',
    close: 'closed the case:',
    reopen: 'reopened the case:',
    escalate: 'escalated the case:',
    schedule: 'scheduled the case:',
    'fall-due': 'goes on with the case as scheduled:',
    'follow-up': 'sent a reminder:',
    'no-response': 'closed the case:',
    'link-incident': 'linked the case to an incident:',
    'incident-update': 'has news of the incident:',
};
/** @returns null for words of their own */
export function eventText(post) {
    if (post.kind !== 'event')
        return null;
    return before[post.action ?? ''] ?? `${post.body}.`;
}
/** Events whose body is their sentence. */
export function bodyIsSentence(post) {
    return post.kind === 'event' && before[post.action ?? ''] === undefined;
}
//# sourceMappingURL=event-text.js.map