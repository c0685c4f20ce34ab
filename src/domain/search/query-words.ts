// Reads the words of a search: what they are looked for as, and whether they are a case number.
import { parseCaseNumber } from '../case-number.ts';
import type { CaseQuery, Filter } from '../case-query.ts';
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
  const isBeginning = !quoted && /[\p{L}\p{N}]{2}\*$/u.test(text);
  const word = isBeginning ? text.slice(0, -1) : text;
  return { kind: quoted ? 'phrase' : 'word', text: word, negated: negated && !isPasted, prefix: isBeginning };
}

/** Reads the words of a search. @param isTyping the last word can be the beginning of one */
export function readWords(terms: readonly Term[], isTyping: boolean): ReadWords {
  const number = caseNumberOf(terms);
  if (number?.isCertain) {
    const filter: Filter = { field: 'number', operator: 'any-of', value: number.numbers, negated: false };
    return { words: [], named: null, filters: [filter], shortened: false };
  }
  const searchable = terms.filter(({ text }) => splitText(text).pieces.length > 0);
  if (searchable.length === 0) return { words: [], named: null, filters: signFilters(terms), shortened: false };
  const { words, shortened } = shortenedWords(searchable);
  return {
    words: isTyping && !shortened ? withBeginning(words) : words,
    named: number?.numbers[0] ?? null,
    filters: [],
    shortened,
  };
}

/** Looks for signs such as "%" in the subject, because no word has them. */
function signFilters(terms: readonly Term[]): Filter[] {
  return terms
    .filter(({ text, negated }) => text !== '' && !negated)
    .slice(0, maxSigns)
    .map(({ text }) => ({ field: 'subject', operator: 'contains', value: text.slice(0, maxWordLength), negated: false }));
}

function withBeginning(words: readonly Term[]): readonly Term[] {
  const last = words.at(-1);
  const isWord = last?.kind === 'word' && !last.negated && /[\p{L}\p{N}]{2}$/u.test(last.text);
  return isWord ? [...words.slice(0, -1), { ...last, prefix: true }] : words;
}

/** Leaves out repeated words, and those at the end of a text that is too long for a search. */
function shortenedWords(terms: readonly Term[]): { words: Term[]; shortened: boolean } {
  const known = new Set<string>();
  const words: Term[] = [];
  let length = 0;
  for (const term of terms) {
    const key = `${term.kind} ${term.negated} ${term.text.toLowerCase()}`;
    if (known.has(key)) continue;
    known.add(key);
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

/** The most case numbers in one search. */
const maxNumbers = 12;

/** Reads words that are case numbers, or a plain number. @returns isCertain: written as case numbers, so that they cannot be anything else */
function caseNumberOf(terms: readonly Term[]): { numbers: number[]; isCertain: boolean } | null {
  const isPlain = terms.every(({ kind, negated, prefix }) => kind === 'word' && !negated && !prefix);
  if (terms.length === 0 || terms.length > maxNumbers || !isPlain) return null;
  const text = terms.map((term) => term.text).join(' ').replace(/^\(+|[.,;:!?)\s]+$/gu, ''); // prettier-ignore
  const list = text.replace(/\b(cb|#)\s+(?=[-\d])/giu, '$1').split(/[\s,;]+/);
  const numbers = list.flatMap((one) => parseCaseNumber(one) ?? []);
  if (numbers.length < list.length) return null;
  const isCertain = list.every((one) => /^(cb|#)/i.test(one));
  return isCertain || list.length === 1 ? { numbers: [...new Set(numbers)], isCertain } : null;
}
