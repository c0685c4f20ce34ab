// Reads the words of a search: what they are looked for as, and whether they are a case number.
import { parseCaseNumber } from '../case-number.ts';
import type { CaseQuery, Filter } from '../case-query.ts';
import { foldText } from './fold-text.ts';
import type { Scanned } from './scan-query.ts';
import type { Term } from './search-terms.ts';
import { splitText } from './split-text.ts';

/** Limits with which a search fits into the value of a button. */
const maxWords = 40;
const maxWordLength = 100;
const maxPhraseLength = 400;
const maxLength = 1200;
/** The most signs such as "%" that are looked for in the subject. */
const maxSigns = 5;

/** What the words of a search mean. */
type ReadWords = Pick<CaseQuery, 'words' | 'named' | 'filters' | 'shortened'>;

/** Reads a word or a phrase. @param isPasted the text was not written as a search, so that a dash in front excludes nothing */
export function wordTerm({ values: [value], negated }: Scanned, isPasted: boolean): Term {
  const { text = '', quoted = false } = value ?? {};
  const isBeginning = !quoted && text.endsWith('*') && isWordStart(text.slice(0, -1));
  const word = isBeginning ? text.slice(0, -1) : text;
  return { kind: quoted ? 'phrase' : 'word', text: word, negated: negated && (quoted || !isPasted), prefix: isBeginning };
}

/** Tells whether a text can be the beginning of a word: it ends with a letter or a digit, and has another one. */
function isWordStart(text: string): boolean {
  return /[\p{L}\p{N}]$/u.test(text) && /[\p{L}\p{N}]/u.test(text.replace(/.$/su, ''));
}

/** Reads the words of a search. @param isTyping the last word can be the beginning of one */
export function readWords(terms: readonly Term[], isTyping: boolean): ReadWords {
  const searchable = distinct(terms.filter(({ text }) => splitText(text).pieces.length > 0));
  if (searchable.length === 0) return { words: [], named: null, filters: signFilters(terms), shortened: false };
  const { numbers, others } = leadingNumbers(searchable);
  const last = caseNumberOf(others);
  if (last?.isCertain) return { words: [], named: null, filters: numberFilters([...numbers, ...last.numbers]), shortened: false };
  const { words, shortened } = shortenedWords(others);
  return {
    words: isTyping && !shortened ? withBeginning(words) : words,
    named: numbers.length === 0 ? (last?.numbers[0] ?? null) : null,
    filters: numberFilters(numbers),
    shortened,
  };
}

function numberFilters(numbers: readonly number[]): Filter[] {
  if (numbers.length === 0) return [];
  return [{ field: 'number', operator: 'any-of', value: [...new Set(numbers)], negated: false }];
}

/** Reads the case numbers in front of other words. */
function leadingNumbers(terms: readonly Term[]): { numbers: number[]; others: readonly Term[] } {
  const numbers: number[] = [];
  let others = terms;
  for (;;) {
    const [first, second] = others;
    const isNumber = first?.kind === 'word' && !first.negated && !first.prefix && /^cb/i.test(first.text);
    if (!isNumber || others.length < 2) return { numbers, others };
    const whole = parseCaseNumber(first.text);
    // “CB 10004 attendance”
    const split = whole === null && second?.kind === 'word' && /^cb$/i.test(first.text) && others.length > 2;
    const number = split ? parseCaseNumber(`${first.text} ${second.text}`) : whole;
    if (number === null) return { numbers, others };
    numbers.push(number);
    others = others.slice(split ? 2 : 1);
  }
}

/** Looks for signs such as "%" in the subject, because no word has them. */
function signFilters(terms: readonly Term[]): Filter[] {
  return terms
    .filter(({ text, negated }) => foldText(text) !== '' && !negated)
    .slice(0, maxSigns)
    .map(({ text }) => ({ field: 'subject', operator: 'contains', value: text.slice(0, maxWordLength), negated: false }));
}

function withBeginning(words: readonly Term[]): readonly Term[] {
  const last = words.at(-1);
  const isWord = last?.kind === 'word' && !last.negated && isWordStart(last.text);
  return isWord ? [...words.slice(0, -1), { ...last, prefix: true }] : words;
}

/** Leaves out repeated words. */
function distinct(terms: readonly Term[]): Term[] {
  const known = new Set<string>();
  return terms.filter(({ kind, negated, text }) => {
    const key = `${kind} ${negated} ${text.toLowerCase()}`;
    return !known.has(key) && known.add(key);
  });
}

/** Leaves out the words at the end of a text that is too long for a search. */
function shortenedWords(terms: readonly Term[]): { words: Term[]; shortened: boolean } {
  const words: Term[] = [];
  let length = 0;
  for (const term of terms) {
    const isLong = term.kind === 'word' && term.text.length > maxWordLength;
    const text = clip(term.text, isLong ? maxWordLength : maxPhraseLength);
    length += text.length + 3;
    if (words.length >= maxWords || length > maxLength) return { words, shortened: true };
    words.push({ ...term, text, prefix: term.prefix || isLong });
  }
  return { words, shortened: false };
}

function clip(text: string, max: number): string {
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

/** What people put around a case number. */
const around = /^[([{<*_~|]+|[\])}>*_~|.,;:!?]+$/gu;

/** The longest word that is read as case numbers, such as `(CB-10004,CB-10005)`. */
const maxNumberLength = 200;
/** The most case numbers in one search. */
const maxNumbers = 12;

/** Reads words that are case numbers, or a plain number. @returns isCertain: written as case numbers, so that they cannot be anything else */
function caseNumberOf(terms: readonly Term[]): { numbers: number[]; isCertain: boolean } | null {
  const isPlain = terms.every(
    ({ kind, text, negated, prefix }) => kind === 'word' && text.length <= maxNumberLength && !negated && !prefix,
  );
  if (terms.length === 0 || terms.length > maxNumbers || !isPlain) return null;
  const text = terms.map((term) => term.text.replace(around, '')).join(' ').replace(/^(?:case|ticket)\s+(?:(?:number|no)\s+)?/i, ''); // prettier-ignore
  const list = text.replace(/\b(cb)\s+(?=[-\u2010-\u2015\u2212\d])/giu, '$1').split(/[\s,;]+/).filter((one) => one !== ''); // prettier-ignore
  const numbers = list.flatMap((one) => parseCaseNumber(one) ?? []);
  if (list.length === 0 || numbers.length < list.length) return null;
  const isCertain = list.every((one) => /^(cb|#)/i.test(one));
  return isCertain || list.length === 1 ? { numbers: [...new Set(numbers)], isCertain } : null;
}
