import { Prisma } from "../../db/generated/client.js";
import { caseConditions } from "../../db/case-conditions.js";
import { authorize } from "../../domain/permission.js";
import { scopeOf, withinScope } from "../scope.js";
/** One page of the cases that meet every condition of the query, within what this person may see. */
export async function searchCases(services, actor, query) {
    authorize(actor, 'search', actor.kind === 'contact' ? actor.accountId : undefined);
    const where = Prisma.join([withinScope(scopeOf(actor)), ...caseConditions(query, actor, services.clock.now())], ' and ');
    const [counted] = await services.db.prisma.$queryRaw `select count(*)::int total from "case" c where ${where}`;
    const total = counted?.total ?? 0;
    const pages = Math.max(Math.ceil(total / query.pageSize), 1);
    const page = Math.min(Math.max(query.page, 1), pages);
    return {
        total,
        pages,
        page,
        rows: total === 0 ? [] : await readRows(services, where, orderOf(query), query.pageSize, (page - 1) * query.pageSize),
    };
}
/** The lines of a result list, in order. */
export function readRows(services, where, order, limit, offset = 0) {
    // the page is found on the case table alone; names are joined to its few rows afterwards
    return services.db.prisma.$queryRaw `
    select c.number, c.subject, c.status, c.priority, c.module, a.name "accountName", p.name "contactName", v.name "advisorName", c.updated_at "updatedAt",
      c.sla_due_at "slaDueAt"
    from (select c.* from "case" c where ${where} order by ${order} limit ${limit} offset ${offset}) c
    join account a on a.id = c.account_id
    join person p on p.id = c.contact_id
    left join person v on v.id = c.advisor_id
    order by ${order}`;
}
export const newestFirst = Prisma.sql `c.updated_at desc, c.id desc`;
const columns = {
    modified: 'c.updated_at',
    number: 'c.number',
    subject: 'lower(c.subject)',
    status: 'c.status',
    priority: 'c.priority',
    module: 'c.module',
    type: 'c.case_type',
    contact: '(select name from person where id = c.contact_id)',
    account: '(select name from account where id = c.account_id)',
};
function orderOf({ sort }) {
    const dir = Prisma.raw(sort.dir);
    // the id makes every order total, so that no case is on two pages
    return Prisma.sql `${Prisma.raw(columns[sort.by])} ${dir}, c.id ${dir}`;
}
//# sourceMappingURL=search-cases.js.map