import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { toVector } from '../../domain/search/prepare-text.ts';
import { toTsquery, type Term } from '../../domain/search/search-terms.ts';
import type { PostFacts } from '../case-facts.ts';
import { feedPage } from '../cases/view-case.ts';
import type { Services } from '../context.ts';
import { postFacts } from '../read-case-facts.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import { isSearched, plainText } from '../search-index.ts';
import { searchWithin, type SearchLimits, type SearchSession } from './search-session.ts';

/** Posts on one page of a feed search. */
const feedSearchPage = 10;
/** Posts that are read at a time, and at most. */
const [batch, maxRead] = [500, 10_000];

/** A post that matches a search. */
export interface FoundPost extends PostFacts {
  /** the page of the case's feed that shows it to this person */
  feedPage: number;
}

/** One page of the posts of a case that match a search, newest first. */
export interface FeedResult {
  number: number;
  subject: string;
  posts: FoundPost[];
  total: number;
  page: number;
  pages: number;
}

/**
 * Searches the posts of one case. Only advisors find internal notes.
 * @param terms all of them must be in the same post
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
  const { prisma } = services.db;
  const found = await prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(actor)) },
    select: { id: true, subject: true, accountId: true },
  });
  if (!found) throw unknownCase(number);
  authorize(actor, 'view', found.accountId);
  const tsquery = toTsquery(terms);
  const narrower = 'Search for fewer words.';
  const ids =
    tsquery === null
      ? []
      : await searchWithin(services, actor.id, narrower, (session) => matching(session, actor, found.id, tsquery), limits);
  const pages = Math.max(Math.ceil(ids.length / feedSearchPage), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const onPage = ids.slice((shown - 1) * feedSearchPage, shown * feedSearchPage);
  const posts = await prisma.post.findMany({ where: { id: { in: onPage } }, orderBy: { id: 'desc' } });
  const places = await feedPages(services, actor, onPage);
  return {
    number,
    subject: found.subject,
    posts: posts.map((post) => ({ ...postFacts(post), feedPage: places.get(post.id) ?? 1 })),
    total: ids.length,
    page: shown,
    pages,
  };
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
}

/** @returns the IDs of the posts that match, newest first */
async function matching(session: SearchSession, actor: Person, caseId: number, tsquery: string): Promise<number[]> {
  const ids: number[] = [];
  for (let before = 2_147_483_647, read = 0; read < maxRead; read += batch) {
    const posts = await session.query<Read>(Prisma.sql`
      select id, kind, action, author_id "authorId", body from post
      where case_id = ${caseId} and id < ${before} and deleted_at is null ${readableBy(actor)} order by id desc limit ${batch}`);
    const searched = posts.filter(isSearched);
    const vectors = searched.map(({ body }) => toVector([{ text: plainText(body), weight: 'C' }]));
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
