// Turns the words of a search into a tsquery over the vectors of prepare-text.ts. The same patterns mark the matches in a passage.
import { quoteLexeme } from './prepare-text.ts';
import { splitText, type SplitText } from './split-text.ts';
import { stemsOf } from './stems.ts';
import { isStopWord, particles } from './stop-words.ts';

/** A word or a quoted phrase of a search. */
export interface Term {
  kind: 'word' | 'phrase';
  /** as it was typed, without quotation marks and signs */
  text: string;
  /** must not be found */
  negated: boolean;
  /** also finds words that begin with its last word, as while somebody types */
  prefix: boolean;
}

/** A word of a pattern. */
export interface Step {
  /** any of these */
  lexemes: readonly string[];
  /** or anything that begins so */
  prefix: string | null;
}

/** Words that must follow each other. */
export type Pattern = readonly Step[];

/** What one term finds: any of its patterns. */
export interface TermPatterns {
  negated: boolean;
  patterns: readonly Pattern[];
}

/**
 * Returns what each term finds. Terms without a letter or a digit are left out, and so are stop words, unless the search has nothing else.
 */
export function termPatterns(terms: readonly Term[]): TermPatterns[] {
  const prepared = terms
    .map((term) => ({ ...term, split: splitText(term.text) }))
    .filter(({ split }) => split.pieces.length > 0)
    .map((term) => ({ ...term, isStop: isStop(term) }));
  const onlyStops = prepared.every(({ isStop: stop, negated }) => stop || negated);
  const isPasted = prepared.length > maxCompoundTerms;
  return prepared.flatMap((term, index): TermPatterns[] => {
    if (term.isStop && !onlyStops) return [];
    const patterns =
      term.kind === 'phrase'
        ? phrasePatterns(term.split, term.prefix)
        : isPasted
          ? asWritten(term.split, term.prefix)
          : [...wordPatterns(term.split, term.prefix), ...neighborPatterns(prepared[index - 1], term, prepared[index + 1])];
    return [{ negated: term.negated, patterns }];
  });
}

/** Writes one tsquery per term. */
function termQueries(terms: readonly Term[]): { query: string; negated: boolean }[] {
  return termPatterns(terms).map(({ negated, patterns }) => ({ query: patternsQuery(patterns), negated }));
}

/** Writes all terms as one tsquery, for `$1::tsquery`. @returns null when there is nothing to search for */
export function toTsquery(terms: readonly Term[]): string | null {
  const queries = [...new Set(termQueries(terms).map(({ query, negated }) => (negated ? `!(${query})` : `(${query})`)))];
  return queries.length === 0 ? null : queries.join(' & ');
}

function patternsQuery(patterns: readonly Pattern[]): string {
  return [...new Set(patterns.map((pattern) => pattern.map(stepQuery).join(' <-> ')))].join(' | ');
}

function stepQuery({ lexemes, prefix }: Step): string {
  const options = [...lexemes.map(quoteLexeme), ...(prefix === null ? [] : [`${quoteLexeme(prefix)}:*`])];
  return options.length === 1 ? (options[0] ?? '') : `(${options.join(' | ')})`;
}

type Prepared = Term & { split: SplitText; isStop: boolean };

function isStop({ kind, split, prefix, negated }: Term & { split: SplitText }): boolean {
  const [first, ...others] = split.pieces;
  return kind === 'word' && !prefix && !negated && others.length === 0 && first?.signed === null && isStopWord(first.word);
}

function stepOf(word: string, prefix = false): Step {
  return { lexemes: stemsOf(word), prefix: prefix ? word : null };
}

/** The pieces of a text one after the other. */
function inOrder({ pieces }: SplitText, prefix: boolean): Pattern {
  return pieces.map(({ word, signed }, index) =>
    signed === null ? stepOf(word, prefix && index === pieces.length - 1) : { lexemes: [signed], prefix: null },
  );
}

/** A word as it is: its parts in order, or joined. */
function asWritten(split: SplitText, prefix: boolean): Pattern[] {
  const whole = split.joins.filter(({ first, last }) => first === 0 && last === split.pieces.length - 1);
  return [inOrder(split, prefix), ...whole.map(({ word }) => [stepOf(word, prefix)])];
}

/** A word as it is, or as two words. */
function wordPatterns(split: SplitText, prefix: boolean): Pattern[] {
  const [only, ...others] = split.pieces;
  const isPlain = only && others.length === 0 && only.signed === null;
  return [...asWritten(split, prefix), ...(isPlain ? asTwoWords(only.word) : [])];
}

/** The words of a longer search, which was pasted, are looked for only as they are written: there is no need to guess, and it is faster. */
const maxCompoundTerms = 10;

/** The shortest part of a word that is looked for as two: shorter ones are endings more often than words. */
const minPart = 3;

/** "gradebook" as "grade book", "login" as "log in". Nobody has to know which parts are words: a pair that no text has costs a lookup. */
function asTwoWords(word: string): Pattern[] {
  if (!/^[a-z]{5,24}$/.test(word)) return [];
  return Array.from({ length: word.length - 1 }, (_, index): [string, string] => [
    word.slice(0, index + 1),
    word.slice(index + 1),
  ])
    .filter(([first, second]) => first.length >= minPart && !isStopWord(first) && isSecondPart(second))
    .map(([first, second]) => [stepOf(first), stepOf(second)]);
}

function isSecondPart(word: string): boolean {
  return particles.has(word) || (word.length >= minPart && !isStopWord(word));
}

/** "grade book" as "gradebook": a word is also found where it is written together with its neighbor. */
function neighborPatterns(before: Prepared | undefined, term: Prepared, after: Prepared | undefined): Pattern[] {
  const pairs = [...(before ? [[before, term] as const] : []), ...(after ? [[term, after] as const] : [])];
  return pairs.flatMap(([first, second]) => {
    const words = [singleWord(first), singleWord(second)];
    return words.every((word) => word !== null) ? [[stepOf(words.join(''), second.prefix)]] : [];
  });
}

function singleWord({ kind, negated, split }: Prepared): string | null {
  const [only, ...others] = split.pieces;
  return kind === 'word' && !negated && only && others.length === 0 && only.signed === null ? only.word : null;
}

/** The most words of a phrase that are also looked for written together. */
const maxPhrase = 8;

function phrasePatterns(split: SplitText, prefix: boolean): Pattern[] {
  const steps = inOrder(split, prefix);
  const { pieces } = split;
  if (pieces.length === 1) return wordPatterns(split, prefix);
  if (pieces.length > maxPhrase) return [steps];
  const joined = pieces.slice(1).flatMap(({ word, signed }, index): Pattern[] => {
    const before = pieces[index];
    if (!before || before.signed !== null || signed !== null) return [];
    const isLast = index + 2 === pieces.length;
    return [[...steps.slice(0, index), stepOf(`${before.word}${word}`, prefix && isLast), ...steps.slice(index + 2)]];
  });
  return [steps, ...joined];
}
