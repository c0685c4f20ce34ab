// What Teams takes, each number with the page it was read on (learn.microsoft.com/microsoftteams/platform, in short: …).
// Everything sent is cut to these before it is sent.
export const limits = {
    /** what every client of Teams shows: …/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview asks for 1.4 or later */
    cardVersion: '1.5',
    /** UTF-8 bytes of a card as JSON: …/task-modules-and-cards/cards/cards-format, which names 28 KB for the strictest way to send one */
    cardBytes: 28_000,
    /** bytes of a card that stay free: what the service writes into it on its way (ids, the page gives no number) */
    cardMargin: 1_000,
    /** bytes of a message as UTF-16, about: …/bots/how-to/format-your-bot-messages, which advises 80 KB (413, MessageSizeTooBig) */
    messageBytes: 100_000,
    /** primary actions of a card: …/task-modules-and-cards/cards/design-effective-cards, "use up to six primary actions" */
    actions: 6,
    /** requests per bot and conversation, each [requests, milliseconds]: …/bots/how-to/rate-limit */
    conversationRates: [
        [7, 1_000],
        [8, 2_000],
        [60, 30_000],
        [1_800, 3_600_000],
    ],
    /** requests per app and tenant in a second: …/bots/how-to/rate-limit */
    tenantPerSecond: 50,
    /** answers that are to be tried again, with jitter: …/bots/how-to/rate-limit */
    retryStatuses: [412, 429, 502, 504],
    /** an invoke (a pressed card, a dialog) waits about so long for its answer; secondary, no page gives it */
    invokeMs: 5_000,
    /** a message that is not answered in so long is sent again: github.com/MicrosoftDocs/msteams-docs/issues/6084 */
    answerMs: 15_000,
    /** what a list of suggestions shows: …/task-modules-and-cards/cards/dynamic-search */
    suggestions: 15,
    /** people for whom a card refreshes by itself: …/task-modules-and-cards/cards/universal-actions-for-adaptive-cards */
    refreshUsers: 60,
    // No page gives numbers for these; they are ours, so that a card is read on a phone and comes back whole.
    /** characters of a heading */
    heading: 300,
    /** characters of a button's title */
    title: 75,
    /** characters of a notification: what clients show of it, and more */
    summary: 500,
    /** characters that come back with a press (src/cards/elements.ts) */
    value: 2_000,
    /** choices of a select, and characters of each */
    choices: 100,
    choiceText: 100,
    /** choices that are all in sight */
    expandedChoices: 10,
    choiceValue: 150,
    /** characters of a field's label, hint and placeholder */
    label: 200,
    hint: 500,
    placeholder: 150,
    /** characters of an address that can be opened */
    url: 2_000,
    /** characters of what a form carries, as JSON (src/cards/elements.ts allows 2,000; its names come on top) */
    state: 3_000,
};
//# sourceMappingURL=limits.js.map