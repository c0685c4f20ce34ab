// English word stems: the forms under which "quizzes", "quiz" and "quizzing" meet.
import { singularize } from 'inflection';
import { stemmer } from 'stemmer';
import { irregularVerbs } from './irregular-verbs.ts';

/** Words whose Porter stem is another word: without this, "news" would find every "new", and "important" every "import". */
const wholeWords = new Set(
  `alias atlas bias business canvas christmas customer evening gas general generic important internal international iris lens media news
  paste physics universe university`.split(/\s+/),
);

/** Forms that `inflection` and Porter's algorithm do not know, or take for those of another word. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['addenda', 'addendum'],
  ['alumnae', 'alumna'],
  ['alumni', 'alumnus'],
  ['analyses', 'analysis'],
  ['appendices', 'appendix'],
  ['bused', 'bus'],
  ['busing', 'bus'],
  ['bussed', 'bus'],
  ['busses', 'bus'],
  ['bussing', 'bus'],
  ['cacti', 'cactus'],
  ['calculi', 'calculus'],
  ['chairmen', 'chairman'],
  ['curricula', 'curriculum'],
  ['emphases', 'emphasis'],
  ['foci', 'focus'],
  ['formulae', 'formula'],
  ['freshmen', 'freshman'],
  ['fungi', 'fungus'],
  ['gases', 'gas'],
  ['generally', 'general'],
  ['importance', 'important'],
  ['importantly', 'important'],
  ['internally', 'internal'],
  ['internationally', 'international'],
  ['loci', 'locus'],
  ['memoranda', 'memorandum'],
  ['nuclei', 'nucleus'],
  ['pasted', 'paste'],
  ['pasting', 'paste'],
  ['phenomena', 'phenomenon'],
  ['practica', 'practicum'],
  ['radii', 'radius'],
  ['schemata', 'schema'],
  ['stimuli', 'stimulus'],
  ['syllabi', 'syllabus'],
  ['underclassmen', 'underclassman'],
  ['upperclassmen', 'upperclassman'],
]);

/** Plurals in -us. Any other noun in -us is a singular. */
const pluralsInUs = new Set(['cpus', 'emus', 'gnus', 'gpus', 'gurus', 'haikus', 'menus', 'skus', 'submenus', 'tofus', 'tutus']);

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
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return [word];
  const known = remembered.get(word);
  if (known) return known;
  const stems = readStems(word);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(word, stems);
  return stems;
}

function readStems(word: string): readonly string[] {
  if (isWhole(word)) return [word];
  const base = irregular.get(word);
  if (base !== undefined) return [isWhole(base) ? base : porter(base)];
  // "previously" has the stem "previous"
  if (word.endsWith('ous')) return [...new Set([porter(word), word])];
  const singular = irregularVerbs.get(word) ?? singularOf(word);
  return isWhole(singular) ? [singular] : [...new Set([porter(word), porter(singular)])];
}

/** Whether a word is its own stem. Porter's algorithm takes the -s of "walrus" for a plural, and then misses "walruses". */
function isWhole(word: string): boolean {
  return wholeWords.has(word) || (/[^ao]us$/.test(word) && !pluralsInUs.has(word));
}

function singularOf(word: string): string {
  // the shorter "fuses" and "abuses" are forms of "fuse" and "abuse"
  const isOfUs = (/.{3}uses$/.test(word) || word === 'pluses') && isWhole(word.slice(0, -2));
  return isOfUs ? word.slice(0, -2) : singularize(word).toLowerCase();
}

/** Porter's algorithm, without its double letter in "quizzing", and without short stems that are another word. */
function porter(word: string): string {
  const stem = stemmer(word).replace(/zz$/, 'z');
  if (!/^[a-z][^aeiouy]$/.test(stem) || !/(?:e|es|ed|ing)$/.test(word)) return stem;
  // "use" is not "us", "age" is not "ag", and "adding" belongs to "add"
  return `${stem}${word[2] === stem[1] ? stem[1] : 'e'}`;
}
