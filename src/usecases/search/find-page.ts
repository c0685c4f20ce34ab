// The statements of a case search: one page of rows with the number of cases, in the way that is fast for what is asked.
import { inAccounts } from '../../db/accounts.ts';
import { matchesWords, withinAccounts, type CaseConditions, type Reader } from '../../db/case-conditions.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { CaseRow } from '../case-facts.ts';
import { newestFirst, type CaseOrder } from './case-order.ts';

const { sql, join } = Prisma;

/** More matches than there can be. */
export const everything = 1_000_000_000;

/** What a page is taken from. */
export interface CaseList {
  reader: Reader;
  conditions: CaseConditions;
  order: CaseOrder;
  /** a case that comes first */
  named: number | null;
  limit: number;
  offset: number;
}

/** A page and the number of cases in all; without rows when the page is beyond the end. */
export interface FoundPage {
  total: number;
  rows: CaseRow[];
}

/** A row of a statement: the total, and a case unless the page is empty. */
export type PageRow = { total: number; probed?: number } & (CaseRow | { number: null });

/** Splits the rows of a statement into the total and the page. */
export function readPage(rows: readonly PageRow[]): FoundPage {
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.filter((row): row is PageRow & CaseRow => row.number !== null),
  };
}

/** Selects `total` and the page of `ids (id, n)`, in the order of `n`. */
function withRows(total: Prisma.Sql, more = Prisma.empty): Prisma.Sql {
  return sql`
    select t.total${more}, r.number, r.subject, r.status, r.priority, r.module, a.name "accountName", p.name "contactName", v.name "advisorName",
      r.updated_at "updatedAt", r.phone_call_expected "phoneCallExpected", r.sla_due_at "slaDueAt", r.due_date::text "dueDate"
    from (select ${total}::int total) t
    left join (page join "case" r on r.id = page.id join account a on a.id = r.account_id join person p on p.id = r.contact_id
      left join person v on v.id = r.advisor_id) on true
    order by page.n`;
}

const numbered = (ids: Prisma.Sql): Prisma.Sql => sql`page as materialized (select id, row_number() over () n from (${ids}) ids)`;

/** The accounts of the reader, and all conditions. */
function allOf(
  { reader, conditions }: Pick<CaseList, 'reader' | 'conditions'>,
  words: Prisma.Sql[] = [],
  joinsDocument = false,
): Prisma.Sql {
  const { accountIds } = reader;
  // said twice, the server takes the cases of an account for fewer than they are; an order or a condition on documents needs it for its index
  const usesDocument = joinsDocument || conditions.documents.length > 0;
  const columns = [sql`c.account_id`, ...(usesDocument ? [sql`d.account_id`] : [])];
  const scope = accountIds === null ? [] : columns.map((column) => inAccounts(column, accountIds));
  return join([...scope, ...conditions.cases, ...conditions.documents, ...words, sql`true`], ' and ');
}

/** Written into the text, because the server plans a statement for the number of rows it will return. */
const cut = (limit: number, offset: number): Prisma.Sql =>
  sql`limit ${whole(limit)} offset ${offset === 0 ? whole(0) : sql`${offset}`}`;
const whole = (count: number): Prisma.Sql => Prisma.raw(String(Math.trunc(count)));

const document = sql`join visible_document d on d.case_id = c.id`;

/** Finds by filters alone: the exact count and the page. */
export function byFilters(list: CaseList): Prisma.Sql {
  const { conditions, order, limit, offset } = list;
  const joinsDocument = order.needsDocument || conditions.documents.length > 0;
  if (conditions.fewSubjects) return byFewSubjects(list);
  const page = sql`select c.id from "case" c ${joinsDocument ? document : Prisma.empty} ${order.joins}
    where ${allOf(list, [], joinsDocument)} order by ${order.by} ${cut(limit, offset)}`;
  return sql`with ${numbered(page)} ${withRows(sql`(${countOf(list)})`)}`;
}

/** Reads all that match once, for the count and the page. */
function byFewSubjects(list: CaseList): Prisma.Sql {
  const { order, limit, offset } = list;
  return sql`
    with found as materialized (
      select c.id, row_number() over (order by ${order.by}) n from "case" c ${document} ${order.joins} where ${allOf(list, [], true)}
    ),
    page as materialized (select id, n from found order by n ${cut(limit, offset)})
    ${withRows(sql`(select count(*) from found)`)}`;
}

function countOf(list: CaseList): Prisma.Sql {
  const { conditions, reader } = list;
  // the subjects of an account are in one index, without the cases
  if (conditions.documents.length > 0 && conditions.cases.length === 0) {
    const scope = inAccounts(sql`d.account_id`, reader.accountIds);
    return sql`select count(*) from visible_document d where ${join([scope, ...conditions.documents], ' and ')}`;
  }
  return sql`select count(*) from "case" c ${conditions.documents.length > 0 ? document : Prisma.empty} where ${allOf(list)}`;
}

/**
 * Finds by rare words: the index gives every match, so the count is exact and any order is cheap.
 * @param most matches to read, or `everything`; if there are more, `probed` is one more than that and the rest means nothing
 */
