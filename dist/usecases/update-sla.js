import { priorities } from "../domain/priority.js";
import { followSla, startSla } from "../domain/sla.js";
import { readSla } from "../domain/sla-state.js";
import { calendarOf } from "./account-calendar.js";
import { slaColumns, slaTargets } from "./sla-columns.js";
/** @returns the columns that change */
export async function updateSla(services, tx, happened) {
    const { before, status, change, answered, at } = happened;
    const priority = priorities.find((one) => one === change.patch?.priority) ?? before.priority;
    const spoke = hasSpoken(happened);
    const retargeted = priority !== before.priority;
    if (!change.action && !spoke && !retargeted && answered === before.answered)
        return {};
    const account = await tx.account.findUniqueOrThrow({ where: { id: before.accountId } });
    const calendar = calendarOf(services, account);
    const sla = followSla(readSla(before.sla) ?? (await startLate(services, tx, before, calendar, at)), calendar, {
        at,
        status,
        answered,
        spoke,
        resolved: change.action === 'resolve',
        reopened: change.action === 'reopen',
        targets: slaTargets(services, priority),
        retargeted,
    });
    return { ...slaColumns(sla, calendar) };
}
/** An advisor has written to the contact: a post, a question, a resolution. What is only done says nothing. */
function hasSpoken({ actor, change: { post } }) {
    return (actor?.kind === 'advisor' && post !== undefined && (post.kind === 'public' || (post.kind === 'event' && post.asks === true)));
}
/** A case that was opened before there was an SLA: what is known of it is what was written. */
async function startLate(services, tx, before, calendar, now) {
    const targets = slaTargets(services, before.priority);
    const { id: caseId, status, answered, createdAt } = before;
    const asked = { kind: 'event', action: { in: ['ask', 'resolve'] } };
    const words = { caseId, authorSide: 'advisor', createdAt: { lt: now }, OR: [{ kind: 'public' }, asked] };
    const newest = await tx.post.findFirst({ where: words, orderBy: { id: 'desc' } });
    const resolve = await tx.historyEntry.findFirst({ where: { caseId, action: 'resolve' } });
    return followSla(startSla(targets, createdAt), calendar, {
        at: newest?.createdAt ?? createdAt,
        status,
        answered,
        spoke: newest !== null,
        resolved: resolve !== null,
        reopened: false,
        targets,
        retargeted: false,
    });
}
//# sourceMappingURL=update-sla.js.map