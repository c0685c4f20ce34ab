import { caseConditions, type CaseConditions, type FindIncidents, type Reader } from '../../db/case-conditions.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { CaseQuery } from '../../domain/case-query.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { foldText } from '../../domain/search/fold-text.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { CaseRow } from '../case-facts.ts';
import { scopeOf } from '../scope.ts';
import type { Services } from '../context.ts';
import { caseOrder } from './case-order.ts';
import {
  byCommonWords,
  byFilters,
  byRareWords,
  byRelevance,
  everything,
  namedCase,
  readPage,
  type CaseList,
  type PageRow,
} from './find-page.ts';
import { indexProgress } from './index-job.ts';
import { estimateMatches } from './word-statistics.ts';
import { OutOfTime, searchWithin, type SearchLimits, type SearchSession } from './search-session.ts';

/** One page of a list of cases. */
export interface CasePage {
  /** exact number of cases on all pages, unless a search is capped */
  total: number;
  rows: CaseRow[];
  /** from 1; the last page when a later one was requested */
  page: number;
  /** number of pages; of a capped search, those that are known to exist */
  pages: number;
}

/** One page of the cases that a search found. */
export interface SearchResult extends CasePage {
  /** there are more cases than `total`, and pages beyond `pages` */
  capped: boolean;
  /** percent of the cases that can be searched; null: all of them */
  prepared: number | null;
}

/** How much a search for words reads. */
interface WordLimits {
  /** cases with common words that are counted; beyond, the result says "more than" */
  counted: number;
  /** newest matches that `sort:relevance` orders */
  ranked: number;
  /** matches that are read from the index at once; above, walking the cases is faster */
  probed: number;
  /** part of the time that is left, from 0 to 1, after which the walk gives way to the index */
  walkShare: number;
}

/** An advisor's walk passes more cases without a match than a contact's, so it is worth it later. */
const wordLimits = ({ accountIds }: Reader): WordLimits => ({
  counted: 1000,
  ranked: 5000,
  probed: accountIds === null ? 20_000 : 5000,
  walkShare: 0.5,
});

/**
 * Searches the cases this person may see, and returns one page of those that match all words and filters.
 * @param timezone IANA, of this person: days in the query are days there
 * @throws CaseError too-broad, with how to narrow the search; busy
 */
export async function searchCases(
  services: Services,
  actor: Person,
  query: CaseQuery,
  timezone: string,
  limits: Partial<SearchLimits & WordLimits> = {},
): Promise<SearchResult> {
  authorize(actor, 'search');
  const reader: Reader = {
    kind: actor.kind,
    id: actor.id,
    accountIds: scopeOf(actor).accountIds,
    timezone,
    now: services.clock.now(),
  };
  const conditions = caseConditions(query, reader, await incidentFinder(services, query));
  const found = await searchWithin(
    services,
    actor.id,
    narrower(query),
    (session) => findPage(session, services, query, { reader, conditions, limits: { ...wordLimits(reader), ...limits } }),
    limits,
  );
  return { ...found, prepared: (await indexProgress(services))?.percent ?? null };
}

type Found = Omit<SearchResult, 'prepared'>;

async function findPage(
  session: SearchSession,
  services: Services,
  query: CaseQuery,
  { reader, conditions, limits }: { reader: Reader; conditions: CaseConditions; limits: WordLimits },
): Promise<Found> {
  const { tsquery } = conditions;
  // with filters, and in the order of subjects, the right plan depends on the values
  const isPrepared = conditions.cases.length + conditions.documents.length === 0 && query.sort.by !== 'subject';
  const estimate = tsquery === null ? 0 : await estimateMatches(services, query.words, reader.accountIds);
  const listOf = (page: number): CaseList => ({
    reader,
    conditions,
    order: caseOrder(query.sort, services.settings),
    named: tsquery === null ? null : query.named,
    // one more shows whether there is another page
    limit: query.pageSize + 1,
    offset: (page - 1) * query.pageSize,
  });
  const find = async (page: number): Promise<Counted> =>
    tsquery === null
      ? { ...readPage(await session.query<PageRow>(byFilters(listOf(page)), { prepared: isPrepared })), capped: false }
      : findWords(session, listOf(page), tsquery, { relevance: query.sort.by === 'relevance', estimate, limits, isPrepared });
  const wanted = Math.max(query.page, 1);
  const found = await find(wanted);
  if (found.rows.length > 0 || wanted === 1) return pageOf(found, wanted, query.pageSize);
  const total = found.capped && tsquery !== null ? await countWords(session, listOf(1), tsquery) : found.total;
  const last = Math.max(Math.ceil(total / query.pageSize), 1);
  return pageOf(await find(last), last, query.pageSize);
}

