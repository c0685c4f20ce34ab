// How support is doing, for leads.
import { can } from "../../domain/permission.js";
import { priorities } from "../../domain/priority.js";
import { CaseError } from "../../domain/case-error.js";
import { statusLabel } from "../../domain/status.js";
import { stats as readStats } from "../../usecases/search/stats.js";
export const stats = {
    commands: [
        {
            name: 'stats',
            usage: '[30d]',
            description: 'how support is doing: open cases, first-level rate, times',
            availableTo: (person) => can(person, 'stats'),
            maxWords: 1,
            run: (context, rest) => show(context, daysOf(rest)),
        },
    ],
    actions: {
        /** value: the days of the period */
        stats: { run: async (context, value) => ({ ...(await show(context, daysOf(value))), replace: true }) },
    },
};
const usual = 30;
const longestPeriod = 366;
/** `30d`, `30`, or nothing. @throws CaseError bad-period */
function daysOf(rest) {
    if (rest === '')
        return usual;
    const days = Number(/^(\d{1,4})\s*d?(?:ays?)?$/i.exec(rest)?.[1] ?? 0);
    if (days >= 1 && days <= longestPeriod)
        return days;
    throw new CaseError('bad-period', `“${rest.slice(0, 40)}” is no period.`, `Write days, e.g. “stats 30d”; at most ${longestPeriod}.`);
}
async function show(context, days) {
    return { kind: 'card', card: statsCard(await readStats(context.services, context.person, days)) };
}
function statsCard(read) {
    const { days, open, lastWeek, period } = read;
    const total = open.reduce((sum, { count }) => sum + count, 0);
    const title = `Statistics of the last ${days === 1 ? 'day' : `${days} days`}`;
    const isEmpty = total === 0 && period.opened === 0 && period.closed === 0 && lastWeek.opened === 0;
    return {
        summary: `${title}: ${count(total, 'open case')}`,
        elements: [
            { kind: 'heading', text: title },
            ...(isEmpty
                ? [{ kind: 'text', text: ['There is no open case, and none was opened or closed in this time.'] }]
                : [...openNow(read, total), { kind: 'divider' }, ...over(read)]),
            { kind: 'actions', actions: periods(days) },
        ],
    };
}
function openNow({ open, unreachable }, total) {
    const sum = (by, value) => open.filter((one) => one[by] === value).reduce((all, one) => all + one.count, 0);
    const byStatus = [...new Set(open.map(({ status }) => status))].map((status) => ({
        label: statusLabel(status),
        value: [sum('status', status).toLocaleString('en-US')],
    }));
    const byPriority = [...priorities]
        .reverse()
        .map((priority) => `${priority} ${sum('priority', priority).toLocaleString('en-US')}`);
    return [
        { kind: 'text', text: [{ bold: `${count(total, 'open case')} now` }] },
        ...(total === 0 ? [] : [{ kind: 'fields', fields: byStatus }, quiet(byPriority.join(' · '))]),
        ...(unreachable === 0
            ? []
            : [
                {
                    kind: 'callout',
                    tone: 'warning',
                    text: [{ bold: `${count(unreachable, 'case')} unreachable` }, ': the last reminder reached neither chat nor mail.'],
                },
            ]),
    ];
}
function over({ days, lastWeek, period }) {
    const { opened, closed, firstLevel, firstResponse, resolution, slaBreaches } = period;
    const field = (label, ...value) => ({ label, value });
    const week = days === 7 ? [] : [field('Opened / closed, last 7 days', `${lastWeek.opened} / ${lastWeek.closed}`)];
    return [
        {
            kind: 'fields',
            fields: [
                ...week,
                field(`Opened / closed, last ${days === 1 ? 'day' : `${days} days`}`, `${opened} / ${closed}`),
                field('First-level rate', closed === 0 ? 'Nothing was closed' : `${percent(firstLevel, closed)} (${firstLevel} of ${closed})`),
                field('Time to first response', firstResponse === null ? 'No response yet' : duration(firstResponse)),
                field('Time to resolution', resolution === null ? 'None was resolved' : duration(resolution)),
                field('SLA breaches', String(slaBreaches)),
            ],
        },
        quiet('First-level rate: closed without any escalation, of those closed in this time. Times are medians by the clock, nights and weekends included, of the cases opened in this time.'),
    ];
}
function periods(days) {
    return [7, 30, 90]
        .filter((one) => one !== days)
        .map((one) => ({ kind: 'button', label: `Last ${one} days`, action: 'stats', value: String(one) }));
}
const quiet = (words) => ({ kind: 'context', text: [words] });
const count = (number, what) => `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
const percent = (part, whole) => `${Math.round((part / whole) * 100)} %`;
/** @param seconds @returns e.g. `45 min`, `3 h 20 min`, `2.5 days` */
export function duration(seconds) {
    const minutes = Math.round(seconds / 60);
    if (minutes < 60)
        return `${minutes} min`;
    if (minutes < 48 * 60)
        return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
    return `${(minutes / (24 * 60)).toFixed(1)} days`;
}
//# sourceMappingURL=stats.js.map