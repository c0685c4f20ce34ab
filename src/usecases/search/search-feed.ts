import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { toVector } from '../../domain/search/prepare-text.ts';
import { toTsquery, type Term } from '../../domain/search/search-terms.ts';
import type { PostFacts } from '../case-facts.ts';
import { feedPage } from '../cases/view-case.ts';
import type { Services } from '../context.ts';
import { postFacts, withFiles } from '../read-case-facts.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import { isSearched, plainText } from '../search-index.ts';
import { searchWithin, type SearchLimits, type SearchSession } from './search-session.ts';

/** Entries on one page of a feed search. */
const feedSearchPage = 10;
/** Posts that are read at a time, and at most. */
const [batch, maxRead] = [500, 10_000];

/** A post that matches a search. */
export interface FoundPost extends PostFacts {
  /** the page of the case's feed that shows it to this person */
  feedPage: number;
}

/** The texts that a case was opened with. */
export const filedTexts = ['description', 'replicationSteps', 'expected', 'actual', 'environment', 'impact'] as const;

/** A text that a case was opened with. */
export interface FiledText {
  field: (typeof filedTexts)[number];
  /** CommonMark */
  body: string;
}

/** What a case was opened with, where it matches a search. It is the oldest entry of the feed. */
export interface FoundFiling {
  kind: 'filing';
  contactName: string;
  createdAt: Date;
  texts: FiledText[];
}

/** One page of what matches a search in a case, newest first. */
export interface FeedResult {
  number: number;
  subject: string;
  entries: (FoundPost | FoundFiling)[];
  total: number;
  page: number;
  pages: number;
}

/**
 * Searches one case: its posts, and the texts it was opened with as one entry. Only advisors find internal notes.
 * @param terms all of them must be in the same entry
 * @param page from 1; a number past the end gives the last page
 * @throws CaseError unknown-case, too-broad
 */
export async function searchFeed(
  services: Services,
  actor: Person,
  number: number,
  terms: readonly Term[],
  page = 1,
  limits: Partial<SearchLimits> = {},
): Promise<FeedResult> {
  const found = await findCase(services, actor, number);
  const texts = filedTexts.flatMap((field): FiledText[] => (found[field] === null ? [] : [{ field, body: found[field] }]));
  const tsquery = toTsquery(terms);
  const matches = (session: SearchSession, query: string): Promise<Match[]> => matching(session, actor, found.id, texts, query);
  const all =
    tsquery === null
      ? []
      : await searchWithin(services, actor.id, 'Search for fewer words.', (session) => matches(session, tsquery), limits);
  const pages = Math.max(Math.ceil(all.length / feedSearchPage), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const onPage = all.slice((shown - 1) * feedSearchPage, shown * feedSearchPage);
  const filing: FoundFiling = { kind: 'filing', contactName: found.contact.name, createdAt: found.createdAt, texts };
  const posts = await readPosts(
    services,
    actor,
    onPage.filter((match) => match !== 'filing'),
  );
  return {
    number,
    subject: found.subject,
    entries: onPage.flatMap((match) => (match === 'filing' ? filing : (posts.get(match) ?? []))),
    total: all.length,
    page: shown,
    pages,
  };
}

async function findCase({ db }: Services, actor: Person, number: number) {
  const found = await db.prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(actor)) },
    select: {
      id: true, subject: true, accountId: true, createdAt: true, contact: { select: { name: true } },
      description: true, replicationSteps: true, expected: true, actual: true, environment: true, impact: true,
    },
  }); // prettier-ignore
  if (!found) throw unknownCase(number);
  authorize(actor, 'view', found.accountId);
  return found;
}

async function readPosts(services: Services, actor: Person, ids: number[]): Promise<Map<number, FoundPost>> {
  const posts = await services.db.prisma.post.findMany({ where: { id: { in: ids } }, include: withFiles });
  const places = await feedPages(services, actor, ids);
  return new Map(posts.map((post) => [post.id, { ...postFacts(post), feedPage: places.get(post.id) ?? 1 }]));
}

/** @returns by post, the page of its case's feed that shows it */
async function feedPages({ db }: Services, actor: Person, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await db.prisma.$queryRaw<{ id: number; newer: number }[]>`
    select p.id, (select count(*) from post where case_id = p.case_id and id > p.id ${readableBy(actor)})::int newer
    from post p where p.id = any (${[...ids]}::int[])`;
  return new Map(rows.map(({ id, newer }) => [id, Math.floor(newer / feedPage) + 1]));
}

function readableBy({ kind }: Person): Prisma.Sql {
  return kind === 'contact' ? Prisma.sql`and kind <> 'note'` : Prisma.empty;
}

interface Read {
  id: number;
  kind: 'public' | 'note' | 'event';
  action: string | null;
  authorId: number | null;
  body: string;
  /** names of its files, each on a line */
  names: string;
}

/** A post's ID, or what the case was opened with. */
type Match = number | 'filing';

/** Finds the entries that match, newest first. Another kind of entry, such as a file with its name, is one more part of this list. */
async function matching(
  session: SearchSession,
  actor: Person,
  caseId: number,
  texts: readonly FiledText[],
  tsquery: string,
): Promise<Match[]> {
  const vector = toVector(texts.map(({ body }) => ({ text: plainText(body), weight: 'B' })));
  const filing = await session.query(Prisma.sql`select where ${vector}::tsvector @@ ${tsquery}::tsquery`);
  return [...(await matchingPosts(session, actor, caseId, tsquery)), ...filing.map(() => 'filing' as const)];
}

async function matchingPosts(session: SearchSession, actor: Person, caseId: number, tsquery: string): Promise<number[]> {
  const ids: number[] = [];
  for (let before = 2_147_483_647, read = 0; read < maxRead; read += batch) {
    const posts = await session.query<Read>(Prisma.sql`
      select id, kind, action, author_id "authorId", body, coalesce((select string_agg(f.name, E'\\n' order by f.position) from file f
        where f.post_id = post.id and f.deleted_at is null and (f.state = 'stored' or f.link is not null)), '') names from post
      where case_id = ${caseId} and id < ${before} and deleted_at is null ${readableBy(actor)} order by id desc limit ${batch}`);
    const searched = posts.filter(isSearched);
    const vectors = searched.map(({ body, names }) => toVector([plainText(body), names].map((text) => ({ text, weight: 'C' }))));
    const matches = await session.query<{ id: number }>(Prisma.sql`
      select v.id from unnest(${searched.map(({ id }) => id)}::int[], ${vectors}::text[]) v (id, vector)
      where v.vector::tsvector @@ ${tsquery}::tsquery order by v.id desc`);
    ids.push(...matches.map(({ id }) => id));
    const last = posts.at(-1);
    if (!last || posts.length < batch) break;
    before = last.id;
  }
  return ids;
}
