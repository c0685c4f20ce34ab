import { Prisma } from '../../db/generated/client.ts';
import { caseConditions } from '../../db/case-conditions.ts';
import type { CaseQuery } from '../../domain/case-query.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import type { Services } from '../context.ts';

export interface SearchResult {
  /** exact */
  total: number;
  rows: CaseRow[];
  /** from 1; a page past the end answers the last */
  page: number;
  pages: number;
}

/** One page of the cases that meet every condition of the query, within what this person may see. */
export async function searchCases(services: Services, actor: Person, query: CaseQuery): Promise<SearchResult> {
  authorize(actor, 'search', actor.kind === 'contact' ? actor.accountId : undefined);
  const where = Prisma.join([withinScope(scopeOf(actor)), ...caseConditions(query, actor, services.clock.now())], ' and ');
  const [counted] = await services.db.prisma.$queryRaw<
    { total: number }[]
  >`select count(*)::int total from "case" c where ${where}`;
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
export function readRows(
  services: Services,
  where: Prisma.Sql,
  order: Prisma.Sql,
  limit: number,
  offset = 0,
): Promise<CaseRow[]> {
  // the page is found on the case table alone; names are joined to its few rows afterwards
  return services.db.prisma.$queryRaw<CaseRow[]>`
    select c.number, c.subject, c.status, c.priority, c.module, a.name "accountName", p.name "contactName", v.name "advisorName", c.updated_at "updatedAt",
      c.sla_due_at "slaDueAt"
    from (select c.* from "case" c where ${where} order by ${order} limit ${limit} offset ${offset}) c
    join account a on a.id = c.account_id
    join person p on p.id = c.contact_id
    left join person v on v.id = c.advisor_id
    order by ${order}`;
}

export const newestFirst = Prisma.sql`c.updated_at desc, c.id desc`;

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
} as const satisfies Record<CaseQuery['sort']['by'], string>;

function orderOf({ sort }: CaseQuery): Prisma.Sql {
  const dir = Prisma.raw(sort.dir);
  // the id makes every order total, so that no case is on two pages
  return Prisma.sql`${Prisma.raw(columns[sort.by])} ${dir}, c.id ${dir}`;
}
