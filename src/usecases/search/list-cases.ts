// Lists cases for the API, page after page. A page continues behind the last case of the page before, not at a number of rows, so new cases move
// nothing. Searches have the language and the limits of those in chat.
import { inAccounts } from '../../db/accounts.ts';
import { caseConditions, matchesWords, type Reader } from '../../db/case-conditions.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { CaseQuery } from '../../domain/case-query.ts';
import { authorize } from '../../domain/permission.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import type { Priority } from '../../domain/priority.ts';
import type { Status } from '../../domain/status.ts';
import { scopeOf } from '../scope.ts';
import type { Services } from '../context.ts';
import { incidentFinder } from './search-cases.ts';
import { searchWithin } from './search-session.ts';

const { sql, join } = Prisma;

/** The orders of a list that can be continued. */
export const listOrders = ['newest', 'oldest', 'changed-first', 'changed-last'] as const;
/** newest and oldest: by number. changed-first and changed-last: the earliest or the latest change first. */
export type ListOrder = (typeof listOrders)[number];

/** Where a page ended. */
export interface ListPosition {
  number: number;
  /** ISO */
  updatedAt: string;
}

/** A case in a list. */
export interface CaseListRow {
  number: number;
  subject: string;
  status: Status;
  priority: Priority;
  module: string;
  caseType: string;
  accountId: number;
  accountKey: string;
  accountName: string;
  contactId: number;
  contactName: string;
  advisorId: number | null;
  advisorName: string | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
}

/** What a page of a list is. */
export interface ListRequest {
  query: CaseQuery;
  order: ListOrder;
  after: ListPosition | null;
  /** only cases that changed then or later; absent: all */
  changedSince?: Date | undefined;
  limit: number;
  /** ends the search when who asked is gone */
  signal?: AbortSignal;
  /** IANA: days of the query are days there */
  timezone: string;
}

/** A page of a list. */
export interface CaseListPage {
  rows: CaseListRow[];
  /** where the next page begins; null on the last page */
  next: ListPosition | null;
}

/**
 * Lists cases that this person may see and that match a search.
 * @throws CaseError too-broad, with how to narrow the search; busy
 */
export async function listCases(services: Services, actor: Person, request: ListRequest): Promise<CaseListPage> {
  authorize(actor, 'search');
  const { query, order, after, changedSince, limit, timezone, signal } = request;
  const { accountIds } = scopeOf(actor);
  const now = services.clock.now();
  // what only advisors see is found only by those who see it
  const reader: Reader = { kind: actor.kind, id: actor.id, internal: seesInternal(actor), accountIds, timezone, now };
  const conditions = caseConditions(query, reader, await incidentFinder(services, query));
  const matches = conditions.tsquery === null ? [] : [named(matchesWords(conditions.tsquery, reader), query.named)];
  const all = [
    inAccounts(sql`c.account_id`, accountIds),
    ...conditions.cases,
    ...conditions.documents,
    ...matches,
    ...(changedSince === undefined ? [] : [sql`c.updated_at >= ${changedSince}`]),
    ...(after === null ? [] : [behind(order, after)]),
  ];
  const needsDocument = matches.length + conditions.documents.length > 0;
  const document = needsDocument ? sql`join visible_document d on d.case_id = c.id` : Prisma.empty;
  const by = orderings[order];
  const statement = sql`
    select c.number, c.subject, c.status, c.priority, c.module, c.case_type "caseType", a.id "accountId", a.key "accountKey", a.name "accountName",
      p.id "contactId", p.name "contactName", v.id "advisorId", v.name "advisorName", c.created_at "createdAt", c.updated_at "updatedAt",
      c.closed_at "closedAt"
    from (select c.id from "case" c ${document} where ${join(all, ' and ')} order by ${by} limit ${limit + 1}) found
    join "case" c on c.id = found.id join account a on a.id = c.account_id join person p on p.id = c.contact_id
    left join person v on v.id = c.advisor_id order by ${by}`;
  const narrower = 'Narrow it by is:open, a module, a time such as opened:<30d or another word.';
  const rows = await searchWithin(services, actor.id, narrower, (session) => session.query<CaseListRow>(statement), {
    ...(signal ? { signal } : {}),
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last ? { number: last.number, updatedAt: last.updatedAt.toISOString() } : null };
}

const orderings: Readonly<Record<ListOrder, Prisma.Sql>> = {
  newest: sql`c.number desc`,
  oldest: sql`c.number`,
  'changed-first': sql`c.updated_at, c.number`,
  'changed-last': sql`c.updated_at desc, c.number desc`,
};

function behind(order: ListOrder, { number, updatedAt }: ListPosition): Prisma.Sql {
  const at = sql`${new Date(updatedAt)}::timestamptz`;
  switch (order) {
    case 'newest':
      return sql`c.number < ${number}`;
    case 'oldest':
      return sql`c.number > ${number}`;
    case 'changed-first':
      return sql`(c.updated_at, c.number) > (${at}, ${number})`;
    case 'changed-last':
      return sql`(c.updated_at, c.number) < (${at}, ${number})`;
  }
}

/** Words that are a number find that case as well. */
const named = (matches: Prisma.Sql, number: number | null): Prisma.Sql =>
  number === null ? matches : sql`(${matches} or c.number = ${number})`;
