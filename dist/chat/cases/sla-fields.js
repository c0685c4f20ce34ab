// The SLA of a case, in the words an advisor reads. Contacts are never shown it.
import { goalLabel } from "../../domain/sla-text.js";
import { waitsOn } from "../../domain/status.js";
/** When what is due; or why nothing is. @returns null where the case has no SLA (any more) */
export function slaText(shown) {
    if (shown.sla.length === 0)
        return null;
    const told = worthTelling(shown.sla).flatMap((goal, index) => [...(index > 0 ? [' · '] : []), ...dueWords(goal)]);
    if (shown.sla.some(({ running }) => running))
        return told;
    return [`Stopped: ${reason(shown.status)}`, ...(told.length > 0 ? [' · ', ...told] : [])];
}
/** A breach must not be overlooked while somebody can still do something about it. */
export function slaBreach({ sla }) {
    const late = worthTelling(sla).filter(({ overdue, running }) => overdue && running);
    if (late.length === 0)
        return [];
    const words = late.flatMap(({ goal, dueAt }, index) => [
        index > 0 ? '; ' : ' ',
        `${goalLabel(goal).toLowerCase()} was due `,
        ...(dueAt ? [{ at: dueAt, as: 'moment' }] : []),
    ]);
    return [{ kind: 'callout', tone: 'danger', text: [{ bold: 'SLA breached:' }, ...words, '.'] }];
}
/** A first response is an update as well: the nearer of the two is told, and the resolution. What stands still is told where it is late. */
function worthTelling(sla) {
    const due = sla.filter(({ dueAt }) => dueAt !== null);
    const [next] = due.filter(({ goal }) => goal !== 'resolution');
    return due.filter((one) => one === next || one.goal === 'resolution');
}
/** When a breach was due stands above the fields already while its clock runs. */
function dueWords({ goal, dueAt, overdue, running }) {
    const label = goalLabel(goal);
    if (overdue && running)
        return [`Breached: ${label.toLowerCase()}`];
    const when = dueAt ? [{ at: dueAt, as: 'moment' }] : [];
    return overdue ? [`Breached: ${label.toLowerCase()} was due `, ...when] : [`${label} due `, ...when];
}
function reason(status) {
    if (status === 'Scheduled')
        return 'waits for its date';
    return waitsOn(status) === 'development' ? 'waits on development' : 'waits on the contact';
}
//# sourceMappingURL=sla-fields.js.map