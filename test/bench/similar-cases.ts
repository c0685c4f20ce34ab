// Compares ways to find similar cases, by the labeled set in similar/: each of its cases is typed as if it were new, and the other cases of
// its topic should come first. Prints precision at 3 (of three shown, how many are of the topic) and the time, then what each floor would
// show. Deterministic but for the times. `npm run bench -- similar`.
import { alignColumns } from '../../src/cli/align-columns.ts';
import type { Database } from '../../src/db/client.ts';
import { Prisma } from '../../src/db/generated/client.ts';
import type { Contact } from '../../src/domain/person.ts';
import { quoteLexeme } from '../../src/domain/search/prepare-text.ts';
import { aboutWords, similarityFloor, weighWords } from '../../src/domain/search/similarity.ts';
import { scopeOf } from '../../src/usecases/scope.ts';
import { rankCases } from '../../src/usecases/search/similar-cases.ts';
import type { SearchSession } from '../../src/usecases/search/search-session.ts';
import { wordFrequency } from '../../src/usecases/search/word-frequency.ts';
import { makeDistrict } from './fixtures.ts';
import { median } from './measure.ts';
import { loadCases, type LoadedCase } from './similar/load-cases.ts';
import { noiseCases } from './similar/noise.ts';
import { labeledCases } from './similar/parse-cases.ts';

const { sql, raw } = Prisma;

/** Finds the numbers of the most similar cases, the best first. */
type Method = (query: LoadedCase, limit: number) => Promise<number[]>;

/** Runs the comparison and prints it. */
export async function benchSimilarCases(db: Database): Promise<void> {
  const contact = await makeDistrict(db);
  const labeled = labeledCases();
  const loaded = await loadCases(db, contact, [...labeled, ...noiseCases()]);
  const queries = loaded.filter(({ topic }) => topic !== null);
  const topics = new Map(loaded.map(({ number, topic }) => [number, topic]));
  const pairs = queries.reduce((sum, { topic, number }) => sum + queries.filter((other) => other.topic === topic && other.number !== number).length, 0); // prettier-ignore
  console.log(`${loaded.length} cases, ${queries.length} queries, ${pairs} relevant pairs\n`);
  const lines = [];
  for (const [name, method] of Object.entries(methodsOf(db, contact))) {
    const [times, found]: [number[], boolean[][]] = [[], []];
    for (const query of queries) {
      const from = performance.now();
      const numbers = (await method(query, 3)).slice(0, 3);
      times.push(performance.now() - from);
      found.push(numbers.map((number) => topics.get(number) === query.topic));
    }
    const precision = found.flat().filter(Boolean).length / (3 * queries.length);
    const anyOf = found.filter((hits) => hits.some(Boolean)).length / queries.length;
    lines.push([name, precision.toFixed(3), anyOf.toFixed(2), `${median(times).toFixed(1)} ms`]);
  }
  console.log(alignColumns([['method', 'precision at 3', 'one of three right', 'median'], ...lines]));
  await printFloors(db, contact, loaded.slice(0, labeled.length), topics);
}

/** Shows what a floor costs, and how often it shows something for cases that have no similar one but share words with some. */
async function printFloors(
  db: Database,
  contact: Contact,
  queries: readonly LoadedCase[],
  topics: ReadonlyMap<number, string | null>,
): Promise<void> {
  const chosen = similarityFloor(topics.size);
  const lines = [];
  for (const above of [-20, -4, -2, -1, 0, 1, 2, 4, 6]) {
    const [shown, right, without, alone] = [[] as number[], [] as number[], [] as boolean[], [] as boolean[]];
    for (const query of queries) {
      const numbers = await rank(db, contact, query, 3, chosen + above);
      if (query.topic === null) alone.push(numbers.length > 0);
      else {
        shown.push(numbers.length);
        right.push(numbers.filter((number) => topics.get(number) === query.topic).length);
        without.push(numbers.length === 0);
      }
    }
    const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
    const share = (flags: boolean[]): string => (flags.filter(Boolean).length / flags.length).toFixed(2);
    const precision = (sum(right) / sum(shown)).toFixed(2);
    const label = above === 0 ? `${chosen.toFixed(1)} (used)` : (chosen + above).toFixed(1);
    lines.push([label, precision, share(right.map((count) => count > 0)), share(without), share(alone)]);
  }
  const head = ['floor', 'right of those shown', 'queries with a right one', 'with none', 'shown though none is similar'];
  console.log(`\n${alignColumns([head, ...lines])}`);
}

