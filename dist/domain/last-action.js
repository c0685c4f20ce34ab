/** What somebody did, as the rest of a sentence that begins with their name. */
const did = {
    claim: 'took it',
    assign: 'assigned it',
    ask: 'asked the contact',
    answer: 'answered the question',
    resolve: 'explained the resolution',
    confirm: 'confirmed the resolution',
    decline: 'said that it still happens',
    schedule: 'scheduled it',
    escalate: 'escalated it',
    return: 'returned it',
    qualify: 'qualified it as a defect',
    fixed: 'marked it fixed',
    close: 'closed it',
    noResponse: 'closed it, as there was no response,',
    reopen: 'reopened it',
};
/** Tells whoever came second what the first did. @param action of the newest history entry @returns '' where there is nothing to tell */
export function lastAction(entry) {
    const words = entry ? did[entry.action] : undefined;
    return entry && words ? ` ${entry.actorName} ${words} last.` : '';
}
//# sourceMappingURL=last-action.js.map