export function byRareWords(list: CaseList, tsquery: string, most: number, byRelevance: boolean): Prisma.Sql {
  const { reader, order, named, limit, offset } = list;
  const matches = matchesWords(withinAccounts(tsquery, reader), reader);
  const byName = named === null ? Prisma.empty : sql`union select id from "case" where number = ${named}`;
  const first = named === null ? Prisma.empty : sql`c.number = ${named} desc,`;
  const by = byRelevance ? sql`${rankOf(reader, tsquery)} desc, ${newestFirst}` : order.by;
  const joinsDocument = byRelevance || order.needsDocument || list.conditions.documents.length > 0;
  // `offset 0` makes the server look up each case: it takes a lookup for dearer than it is, and would read a million cases for 3,000
  const looksUp = reader.accountIds === null && most < everything;
  const caseOf = sql`select * from "case" one where one.id = m.id ${looksUp ? sql`offset 0` : Prisma.empty}`;
  return sql`
    with probed as materialized (select d.case_id id from visible_document d where ${matches} limit ${whole(most + 1)}),
    found as materialized (
      select c.id, row_number() over (order by ${first} ${by}) n
      from (select id from probed ${byName}) m cross join lateral (${caseOf}) c ${joinsDocument ? document : Prisma.empty} ${order.joins}
      where ${allOf(list, [], joinsDocument)}
    ),
    page as materialized (select id, n from found order by n ${cut(limit, offset)})
    ${withRows(sql`(select count(*) from found)`, sql`, (select count(*)::int from probed) probed`)}`;
}

/** Finds the case with a number, if it meets the conditions on cases and documents. */
export function namedCase(list: Pick<CaseList, 'reader' | 'conditions'>, named: number): Prisma.Sql {
  return sql`select c.id from "case" c ${document} where c.number = ${named} and ${allOf(list, [sql`true`])}`;
}

/**
 * Finds by common words: walks the cases in their order and looks into the document of each, until the page is full.
 * @param most cases that are counted
 */
export function byCommonWords(list: CaseList, tsquery: string, most: number): Prisma.Sql {
  const { reader, order, named, limit, offset } = list;
  const where = allOf(list, [matchesWords(tsquery, reader)], order.needsDocument);
  const others = named === null ? where : sql`${where} and c.number <> ${named}`;
  const first = named === null ? null : namedCase(list, named);
  const [taken, skipped] = first === null ? [limit, offset] : [limit - (offset === 0 ? 1 : 0), Math.max(offset - 1, 0)];
  const walk = sql`select c.id from "case" c ${document} ${order.joins} where ${others} order by ${order.by} limit ${taken} offset ${skipped}`;
  const page = first !== null && offset === 0 ? sql`(${first}) union all (${walk})` : walk;
  const counted = sql`(select count(*) from (${some(list, tsquery, others)} limit ${whole(most + 1)}) counted)`;
  return sql`with ${numbered(page)} ${withRows(first === null ? counted : sql`${counted} + (select count(*) from (${first}) named)`)}`;
}

/** Any of the matches. The index has those of an account together; reading their documents would take longer. */
function some({ reader, conditions, named }: CaseList, tsquery: string, others: Prisma.Sql): Prisma.Sql {
  const isWhole = conditions.cases.length + conditions.documents.length === 0;
  return reader.accountIds !== null && isWhole && named === null
    ? sql`select from visible_document d where ${matchesWords(withinAccounts(tsquery, reader), reader)}`
    : sql`select from "case" c ${document} where ${others}`;
}

/** Finds the cases with an ID above `after` up to `last`, for reading all of them in batches. */
export function idsBetween(list: Pick<CaseList, 'reader' | 'conditions' | 'named'>, after: number, last: number): Prisma.Sql {
  const { reader, conditions, named } = list;
  const { tsquery } = conditions;
  const matches = tsquery === null ? [] : [matchesWords(tsquery, reader)];
  const words = named === null ? matches : [sql`(${join([...matches, sql`c.number = ${named}`], ' or ')})`];
  const joins = words.length + conditions.documents.length > 0 ? document : Prisma.empty;
  return sql`select c.id from "case" c ${joins} where c.id > ${after} and c.id <= ${last} and ${allOf(list, words)} order by c.id`;
}

/**
 * Orders the newest matches of common words by relevance, behind the case whose number was named, however old that is.
 * @param most matches that are ordered
 */
export function byRelevance(list: CaseList, tsquery: string, most: number): Prisma.Sql {
  const { reader, limit, offset, named } = list;
  const where = allOf(list, [matchesWords(tsquery, reader)]);
  const others = named === null ? where : sql`${where} and c.number <> ${named}`;
  const first =
    named === null
      ? Prisma.empty
      : sql`union all select c.id, c.updated_at, null::real from "case" c ${document} where c.number = ${named} and ${allOf(list, [sql`true`])}`;
  return sql`
    with newest as materialized (
      select c.id, c.updated_at, ${rankOf(reader, tsquery)} rank from "case" c ${document}
      where ${others} order by ${newestFirst} limit ${whole(most + 1)}
    ),
    ranked as materialized (
      (select id, updated_at, rank from newest order by updated_at desc, id desc limit ${whole(most)}) ${first}
    ),
    page as materialized (
      select id, row_number() over () n
      from (select id from ranked order by rank desc nulls first, updated_at desc, id desc limit ${limit} offset ${offset}) ids
    )
    ${withRows(sql`(select count(*) from newest) + (select count(*) from ranked where rank is null)`)}`;
}

/** Subject before description before posts and names of files. */
function rankOf({ kind }: Reader, tsquery: string): Prisma.Sql {
  const words = kind === 'contact' ? sql`d.words` : sql`coalesce(d.all_words, d.words)`;
  return sql`ts_rank('{0.05, 0.1, 0.4, 1.0}', ${words}, ${tsquery}::tsquery)`;
}