async function rank(db: Database, contact: Contact, query: LoadedCase, limit: number, floor: number): Promise<number[]> {
  const session: SearchSession = { query: (statement) => db.prisma.$queryRaw(statement) };
  const words = aboutWords(query);
  const { cases, casesWith } = await wordFrequency(session, [...words.keys()]);
  const weights = weighWords(words, casesWith, cases);
  const which = { scope: scopeOf(contact), exceptNumber: query.number, floor };
  return (await rankCases(session, weights, casesWith, which, limit)).map(({ number }) => number);
}

/** The ways to find similar cases; the last are combinations. */
function methodsOf(db: Database, contact: Contact): Record<string, Method> {
  const numbers = async (statement: Prisma.Sql): Promise<number[]> =>
    (await db.prisma.$queryRaw<{ number: number }[]>(statement)).map(({ number }) => number);
  const fullText =
    (order: string): Method =>
    (query, limit) => {
      const tsquery = [...aboutWords(query).keys()].map(quoteLexeme).join(' | ');
      return numbers(sql`
        select c.number from search_document d join "case" c on c.id = d.case_id, (select ${tsquery}::tsquery q) typed
        where d.words @@ q and d.account_id = ${contact.accountId} and c.number <> ${query.number}
        order by ${raw(order)} desc, c.id desc limit ${limit}`);
    };
  const trigrams =
    (score: string): Method =>
    (query, limit) =>
      numbers(sql`
        select c.number from search_document d join "case" c on c.id = d.case_id,
          (select lower(${query.subject}) subject, lower(${`${query.subject} ${query.description}`}) text) typed
        where d.account_id = ${contact.accountId} and c.number <> ${query.number} order by ${raw(score)} desc, c.id desc limit ${limit}`);
  const byRarity: Method = (query, limit) => rank(db, contact, query, limit, 0);
  const byTrigrams = trigrams(`similarity(typed.text, lower(c.subject || ' ' || c.description))`);
  return {
    'full text, ts_rank': fullText('ts_rank(d.words, q)'),
    'full text, ts_rank, by length': fullText('ts_rank(d.words, q, 1)'),
    'full text, ts_rank, same weights': fullText(`ts_rank('{1,1,1,1}', d.words, q)`),
    'full text, ts_rank_cd': fullText('ts_rank_cd(d.words, q)'),
    'full text by rarity (used)': byRarity,
    'trigrams of the subject': trigrams('similarity(typed.subject, d.subject)'),
    'trigrams of the subject in the text': trigrams(`word_similarity(typed.subject, lower(c.subject || ' ' || c.description))`),
    'trigrams of the text': byTrigrams,
    'hybrid, ranks 2:1': reciprocalRanks(byRarity, byTrigrams, 2),
    'hybrid, ranks 1:1': reciprocalRanks(byRarity, byTrigrams, 1),
  };
}

/** Combines two rankings by the reciprocal of the ranks. @param factor how much more the first one counts */
function reciprocalRanks(first: Method, second: Method, factor: number): Method {
  return async (query, limit) => {
    const scores = new Map<number, number>();
    for (const [method, weight] of [
      [first, factor],
      [second, 1],
    ] as const)
      // prettier-ignore
      for (const [place, number] of (await method(query, 50)).entries())
        scores.set(number, (scores.get(number) ?? 0) + weight / (20 + place));
    return [...scores].sort(([, one], [, other]) => other - one).slice(0, limit).map(([number]) => number); // prettier-ignore
  };
}
