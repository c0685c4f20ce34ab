import { Prisma } from '../../db/generated/client.ts';
import { caseConditions } from '../../db/case-conditions.ts';
import type { CaseQuery } from '../../domain/case-query.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf, withinScope } from '../scope.ts';
import type { Services } from '../context.ts';

/** One page of a list of cases. */
export interface SearchResult {
  /** exact number of cases on all pages */
  total: number;
  rows: CaseRow[];
  /** from 1; the last page when a later one was requested */
  page: number;
  pages: number;
}

/**
 * Searches the cases this person may see, and returns one page of those that match every condition.
 * @param timezone IANA, of this person: days in the query are days there
 */
export async function searchCases(services: Services, actor: Person, query: CaseQuery, timezone: string): Promise<SearchResult> {
  authorize(actor, 'search', actor.kind === 'contact' ? actor.accountId : undefined);
  const where = Prisma.join(
    [withinScope(scopeOf(actor)), ...caseConditions(query, actor, timezone, services.clock.now())],
    ' and ',
  );
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

/** Reads the lines of a list of cases. */
export function readRows(
  services: Services,
  where: Prisma.Sql,
  order: Prisma.Sql,
  limit: number,
  offset = 0,
): Promise<CaseRow[]> {
  // finds the page in the case table alone, and then joins the names of its few rows
  return services.db.prisma.$queryRaw<CaseRow[]>`
    select c.number, c.subject, c.status, c.priority, c.module, a.name "accountName", p.name "contactName", v.name "advisorName", c.updated_at "updatedAt",
      c.phone_call_expected "phoneCallExpected", c.sla_due_at "slaDueAt"
    from (select c.* from "case" c where ${where} order by ${order} limit ${limit} offset ${offset}) c
    join account a on a.id = c.account_id
    join person p on p.id = c.contact_id
    left join person v on v.id = c.advisor_id
    order by ${order}`;
}

/** Last modified first. */
export const newestFirst = Prisma.sql`c.updated_at desc, c.id desc`;

/** Columns that can be empty; those cases come last in both directions. */
const nullable: readonly string[] = ['advisor', 'closed', 'sla'];
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
  advisor: '(select name from person where id = c.advisor_id)',
  opened: 'c.created_at',
  closed: 'c.closed_at',
  sla: 'c.sla_due_at',
  relevance: 'c.updated_at',
} as const satisfies Record<CaseQuery['sort']['by'], string>;

function orderOf({ sort }: CaseQuery): Prisma.Sql {
  const dir = Prisma.raw(sort.dir);
  // the ID makes every order total, so that no case is on two pages
  return Prisma.sql`${Prisma.raw(columns[sort.by])} ${dir} ${nullable.includes(sort.by) ? Prisma.sql`nulls last` : Prisma.empty}, c.id ${dir}`;
}
