import { Prisma } from "../../db/generated/client.js";
import { readRows } from "./search-cases.js";
import { scopeOf, withinScope } from "../scope.js";
/**
 * What waits on support: by priority, then what its SLA makes due first, then the oldest.
 * @param page from 1; a page past the end answers the last
 */
export async function queue(services, advisor, page, pageSize) {
    const where = Prisma.sql `${withinScope(scopeOf(advisor))} and (c.status in ('New', 'Assigned') or (c.answered and c.status <> 'Closed'))`;
    const [counted] = await services.db.prisma.$queryRaw `select count(*)::int total from "case" c where ${where}`;
    const total = counted?.total ?? 0;
    const pages = Math.max(Math.ceil(total / pageSize), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const rows = await readRows(services, where, Prisma.sql `c.priority desc, c.sla_due_at nulls last, c.created_at, c.id`, pageSize, (shown - 1) * pageSize);
    return { total, pages, page: shown, rows };
}
//# sourceMappingURL=queue.js.map