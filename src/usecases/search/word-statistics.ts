// Tells common words from rare ones by the statistics that the database server keeps for its planner anyway.
import type { Term } from '../../domain/search/search-terms.ts';
import { termPatterns, type Pattern, type Step } from '../../domain/search/search-terms.ts';
import type { AccountIds } from '../../db/accounts.ts';
import type { Services } from '../context.ts';

interface WordStatistics {
  at: Date;
  /** number of search documents */
  documents: number;
  /** the most common words, and the share of the documents that have them */
  shares: ReadonlyMap<string, number>;
  /** the share of a word that is not among them, at most */
  rare: number;
}

/** How long statistics are used before they are read again; ms. */
const keptMs = 600_000;
const known = new WeakMap<object, WordStatistics>();

/**
 * Estimates how many documents match the words, without asking the database more often than every ten minutes.
 * @param accountIds counts the documents of these accounts only; null for all
 */
export async function estimateMatches(
  services: Pick<Services, 'db' | 'clock'>,
  words: readonly Term[],
  accountIds: AccountIds,
): Promise<number> {
  const statistics = await read(services);
  const shares = termPatterns(words)
    .filter(({ negated }) => !negated)
    // the ways to write a rare word are rare together: adding up what each may have at most would make it look common
    .map(({ patterns }) => Math.min(Math.max(statistics.rare, sum(patterns.map((one) => shareOf(statistics, one)))), 1));
  const ofAccounts = sum((accountIds ?? []).map((id) => statistics.shares.get(`§${id}`) ?? statistics.rare));
  return statistics.documents * (accountIds === null ? 1 : Math.min(ofAccounts, 1)) * Math.min(1, ...shares);
}

async function read({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<WordStatistics> {
  const at = clock.now();
  const before = known.get(db.pool);
  if (before && Math.abs(at.getTime() - before.at.getTime()) < keptMs) return before;
  const { rows } = await db.pool.query<{ documents: number; words: string[] | null; shares: number[] | null }>(
    `select greatest(c.reltuples, 0)::float8 documents, s.elements words, s.frequencies shares
     from pg_class c left join casebridge_word_statistics() s on true
     where c.oid = 'search_document'::regclass`,
  );
  const [row] = rows;
  const shares = new Map((row?.words ?? []).map((word, index) => [word, row?.shares?.[index] ?? 0]));
  const statistics = { at, documents: row?.documents ?? 0, shares, rare: Math.min(1, ...shares.values()) };
  known.set(db.pool, statistics);
  return statistics;
}

/** All words of a pattern must be there, so it is as rare as the rarest. Words that are not among the common ones count as none. */
function shareOf(statistics: WordStatistics, pattern: Pattern): number {
  return Math.min(1, ...pattern.map((step) => shareOfStep(statistics, step)));
}

function shareOfStep(statistics: WordStatistics, { lexemes, prefix }: Step): number {
  const beginning =
    prefix === null ? [] : [...statistics.shares].filter(([word]) => word.startsWith(prefix)).map(([, share]) => share);
  return Math.min(sum([...lexemes.map((lexeme) => shareOfWord(statistics, lexeme)), ...beginning]), 1);
}

function shareOfWord({ shares }: WordStatistics, word: string): number {
  return shares.get(word) ?? 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
