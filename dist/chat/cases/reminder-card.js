// The follow-up clock in words: the newest reminder, with the buttons that end it, and how far the clock is.
import { formatCaseNumber } from "../../domain/case-number.js";
/** The reminder whose buttons are live. One that was superseded is a post like any other. */
export function isLiveReminder(post, of) {
    return of.followUp !== null && of.followUp.reminderPostId === post.id;
}
/** @param waiting the question or the resolution that waits for a word, where there is one */
export function reminderCard(post, of, mentions, waiting) {
    const actor = mentions.map(({ userId, name }) => ({ mention: userId, name }));
    const address = actor.length > 0 ? actor.flatMap((one) => [one, ', ']) : [`${of.contact.name}, `];
    return {
        summary: `${formatCaseNumber(of.number)} ${post.body}: ${of.subject}`,
        about: `${formatCaseNumber(of.number)} · ${of.subject}`,
        elements: [
            { kind: 'text', text: [...address, { bold: post.body }, `: ${whatWaits(of)}`] },
            ...(waiting && waiting.body !== '' ? [{ kind: 'markdown', text: `> ${excerpt(waiting.body)}` }] : []),
            ...(of.followUp ? [{ kind: 'text', text: ['If nobody answers, ', ...whatComes(of.followUp), '.'] }] : []),
            { kind: 'actions', actions: controlsOf(of) },
        ],
    };
}
/** How far the clock is, in one line that stays true while the plan is kept: cards are not drawn anew for a reminder. */
export function followUpState({ attempts, of, remindsAt, closesAt }) {
    const days = remindsAt.flatMap((at, index) => [
        index === 0 ? '' : index === remindsAt.length - 1 ? ' and ' : ', ',
        { at, as: 'date' },
    ]);
    const sent = attempts > 0 ? [`Reminder ${attempts} of ${of} sent · `] : [];
    const ahead = remindsAt.length > 0 ? [attempts > 0 ? 'the next on ' : 'Reminders on ', ...days.slice(1), ' · '] : [];
    return [...sent, ...ahead, 'closes on ', { at: closesAt, as: 'date' }];
}
function whatComes({ remindsAt, closesAt }) {
    const [next] = remindsAt;
    const closing = ['the case closes on ', { at: closesAt, as: 'date' }];
    return next ? ['the next reminder comes on ', { at: next, as: 'date' }, ', and ', ...closing] : closing;
}
function whatWaits({ status }) {
    if (status === 'PendingCustomerInput')
        return 'a question waits for your answer.';
    return status === 'AvailableInRelease'
        ? 'the fix is there. Did this resolve it?'
        : 'the resolution waits for your word. Did this resolve it?';
}
function controlsOf({ status, number }) {
    const value = String(number);
    return status === 'PendingCustomerInput'
        ? [
            { kind: 'button', label: 'Answer', action: 'answer', value, style: 'primary' },
            { kind: 'button', label: 'Close case', action: 'close', value },
        ]
        : [
            { kind: 'button', label: 'Yes, close case', action: 'confirm', value, style: 'primary' },
            { kind: 'button', label: 'No, still happening', action: 'decline', value },
        ];
}
/** One line of it. */
function excerpt(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    return line.length <= 200 ? line : `${line.slice(0, 200).trimEnd()}…`;
}
//# sourceMappingURL=reminder-card.js.map