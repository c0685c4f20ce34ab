/** What the bot says where it was added to: what it is for, and the way on. */
export function welcomeCard(brand) {
    const summary = `${brand} is here`;
    return {
        summary,
        elements: [
            { kind: 'heading', text: summary },
            {
                kind: 'text',
                text: [
                    'Open a case, follow it and answer it here, without leaving this chat. Mention me with “help” to see what you can say.',
                ],
            },
            {
                kind: 'actions',
                actions: [
                    { kind: 'button', label: 'Open a case', action: 'open', value: '', style: 'primary' },
                    { kind: 'button', label: 'Help', action: 'help', value: '' },
                ],
            },
        ],
    };
}
//# sourceMappingURL=welcome.js.map