// A notice as everybody reads it: the banner in its channels, and the same in short where people already look.
import { affects, isOver, kindLabel, noticeStateLabel, severityLabel } from "../../domain/notice.js";
/** Orange, green, gray; the words say the same. */
function toneOf({ kind, state }) {
    return isOver(state) ? 'over' : kind;
}
export function bannerCard(notice) {
    const value = String(notice.id);
    const isOpenIncident = notice.kind === 'incident' && !isOver(notice.state);
    return {
        summary: summaryOf(notice),
        elements: [
            ...bannerElements(notice),
            ...(isOver(notice.state) ? [] : [{ kind: 'context', text: ['This message is kept up to date.'] }]),
            {
                kind: 'actions',
                actions: [
                    ...(isOpenIncident ? [{ kind: 'button', label: 'We have this, too', action: 'affected', value }] : []),
                    { kind: 'button', label: 'View notice', action: 'notice-view', value },
                ],
            },
        ],
    };
}
/** One line for notifications. */
export function summaryOf(notice) {
    return `${kindLabel(notice.kind)}, ${noticeStateLabel(notice.state).toLowerCase()}: ${notice.title}`;
}
/** All of it. */
export function bannerElements(notice) {
    const { title, instructions, newest } = notice;
    return [
        { kind: 'heading', text: title },
        stateCallout(notice),
        { kind: 'fields', fields: fieldsOf(notice) },
        { kind: 'text', text: [{ bold: headOf(notice) }, ' · ', { at: newest.at, as: 'moment' }] },
        { kind: 'markdown', text: newest.body },
        ...(instructions && !isOver(notice.state)
            ? [
                { kind: 'text', text: [{ bold: 'What to do meanwhile' }] },
                { kind: 'markdown', text: instructions },
            ]
            : []),
        ...(notice.kind === 'incident' && !isOver(notice.state)
            ? [{ kind: 'context', text: ['We know of it: there is no need to phone.'] }]
            : []),
    ];
}
function headOf({ kind, newest }) {
    if (newest.action !== 'declare')
        return 'Newest update';
    return kind === 'incident' ? 'What is going on' : 'What will be done';
}
/** The same in short. */
export function noticeCallouts(notice) {
    return [
        {
            kind: 'callout',
            tone: toneOf(notice),
            text: [{ bold: `${stateWords(notice)}: ${notice.title}` }, '. ', ...whenWords(notice)],
        },
    ];
}
function stateCallout(notice) {
    return {
        kind: 'callout',
        tone: toneOf(notice),
        text: [{ bold: stateWords(notice) }, ...(isOver(notice.state) ? [closing(notice)] : [])],
    };
}
function closing({ state }) {
    return state === 'Cancelled' ? '. It does not take place.' : '. All clear.';
}
/** E.g. `Incident · Critical · Investigating` */
export function stateWords({ kind, severity, state }) {
    return [kindLabel(kind), ...(severity ? [severityLabel(severity)] : []), noticeStateLabel(state)].join(' · ');
}
function fieldsOf(notice) {
    const { modules, kind, startsAt, endsAt, nextUpdateAt, closedAt } = notice;
    const at = (label, moment) => moment ? [{ label, value: [{ at: moment, as: 'moment' }] }] : [];
    const affected = { label: 'Affected', value: [affects(modules)] };
    if (closedAt)
        return [affected, ...at('Began', startsAt), ...at('Over since', closedAt)];
    if (kind === 'maintenance')
        return [affected, ...at('Start', startsAt), ...at('End', endsAt)];
    return [affected, ...at('Since', startsAt), ...at('Expected end', endsAt), ...at('Next update', nextUpdateAt)];
}
/** What is to be expected, and when. */
export function whenWords({ kind, state, startsAt, endsAt, nextUpdateAt, closedAt }) {
    if (closedAt)
        return ['Over since ', { at: closedAt, as: 'moment' }, '.'];
    if (kind === 'incident')
        return nextUpdateAt ? ['Next update: ', { at: nextUpdateAt, as: 'moment' }, '.'] : ['We keep you informed.'];
    const end = endsAt ? ['until ', { at: endsAt, as: 'moment' }, '.'] : [];
    return state === 'Planned' ? ['From ', { at: startsAt, as: 'moment' }, ' ', ...end] : ['Planned ', ...end];
}
//# sourceMappingURL=banner-card.js.map