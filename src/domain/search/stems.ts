// English word stems: the forms under which "quizzes", "quiz" and "quizzing" meet.
import { singularize } from 'inflection';
import { stemmer } from 'stemmer';
import { irregularVerbs } from './irregular-verbs.ts';

/** Plurals that `inflection` does not know. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['alumni', 'alumnus'],
  ['analyses', 'analysis'],
  ['appendices', 'appendix'],
  ['curricula', 'curriculum'],
  ['schemata', 'schema'],
  ['syllabi', 'syllabus'],
]);

/** Words whose Porter stem is another word: without this, "news" would find every "new". */
const unchanged = new Set(['news', 'gas', 'lens']);

/** Stemming takes microseconds and a text repeats its words, so stems are remembered. The limit is a few megabytes. */
const maxRemembered = 20_000;
const remembered = new Map<string, readonly string[]>();

/**
 * Returns the stems of a word; two words are forms of one if they share a stem. There are two at most: of the word and of its singular.
 *
 * Both libraries are MIT, typed, without dependencies, ES modules or loadable as such on Node 20.19: `stemmer` (Porter's algorithm, 36 kB)
 * handles endings such as -ing and -ed; `inflection` (136 kB) knows irregular plurals such as children and quizzes, which no stemming
 * algorithm does. `snowball-stemmers` and `pluralize` have no types, and `natural` brings 30 packages, database drivers among them.
 * @param word folded (`foldLetters`)
 */
export function stemsOf(word: string): readonly string[] {
  if (word.length < 3 || unchanged.has(word) || !/^[a-z]+$/.test(word)) return [word];
  const known = remembered.get(word);
  if (known) return known;
  const singular = irregular.get(word) ?? irregularVerbs.get(word) ?? singularize(word);
  const stems = [...new Set([porter(word), porter(singular.toLowerCase())])];
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(word, stems);
  return stems;
}

/** Porter's algorithm keeps the double letter of "quizzing". */
function porter(word: string): string {
  return stemmer(word).replace(/zz$/, 'z');
}
