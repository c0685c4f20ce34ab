// Decides how much two texts have in common. Every word they share counts by how rare it is (BM25 without its global statistics), and words
// of the subject count more. Measured against trigrams and hybrids of both by `npm run bench -- bench.json similar`.
import { prepareText } from './prepare-text.ts';
import { stemsOf } from './stems.ts';
import { isStopWord } from './stop-words.ts';

/** A new case as far as it is typed. */
export interface TypedCase {
  subject: string;
  description: string;
}

/** The weight of each word of a text, by the word's stem. */
export type WordWeights = ReadonlyMap<string, number>;

/** A word of the subject counts this much more than one of the description. */
const subjectFactor = 1.5;
/** Characters that are read: people paste whole logs, and the first of them say what they are about. */
const maxLength = 4000;
/**
 * Cases that are assumed at least. With few cases, a word of one of them counts as rare, and a word of more is scaled up: of six cases
 * that all "began on Monday", none is similar to another for that.
 */
const minCases = 500;
const fewCases = 1;
/**
 * What two cases must have in common, above what they have by chance. Chosen by the labeled set, where three of four cases that are shown
 * are about the same, and two of three new cases are shown one.
 */
const floor = { cases: 10, answers: 8 };

/** Lists the words of a new case that say what it is about, with the weight of their field. @param description plain text */
export function aboutWords({ subject, description }: TypedCase): WordWeights {
  const words = new Map<string, number>();
  // of a word with two stems, that of its singular or infinitive, which all its forms have: each word counts once
  const baseStems = (text: string) => wordsIn(text).flatMap((stems) => stems.slice(-1));
  for (const word of baseStems(description.slice(0, maxLength))) words.set(word, 1);
  for (const word of baseStems(subject)) words.set(word, subjectFactor);
  return words;
}

/** Lists the stems of a text, without stop words and single letters. */
export function stemsIn(text: string): ReadonlySet<string> {
  return new Set(wordsIn(text).flat());
}

/** The stems of each word. */
function wordsIn(text: string): (readonly string[])[] {
  const lexemes = prepareText(text).flatMap((token) => token.lexemes);
  return lexemes.filter((word) => !isStopWord(word)).map((word) => stemsOf(word).filter((stem) => stem.length > 1));
}

/**
 * Weighs words by how rare they are in cases, the heaviest first.
 * @param casesWith number of cases with each word; words that are absent are in none of them
 * @param cases number of all cases
 */
export function weighWords(words: WordWeights, casesWith: ReadonlyMap<string, number>, cases: number): WordWeights {
  const all = Math.max(cases, minCases);
  const weighed = [...words].map(([word, weight]): [string, number] => {
    const found = casesWith.get(word) ?? 0;
    const having = Math.max(found, ((found - fewCases) * all) / Math.max(cases, 1));
    return [word, weight * Math.log(1 + Math.max(all - having + 0.5, 0) / (having + 0.5))];
  });
  return new Map(weighed.sort(([, one], [, other]) => other - one));
}

/**
 * Tells what a case must score to be shown. The more cases there are, the more of them share a few rare words by chance, so the floor rises
 * with the logarithm of their number.
 */
export function similarityFloor(cases: number): number {
  return Math.log(Math.max(cases, minCases)) + floor.cases;
}

/** Tells what a defect or an incident must score. Their texts are shorter, and there are fewer of them. */
export function answerFloor(cases: number): number {
  return Math.log(Math.max(cases, minCases)) + floor.answers;
}

/** Scores a short text against the words of a case. */
export function overlap(weights: WordWeights, stems: ReadonlySet<string>): number {
  return [...weights].reduce((sum, [word, weight]) => (stems.has(word) ? sum + weight : sum), 0);
}
