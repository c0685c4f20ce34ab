// How much a contact is told: of everything, and of single cases.
import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { notificationLevels } from "../../domain/notification.js";
import { readNotification, setNotification } from "../../usecases/notifications/set-notification.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
export const levelLabels = {
    all: 'All posts',
    status: 'Status changes only',
    digest: 'Daily digest',
    mute: 'Mute',
};
export const notify = {
    commands: [
        {
            name: 'notify',
            usage: '[CB-123]',
            description: 'how much you are told: of everything, or of one case',
            availableTo: (person) => person.kind === 'contact',
            run: (context, rest) => show(context, rest === '' ? null : caseArgument(rest, 'notify').number),
        },
    ],
    actions: {
        /** value: a case number, or nothing */
        notify: { opensForm: true, run: (context, value) => show(context, value === '' ? null : carriedNumber(value)) },
        /** value: `<level>`, or `<level> <case number>`; a level that is none is that of everything */
        'notify-level': {
            run: async (context, value) => {
                const [chosen = '', of] = value.split(' ');
                const level = notificationLevels.find((one) => one === chosen) ?? null;
                const number = of === undefined ? null : carriedNumber(of);
                if (number !== null)
                    await setNotification(context.services, contactOf(context), { number, level }, context.request);
                else if (level !== null)
                    await setNotification(context.services, contactOf(context), { number, level }, context.request);
                return { ...(await show(context, number)), replace: true };
            },
        },
    },
};
/** @throws CaseError not-allowed */
function contactOf({ person }) {
    if (person.kind === 'contact')
        return person;
    throw new CaseError('not-allowed', 'Only contacts choose what they are told.', 'Advisors read every case in its queue.');
}
async function show(context, number) {
    const { everything, case: one } = await readNotification(context.services, contactOf(context), number);
    const card = {
        summary: 'Notifications',
        title: 'Notifications',
        elements: [
            { kind: 'heading', text: 'Notifications' },
            request('For everything: ', levelLabels[everything]),
            { kind: 'actions', actions: [select('For everything', levels(''), everything)] },
            ...(one ? ofCase(one.number, one.subject, one.level) : []),
            { kind: 'context', text: [`It holds for your conversation with the bot${context.services.mail ? ' and for mail' : ''}.`] },
            {
                kind: 'context',
                text: [
                    'Never muted: a question to you, a resolution, a fix that is there, reminders of them, and that a case is closed.',
                ],
            },
            { kind: 'context', text: ['The daily digest comes when the business day of your district begins, if there is news.'] },
        ],
    };
    return { kind: 'card', card };
}
function ofCase(number, subject, level) {
    const asEverything = { label: 'As for everything', value: `default ${number}` };
    return [
        request(`For ${formatCaseNumber(number)} ${subject}: `, level ? levelLabels[level] : asEverything.label),
        {
            kind: 'actions',
            actions: [
                select('For this case', [asEverything, ...levels(` ${number}`)], level ? `${level} ${number}` : asEverything.value),
            ],
        },
    ];
}
function request(what, level) {
    return { kind: 'text', text: [what, { bold: level }] };
}
function levels(behind) {
    return notificationLevels.map((level) => ({ label: levelLabels[level], value: `${level}${behind}` }));
}
function select(label, options, initial) {
    return { kind: 'select', label, action: 'notify-level', options, initial };
}
//# sourceMappingURL=notify.js.map