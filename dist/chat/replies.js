/** A few words only the speaker sees. */
export function reply(text, ...more) {
    return { kind: 'card', card: textCard(text, ...more) };
}
export function textCard(text, ...more) {
    return {
        summary: text,
        elements: [{ kind: 'text', text: [text] }, ...more.map((words) => ({ kind: 'context', text: words }))],
    };
}
/** The words of a refusal, and the way on. */
export function errorCard(error) {
    return textCard(error.message, ...(error.next ? [[error.next]] : []));
}
/** Words with what can be done about them. */
export function offer(words, controls, summary) {
    return {
        kind: 'card',
        card: {
            summary,
            elements: [
                { kind: 'text', text: words },
                { kind: 'actions', actions: controls },
            ],
        },
    };
}
//# sourceMappingURL=replies.js.map