// "Did you mean": words that exist in what the person may see and are spelled like the ones that found nothing. Internal notes are never
// read for it, so a suggestion tells nobody what they say.
import { inAccounts } from '../../db/accounts.ts';
import { matchesWords, withinAccounts, type Reader } from '../../db/case-conditions.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import { foldText } from '../../domain/search/fold-text.ts';
import { nearestWord, type Candidate } from '../../domain/search/nearest-word.ts';
import { toTsquery, type Term } from '../../domain/search/search-terms.ts';
import type { Services } from '../context.ts';
import { scopeOf, withinScope } from '../scope.ts';
import { searchWithin, type SearchLimits, type SearchSession } from './search-session.ts';

const { sql } = Prisma;

/** A word that was probably meant. */
export interface Suggestion {
  typed: string;
  meant: string;
}

/** Texts that are read for words: the newest cases, the posts of the newest of them, and subjects that look like the word. */
const limitsOfTexts = { cases: 1000, posts: 1000, subjects: 200 };
/** Words that are looked up before a suggestion is given up. */
const maxTries = 3;
/** Words of a search that get a suggestion. */
const maxWords = 4;

/**
 * Finds what was probably meant by words that are in nothing this person may see.
 * @param words of a search without results
 * @returns one suggestion per word that has one
 * @throws CaseError too-broad, busy
 */
export async function suggestWords(
  services: Services,
  actor: Person,
  words: readonly Term[],
  limits: Partial<SearchLimits> = {},
): Promise<Suggestion[]> {
  const single = words.filter(({ kind, negated, text }) => kind === 'word' && !negated && /^\p{L}[\p{L}\p{M}'’]+$/u.test(text));
  if (single.length === 0) return [];
  const narrower = 'Check the spelling.';
  return searchWithin(services, actor.id, narrower, (session) => suggest(session, actor, single.slice(0, maxWords)), limits);
}

async function suggest(session: SearchSession, actor: Person, words: readonly Term[]): Promise<Suggestion[]> {
  const unknown: Term[] = [];
  for (const word of words) if (!(await exists(session, actor, word))) unknown.push(word);
  if (unknown.length === 0) return [];
  const texts = await recentTexts(session, actor);
  const suggestions: Suggestion[] = [];
  for (const { text } of unknown) {
    const meant = await nearestKnown(session, actor, text, wordsOf([...texts, ...(await subjectsLike(session, actor, text))]));
    if (meant !== null) suggestions.push({ typed: text, meant });
  }
  return suggestions;
}

/** Finds the nearest word that a search finds: not every word of a text is indexed, such as those of an address behind a link. */
async function nearestKnown(
  session: SearchSession,
  actor: Person,
  typed: string,
  candidates: readonly Candidate[],
): Promise<string | null> {
  const unknown = new Set<string>();
  while (unknown.size < maxTries) {
    const text = nearestWord(typed, candidates.filter(({ word }) => !unknown.has(word))); // prettier-ignore
    if (text === null || (await exists(session, actor, { kind: 'word', text, negated: false, prefix: false }))) return text;
    unknown.add(text);
  }
  return null;
}

async function exists(session: SearchSession, actor: Person, word: Term): Promise<boolean> {
  const tsquery = toTsquery([word]);
  if (tsquery === null) return true;
  const reader: Pick<Reader, 'kind' | 'accountIds'> = { kind: actor.kind, accountIds: scopeOf(actor).accountIds };
  const rows = await session.query<object>(
    sql`select 1 from visible_document d where ${matchesWords(withinAccounts(tsquery, reader), reader)} limit 1`,
  );
  return rows.length > 0;
}

async function recentTexts(session: SearchSession, actor: Person): Promise<string[]> {
  const rows = await session.query<{ text: string }>(sql`
    with recent as materialized (
      select c.id, c.subject, c.description, row_number() over (order by c.updated_at desc, c.id desc) n
      from "case" c where ${withinScope(scopeOf(actor))} order by c.updated_at desc, c.id desc limit ${limitsOfTexts.cases}
    )
    select subject || ' ' || description as text from recent
    union all
    (select p.body from recent join post p on p.case_id = recent.id
     where recent.n <= 200 and p.kind <> 'note' and p.deleted_at is null limit ${limitsOfTexts.posts})`);
  return rows.map(({ text }) => text);
}

/** Finds older subjects by the three-letter pieces they share with the word. */
async function subjectsLike(session: SearchSession, actor: Person, word: string): Promise<string[]> {
  const scope = inAccounts(sql`d.account_id`, scopeOf(actor).accountIds);
  const rows = await session.query<{ subject: string }>(
    sql`select d.subject from visible_document d where ${scope} and ${foldText(word)} <% d.subject limit ${limitsOfTexts.subjects}`,
  );
  return rows.map(({ subject }) => subject);
}

/** Counts the words of texts. */
function wordsOf(texts: readonly string[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const [word] of text.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]{2,39}/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => ({ word, count }));
}
