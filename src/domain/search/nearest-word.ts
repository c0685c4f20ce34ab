// "Did you mean": the word that somebody probably meant, and the value that comes nearest to a wrong one.
import { editDistance } from '../text/edit-distance.ts';
import { foldText } from './fold-text.ts';

/** The most typos a word can have and still be recognized. */
const maxTypos = 2;

/** A word that could have been meant. */
export interface Candidate {
  word: string;
  /** how many texts have it */
  count: number;
}

/**
 * Finds the word that was probably meant: the one with the fewest typos, the same first letter, and in the most texts, in this order.
 * @param typed one word, in any letter case
 * @param candidates words that exist in what the person may see
 * @returns null if no word is near; short words may have one typo only, because two would make them any other word
 */
export function nearestWord(typed: string, candidates: Iterable<Candidate>): string | null {
  const word = foldText(typed);
  const max = word.length < 3 ? 0 : word.length < 6 ? 1 : maxTypos;
  let best: (Candidate & { typos: number; sameStart: boolean }) | null = null;
  for (const { word: candidate, count } of candidates) {
    const folded = foldText(candidate);
    const typos = folded === word || count <= 0 ? Infinity : editDistance(word, folded, max);
    if (typos > max || (/\d/.test(word) && typos > 0 && /^\d+$/.test(word))) continue;
    const one = { word: candidate, count, typos, sameStart: folded[0] === word[0] };
    if (best === null || isNearer(one, best)) best = one;
  }
  return best?.word ?? null;
}

type Rated = Candidate & { typos: number; sameStart: boolean };

function isNearer(one: Rated, other: Rated): boolean {
  if (one.typos !== other.typos) return one.typos < other.typos;
  if (one.sameStart !== other.sameStart) return one.sameStart;
  return one.count === other.count ? one.word < other.word : one.count > other.count;
}

/**
 * Finds the value that comes nearest to a wrong one, such as `Pending Customer Input` for "pendign": by its beginning, by one of its words,
 * or with few typos.
 * @returns null if none is near
 */
export function nearestValue(typed: string, values: readonly string[]): string | null {
  const wanted = foldText(typed).replace(/[\s_-]+/g, ' ');
  if (wanted === '') return null;
  const max = wanted.length < 3 ? 1 : Math.min(Math.floor(wanted.length / 3) + 1, 3);
  const rated = values.map((value) => ({ value, typos: Math.min(...formsOf(value, wanted.length).map((form) => editDistance(wanted, form, max))) })); // prettier-ignore
  const [nearest] = rated.sort((one, other) => one.typos - other.typos);
  return nearest && nearest.typos <= max ? nearest.value : null;
}

/** What a value is compared with: the whole, each of its words, and as much of its beginning as was typed. */
function formsOf(value: string, length: number): string[] {
  const folded = foldText(value).replace(/[\s_-]+/g, ' ');
  return [folded, ...folded.split(' '), ...(length >= 4 ? [folded.slice(0, length)] : [])];
}
