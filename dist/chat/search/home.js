// The Home tab, and the word that shows the same: what is open, what waits on me, and a way to everything.
import { can } from "../../domain/permission.js";
import { isAuthorized } from "../../domain/person.js";
import { homeSummary } from "../../usecases/search/home-summary.js";
import { openNotices } from "../../usecases/notices/notice-facts.js";
import { everyone } from "../capability.js";
import { noticeIntro } from "../cases/incident-field.js";
import { caseRow } from "./result-card.js";
export const home = {
    commands: [
        {
            name: 'home',
            description: 'what is open, and what waits on you',
            availableTo: everyone,
            maxWords: 0,
            run: async (context) => ({ kind: 'card', card: await homeCard(context) }),
        },
    ],
};
export async function homeCard(context) {
    const summary = await homeSummary(context.services, context.person);
    const notices = await openNotices(context.services, context.person);
    const advisor = context.person.kind === 'advisor';
    return {
        summary: context.services.settings.brand,
        elements: [
            {
                kind: 'heading',
                text: advisor ? `${context.services.settings.brand} · Cases` : `Cases of ${context.actor.accountName ?? 'your account'}`,
            },
            ...noticeIntro(notices),
            { kind: 'text', text: [counts(summary, advisor)] },
            { kind: 'actions', actions: ways(context) },
            { kind: 'divider' },
            ...section(advisor ? 'Waits on you' : 'Waits on your answer', summary.waiting, summary.waitingCount, 'Nothing waits on you.', advisor, 'is:mine is:open'),
            { kind: 'divider' },
            ...section('Open cases, last modified first', summary.recent, summary.openCount, 'No case is open.', advisor, 'is:open'),
        ],
    };
}
function counts(summary, advisor) {
    const open = summary.openCount === 1 ? '1 case is open' : `${summary.openCount.toLocaleString('en-US')} cases are open`;
    const claimed = advisor ? `, ${summary.unassignedCount.toLocaleString('en-US')} of them taken by nobody` : '';
    return `${open}${claimed}; ${summary.waitingCount === 0 ? 'none waits' : `${summary.waitingCount.toLocaleString('en-US')} ${summary.waitingCount === 1 ? 'waits' : 'wait'}`} on you.`;
}
function ways({ person }) {
    return [
        ...(isAuthorized(person)
            ? [{ kind: 'button', label: 'Open a case', action: 'open', value: '', style: 'primary' }]
            : []),
        ...(person.kind === 'advisor'
            ? [{ kind: 'button', label: 'Queue', action: 'queue', value: '', style: 'primary' }]
            : []),
        { kind: 'button', label: 'My cases', action: 'search', value: 'is:mine' },
        { kind: 'button', label: 'All cases', action: 'search', value: '' },
        { kind: 'button', label: 'Notices', action: 'notices', value: '1' },
        ...(can(person, 'incident')
            ? [{ kind: 'button', label: 'Declare incident', action: 'declare', value: 'incident' }]
            : []),
        ...(can(person, 'subscribe-channel') ? [{ kind: 'button', label: 'Channels', action: 'channels', value: '1' }] : []),
        ...(person.kind === 'contact' ? [{ kind: 'button', label: 'Notifications', action: 'notify', value: '' }] : []),
        { kind: 'button', label: 'Help', action: 'help', value: '' },
    ];
}
function section(title, rows, total, empty, withAccount, rest) {
    const more = total - rows.length;
    return [
        { kind: 'text', text: [{ bold: title }] },
        ...(rows.length === 0 ? [{ kind: 'context', text: [empty] }] : rows.map((row) => caseRow(row, withAccount))),
        ...(more > 0
            ? [
                {
                    kind: 'actions',
                    actions: [{ kind: 'button', label: `${more.toLocaleString('en-US')} more`, action: 'search', value: rest }],
                },
            ]
            : []),
    ];
}
//# sourceMappingURL=home.js.map