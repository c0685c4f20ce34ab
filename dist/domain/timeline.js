// What became of a notice from its first word to its last: facts for a post-mortem, in which no account is named.
import { affects, isOver, kindLabel, noticeStateLabel, severityLabel } from "./notice.js";
import { formatCount } from "./text/numbers.js";
import { formatDate, formatDateTime, formatElapsed, formatTime, inZone } from "./text/times.js";
/** From the first thing that happened to the last, or to now while it is open. */
export function spanOf({ startsAt, declaredAt, closedAt, asOf, updates, cases }) {
    const first = [startsAt, declaredAt, ...updates.slice(0, 1).map(({ at }) => at), ...cases.slice(0, 1)];
    const last = [closedAt ?? asOf, ...updates.slice(-1).map(({ at }) => at), ...cases.slice(-1)];
    // maintenance that was called off before it began
    const from = Math.min(...first.map(Number));
    return { from: new Date(from), to: new Date(Math.max(from, ...last.map(Number))) };
}
/**
 * Chooses how the times of a span are written: by the time alone where all of it is one day, with the year where it spans two.
 * @param zone IANA
 */
export function timesIn({ from, to }, zone) {
    const isOneDay = inZone(from, zone).hasSame(inZone(to, zone), 'day');
    const isOneYear = inZone(from, zone).hasSame(inZone(to, zone), 'year');
    return (at) => (isOneDay ? '' : `${formatDate(at, zone, isOneYear ? at : undefined)}, `) + formatTime(at, zone);
}
/** What a notice is called in a heading. */
export function timelineName({ kind, id }) {
    return `${kindLabel(kind)} ${id}`;
}
const byTheClock = {
    announce: 'Announced.',
    start: 'Started.',
    'ask-end': 'Its owner was asked whether it has ended.',
};
/** What an update says. @returns CommonMark */
export function updateText({ body, action }) {
    return body.trim() || (byTheClock[action] ?? '');
}
/** Name and value of each fact, in the order in which they are read. @param zone IANA */
export function timelineFacts(timeline, zone) {
    const { kind, severity, state, modules, affected, startsAt, endsAt, declaredAt, closedAt, owner, cases, channels } = timeline;
    const at = (moment) => formatDateTime(moment, zone);
    const facts = [
        ['State', noticeStateLabel(state)],
        ['Severity', severity && severityLabel(severity)],
        ['Affects', affects(modules)],
        ['Accounts', affected],
        [kind === 'incident' ? 'Started' : 'Planned start', at(startsAt)],
        ['Planned end', endsAt && at(endsAt)],
        [kind === 'incident' ? 'Declared' : 'Entered', at(declaredAt)],
        [isOver(state) ? noticeStateLabel(state) : 'Closed', closedAt && at(closedAt)],
        ['Duration', durationOf(timeline)],
        ['Owner', owner],
        ['Cases linked', formatCount(cases.length)],
        ['Channels notified', formatCount(channels)],
    ];
    return facts.filter((fact) => fact[1] !== null);
}
/** @returns null for what has not begun, or never took place */
export function durationOf({ startsAt, closedAt, asOf, state }) {
    const end = closedAt ?? asOf;
    if (state === 'Cancelled' || state === 'Planned' || end < startsAt)
        return null;
    return closedAt ? formatElapsed(startsAt, end) : `${formatElapsed(startsAt, end)} so far`;
}
//# sourceMappingURL=timeline.js.map