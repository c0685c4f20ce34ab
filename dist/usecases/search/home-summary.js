import { Prisma } from "../../db/generated/client.js";
import { scopeOf, withinScope } from "../scope.js";
import { newestFirst, readRows } from "./search-cases.js";
/** Lines of each list on the Home tab. */
export const homeRows = 8;
/** What the Home tab tells this person. */
export async function homeSummary(services, actor) {
    const open = Prisma.sql `${withinScope(scopeOf(actor))} and c.status <> 'Closed'`;
    const waits = Prisma.sql `${open} and ${waitsOn(actor)}`;
    const [counts] = await services.db.prisma.$queryRaw `
    select count(*)::int open, (count(*) filter (where ${waitsOn(actor)}))::int waiting,
      (count(*) filter (where c.advisor_id is null))::int unassigned
    from "case" c where ${open}`;
    const waiting = await readRows(services, waits, Prisma.sql `c.priority desc, c.updated_at, c.id`, homeRows);
    const recent = await readRows(services, open, newestFirst, homeRows);
    return {
        openCount: counts?.open ?? 0,
        waitingCount: counts?.waiting ?? 0,
        unassignedCount: actor.kind === 'advisor' ? (counts?.unassigned ?? 0) : 0,
        waiting,
        recent,
    };
}
function waitsOn(actor) {
    return actor.kind === 'contact'
        ? Prisma.sql `c.contact_id = ${actor.id} and not c.answered and c.status in ('PendingCustomerInput', 'PendingCustomerVerification', 'AvailableInRelease')`
        : Prisma.sql `c.advisor_id = ${actor.id} and (c.status in ('New', 'Assigned') or c.answered)`;
}
//# sourceMappingURL=home-summary.js.map