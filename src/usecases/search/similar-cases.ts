// Finds cases that are about the same as a new one, by the words they share in subject and description. Internal notes and posts play no
// part. How well it finds is measured with a labeled set (test/bench/similar).
import { flatText } from '../../cards/flat-text.ts';
import { withinAccounts } from '../../db/case-conditions.ts';
import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { CaseError } from '../../domain/case-error.ts';
import { quoteLexeme } from '../../domain/search/prepare-text.ts';
import { aboutWords, similarityFloor, weighWords, type TypedCase, type WordWeights } from '../../domain/search/similarity.ts';
import type { Status } from '../../domain/status.ts';
import type { Services } from '../context.ts';
import { scopeOf, withinScope, type Scope } from '../scope.ts';
import { searchWithin, type SearchLimits, type SearchSession } from './search-session.ts';
import { findAnswers, noAnswers, type KnownAnswers } from './known-answers.ts';
import { wordFrequency } from './word-frequency.ts';

const { sql } = Prisma;

/** A case that is about the same. */
export interface SimilarCase {
  number: number;
  subject: string;
  status: Status;
  closeReason: string | null;
  accountName: string;
  updatedAt: Date;
}

/** What may already answer a new case. */
export interface SimilarCases extends KnownAnswers {
  /** the most similar first, three at most */
  cases: SimilarCase[];
}

/** Nobody waits longer for a suggestion that may be empty. */
const defaultLimits: Partial<SearchLimits> = { limitMs: 1000 };
const maxShown = 3;
/** Characters of a description that are read: what comes after them is mostly pasted, and reading Markdown takes time. */
const maxRead = 8000;
/** Words that are looked for, the rarest first. */
const maxWords = 60;
/** Cases that the rarest words may have together. Words that would exceed it only help to order what the others find. */
const maxMatches = 20_000;
/** Candidates whose whole text is compared. */
const maxCandidates = 200;

/**
 * Finds up to three similar cases that this person may see, with known defects, incidents and release notes. Finds nothing when there is no
 * time for it, because opening a case must not wait.
 * @param typed its description is CommonMark
 * @param exceptNumber the case itself, if it is open already
 */
export async function similarCases(
  services: Services,
  actor: Person,
  typed: TypedCase,
  exceptNumber: number | null = null,
  limits: Partial<SearchLimits> = {},
): Promise<SimilarCases> {
  authorize(actor, 'search');
  const words = aboutWords({ ...typed, description: flatText(typed.description.slice(0, maxRead)) });
  if (words.size === 0) return { cases: [], ...noAnswers };
  try {
    return await searchWithin(
      services,
      actor.id,
      'Try fewer words.',
      async (session) => {
        const frequency = await wordFrequency(session, [...words.keys()]);
        const weights = weighWords(words, frequency.casesWith, frequency.cases);
        const which = { scope: scopeOf(actor), exceptNumber, floor: similarityFloor(frequency.cases) };
        return {
          cases: await rankCases(session, weights, frequency.casesWith, which),
          ...(await findAnswers(services, actor, weights, frequency.cases)),
        };
      },
      { ...defaultLimits, ...limits },
    );
  } catch (error) {
    if (error instanceof CaseError && ['too-broad', 'busy'].includes(error.code)) return { cases: [], ...noAnswers };
    throw error;
  }
}

/** Tells whether there is nothing to show. */
export function isNothing({ cases, defects, incidents }: SimilarCases): boolean {
  return cases.length + defects.length + incidents.length === 0;
}

/** The cases that are compared, and what they must score to be shown. */
export interface Ranked {
  scope: Scope;
  exceptNumber: number | null;
  floor: number;
}

/**
 * Ranks the cases that share words with a new one: adds up its rarest words by the index alone, then compares all words of the best candidates.
 * @param weights of the words of the new case, the heaviest first
 * @param casesWith number of cases with each word
 */
export async function rankCases(
  session: SearchSession,
  weights: WordWeights,
  casesWith: ReadonlyMap<string, number>,
  { scope, exceptNumber, floor }: Ranked,
  limit = maxShown,
): Promise<SimilarCase[]> {
  const all = new Map([...weights].filter(([word]) => (casesWith.get(word) ?? 0) > 0).slice(0, maxWords));
  const rare = rareWords(all, casesWith);
  if (rare.size === 0) return [];
  return session.query<SimilarCase>(sql`
    with candidates as materialized (
      select match.case_id
      from unnest(${[...rare.keys()].map((word) => withinAccounts(quoteLexeme(word), scope))}::text[], ${[...rare.values()]}::float8[]) rare (query, weight)
      cross join lateral (select d.case_id from visible_document d where d.words @@ rare.query::tsquery limit ${maxMatches}) match
      group by match.case_id order by sum(rare.weight) desc, match.case_id desc limit ${maxCandidates}
    ),
    scored as (
      select d.case_id, sum(w.weight * ${saturation}) score
      from candidates join visible_document d using (case_id)
      cross join lateral (
        select lexeme, cardinality(array_positions(weights, 'A')) + cardinality(array_positions(weights, 'B')) times, count(*) over () length
        from unnest(d.words) where weights && '{A,B}'
      ) word
      join unnest(${[...all.keys()]}::text[], ${[...all.values()]}::float8[]) w (lexeme, weight) on w.lexeme = word.lexeme
      group by d.case_id
    )
    select c.number, c.subject, c.status, c.close_reason "closeReason", a.name "accountName", c.updated_at "updatedAt"
    from scored join "case" c on c.id = scored.case_id join account a on a.id = c.account_id
    where ${withinScope(scope)} and scored.score >= ${floor} and c.number is distinct from ${exceptNumber}::int
    order by scored.score desc, c.id desc limit ${limit}`);
}

/** Picks the rarest words, of which the candidates must have at least one. */
function rareWords(weights: WordWeights, casesWith: ReadonlyMap<string, number>): WordWeights {
  let matches = 0;
  return new Map(
    [...weights].filter(([word], index) => {
      matches += casesWith.get(word) ?? 0;
      return index === 0 || matches <= maxMatches;
    }),
  );
}

/** BM25 with k1 0.6 and b 0.3: a word that is repeated counts a little more, and one of a long text a little less; 30 words are usual. */
const saturation = sql`(1.6 * word.times / (word.times + 0.6 * (0.7 + 0.3 * word.length / 30.0)))`;
