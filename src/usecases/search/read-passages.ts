import { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import { findPassage, type Passage } from '../../domain/search/passage.ts';
import type { Term } from '../../domain/search/search-terms.ts';
import type { Services } from '../context.ts';
import { scopeOf, withinScope } from '../scope.ts';
import { isSearched, plainText, type IndexedPost } from '../search-index.ts';

/** Posts of a case that are looked through, newest first. */
const maxPosts = 30;

/** The passage of a case that a search matched. */
export interface CasePassage extends Passage {
  /** it is in an internal note, which only advisors see */
  isNote: boolean;
}

/**
 * Finds the passages to show with results: of the description or another text of the form, or else of the newest post that matches.
 * @param numbers of the cases on the page
 * @returns by case number; without an entry where only the subject matches, or words of several texts together
 */
export async function readPassages(
  { db }: Pick<Services, 'db'>,
  actor: Person,
  numbers: readonly number[],
  terms: readonly Term[],
  length?: number,
): Promise<Map<number, CasePassage>> {
  if (terms.length === 0 || numbers.length === 0) return new Map();
  const readable = actor.kind === 'contact' ? Prisma.sql`and p.kind <> 'note'` : Prisma.empty;
  const texts = await db.prisma.$queryRaw<{ number: number; texts: string[]; posts: IndexedPost[] | null }[]>`
    select c.number, array_remove(array[c.description, c.replication_steps, c.expected, c.actual, c.environment, c.impact], null) texts,
      (select json_agg(p order by p.id desc) from (
        select p.id, p.kind, p.action, p.author_id "authorId", p.body from post p
        where p.case_id = c.id and p.deleted_at is null ${readable} order by p.id desc limit ${maxPosts}) p) posts
    from "case" c where c.number = any (${[...numbers]}::int[]) and ${withinScope(scopeOf(actor))}`;
  const found = new Map<number, CasePassage>();
  for (const { number, texts: ofForm, posts } of texts) {
    const passage = firstPassage(ofForm, posts ?? [], terms, length);
    if (passage) found.set(number, passage);
  }
  return found;
}

function firstPassage(
  texts: readonly string[],
  posts: readonly IndexedPost[],
  terms: readonly Term[],
  length?: number,
): CasePassage | null {
  const searched = [
    ...texts.map((body) => ({ body, isNote: false })),
    ...posts.filter(isSearched).map(({ body, kind }) => ({ body, isNote: kind === 'note' })),
  ];
  for (const { body, isNote } of searched) {
    const passage = findPassage(plainText(body), terms, length);
    if (passage) return { ...passage, isNote };
  }
  return null;
}