interface Counted {
  total: number;
  capped: boolean;
  rows: CaseRow[];
}

function pageOf({ total, capped, rows }: Counted, page: number, size: number): Found {
  const known = Math.max(Math.ceil(total / size), 1);
  const reached = rows.length > size ? page + 1 : page;
  return { total, capped, rows: rows.slice(0, size), page, pages: capped ? Math.max(known, reached) : known };
}

/** Reads rare words from the index and looks for common ones case by case. The server's statistics say which they are. */
async function findWords(
  session: SearchSession,
  list: CaseList,
  tsquery: string,
  { relevance, estimate, limits, isPrepared }: { relevance: boolean; estimate: number; limits: WordLimits; isPrepared: boolean },
): Promise<Counted> {
  if (estimate <= limits.probed) {
    // planning takes longer than finding a few cases, and the plan is the same for every rare word
    const rows = await session.query<PageRow>(byRareWords(list, tsquery, limits.probed, relevance), { prepared: isPrepared });
    if ((rows[0]?.probed ?? 0) <= limits.probed) return { ...readPage(rows), capped: false };
  }
  const cap = relevance ? limits.ranked : limits.counted;
  try {
    const walk = relevance ? byRelevance(list, tsquery, cap) : byCommonWords(await withKnownName(session, list), tsquery, cap);
    const { total, rows } = readPage(await session.query<PageRow>(walk, { share: limits.walkShare }));
    return { total: Math.min(total, cap), capped: total > cap, rows };
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    // words that are common, each of them, may rarely meet; then the index is faster after all
    return { ...readPage(await session.query<PageRow>(byRareWords(list, tsquery, everything, relevance))), capped: false };
  }
}

/** Leaves out the number of a case that the conditions exclude or this person may not see, because nothing comes first then. */
async function withKnownName(session: SearchSession, list: CaseList): Promise<CaseList> {
  if (list.named === null) return list;
  const found = await session.query<object>(namedCase(list, list.named));
  return found.length > 0 ? list : { ...list, named: null };
}

async function countWords(session: SearchSession, list: CaseList, tsquery: string): Promise<number> {
  return readPage(await session.query<PageRow>(byRareWords({ ...list, limit: 1 }, tsquery, everything, false))).total;
}

/** Makes the lookup of incidents by title. There are few incidents, and only our own folding compares titles as names are compared. */
export async function incidentFinder(
  { db }: Pick<Services, 'db'>,
  { filters }: Pick<CaseQuery, 'filters'>,
): Promise<FindIncidents> {
  if (filters.every(({ field }) => field !== 'incident')) return () => [];
  const incidents = await db.prisma.notice.findMany({ where: { kind: 'incident' }, select: { id: true, title: true } });
  return ({ operator, value }) => {
    const text = foldText(value);
    const fits = {
      equals: (title: string) => title === text,
      'starts-with': (title: string) => title.startsWith(text),
      'ends-with': (title: string) => title.endsWith(text),
      contains: (title: string) => title.includes(text),
    }[operator];
    return incidents.filter(({ id, title }) => String(id) === text || fits(foldText(title))).map(({ id }) => id);
  };
}

/** Says how to narrow a search that is too broad, by what it does not have yet. */
function narrower({ filters, words }: CaseQuery): string {
  const has = (...fields: string[]) => filters.some(({ field }) => fields.includes(field));
  const options = [
    ...(has('is', 'status') ? [] : ['is:open']),
    ...(has('module') ? [] : ['a module']),
    ...(has('opened', 'modified') ? [] : ['a time such as opened:<30d']),
    ...(words.length > 0 ? ['another word'] : []),
  ];
  return `Narrow it by ${formatList(options.length > 0 ? options : ['another word'], 'or')}.`;
}

/** Reads the lines of a list of cases. */
export function readRows(
  services: Pick<Services, 'db'>,
  where: Prisma.Sql,
  order: Prisma.Sql,
  limit: number,
  offset = 0,
): Promise<CaseRow[]> {
  // finds the page in the case table alone, and then joins the names of its few rows
  return services.db.prisma.$queryRaw<CaseRow[]>`
    select c.number, c.subject, c.status, c.priority, c.module, a.name "accountName", p.name "contactName", v.name "advisorName", c.updated_at "updatedAt",
      c.phone_call_expected "phoneCallExpected", c.sla_due_at "slaDueAt", c.due_date::text "dueDate"
    from (select c.id from "case" c where ${where} order by ${order} limit ${limit} offset ${offset}) found
    join "case" c on c.id = found.id
    join account a on a.id = c.account_id
    join person p on p.id = c.contact_id
    left join person v on v.id = c.advisor_id
    order by ${order}`;
}
