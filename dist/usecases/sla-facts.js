import { dueOf } from "../domain/sla.js";
import { goals, readSla } from "../domain/sla-state.js";
import { calendarOf } from "./account-calendar.js";
/** What is still to be reached on a case, the nearest due first; what stands still comes last. */
export function slaFacts(services, account, { sla: stored, status }) {
    const sla = status === 'Closed' ? null : readSla(stored);
    if (!sla)
        return [];
    const now = services.clock.now();
    const calendar = calendarOf(services, account);
    const open = goals.filter((goal) => !sla[goal].met && sla[goal].target !== null);
    const facts = open.map((goal) => {
        const { running, overdueSince } = sla[goal];
        const dueAt = running ? dueOf(sla, goal, calendar) : overdueSince;
        return { goal, running, dueAt, overdue: dueAt !== null && dueAt <= now };
    });
    return facts.sort((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
}
//# sourceMappingURL=sla-facts.js.map