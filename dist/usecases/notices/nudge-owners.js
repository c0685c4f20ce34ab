import { placeToPeople } from "../../outbox/enqueue/direct.js";
import { Failures } from "../failures.js";
import { lockIfFree } from "./update-notice.js";
/** How long the owner has before the other leads hear of it (chosen); ms */
const leadsAfter = 15 * 60_000;
const activeLead = { kind: 'advisor', active: true, lead: true };
/** @throws AggregateError at the end, when single notices failed; the others are done */
export async function nudgeOwners(services) {
    const now = services.clock.now();
    const where = { closedAt: null, nudges: { lt: 2 }, nextUpdateAt: { lte: now } };
    const overdue = await services.db.prisma.notice.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
    const done = { owners: 0, leads: 0 };
    const failures = new Failures();
    for (const { id } of overdue) {
        const actor = await failures.past(() => services.db.prisma.$transaction((tx) => nudge(tx, id, now)));
        if (actor)
            done[actor] += 1;
    }
    failures.raise('owners of overdue notices could not be nudged');
    return done;
}
async function nudge(tx, id, now) {
    const notice = await lockIfFree(tx, id);
    if (!notice?.nextUpdateAt || notice.nextUpdateAt > now || notice.nudges > 1)
        return null;
    if (notice.nudges === 1 && now.getTime() < notice.nextUpdateAt.getTime() + leadsAfter)
        return null;
    const actor = notice.nudges === 0 && (await reachOwner(tx, notice)) ? 'owners' : 'leads';
    if (actor === 'leads')
        await reachLeads(tx, notice);
    await tx.notice.update({ where: { id }, data: { nudges: actor === 'owners' ? 1 : 2 } });
    return actor;
}
/** @returns false: they are no lead any more, or have no conversation with the bot */
async function reachOwner(tx, { id, ownerId }) {
    const leads = await tx.person.count({ where: { ...activeLead, id: ownerId } });
    return leads > 0 && (await placeToPeople(tx, [ownerId], { kind: 'nudge', noticeId: id })) > 0;
}
async function reachLeads(tx, { id, ownerId }) {
    const leads = await tx.person.findMany({ where: { ...activeLead, id: { not: ownerId } }, select: { id: true } });
    const ids = leads.map((lead) => lead.id);
    await placeToPeople(tx, ids, { kind: 'nudge', noticeId: id });
}
//# sourceMappingURL=nudge-owners.js.map