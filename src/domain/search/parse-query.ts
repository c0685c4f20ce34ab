// Reads the text of a search, such as `subject:"grade book" status:pending sort:priority attendance report`. Anything that is not a
// known filter is text. A pasted text is never refused: what cannot be a filter in it is text as well.
import { CaseError } from '../case-error.ts';
import { everyCase, sortColumns, type CaseQuery, type Filter, type FilterField, type Sort, type SortBy } from '../case-query.ts';
import type { Settings } from '../settings.ts';
import { parseEnd } from './day-range.ts';
import { isKnownValue, needsValue, readFilter, unknownValue, type FilterMistake } from './read-filter.ts';
import { scanQuery, type Scanned, type ScannedValue } from './scan-query.ts';
import { readWords, wordTerm } from './query-words.ts';
import type { Term } from './search-terms.ts';

/** A search: of cases, or of the posts of one case. */
export type Search = { kind: 'cases'; query: CaseQuery } | ({ kind: 'feed' } & FeedSearch);

/** A search of the posts of one case. */
export interface FeedSearch {
  number: number;
  terms: readonly Term[];
  page: number;
  /** the text had more words than a search takes, and only the first ones are searched for */
  shortened: boolean;
}

/** How a search is read. */
export interface ParseOptions {
  /** somebody is still typing, so that the last word can be the beginning of one */
  typing?: boolean;
}

/** The most filters of a search. */
const maxFilters = 20;
/** The most words that can follow the first word of a value, as in `status:pending customer input`. */
const maxFollowing = 3;
/** A text of more words was pasted, not written as a search. */
const maxTypedWords = 10;

type Option = 'from' | 'to' | 'sort' | 'page' | 'size' | 'as';
/** The names of filters and options in the text of a search. */
const keys: ReadonlyMap<string, FilterField | Option> = new Map<string, FilterField | Option>([
  ...(['number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account', 'advisor', 'modified', 'opened', 'closed', 'sla', 'team', 'incident', 'defect', 'has', 'is', 'from', 'to', 'sort', 'page', 'size', 'as'] as const).map((key) => [key, key] as const),
  ['case', 'number'], ['title', 'subject'], ['prio', 'priority'], ['category', 'type'], ['casetype', 'type'], ['case-type', 'type'],
  ['district', 'account'], ['assignee', 'advisor'], ['updated', 'modified'], ['last-modified', 'modified'], ['created', 'opened'],
]); // prettier-ignore

/** A case number in front of words. */
const leadingNumber = /^\s*(cb[\s_]?[-\u2010-\u2015\u2212]?\s?\d{1,10})[:,]?\s+(\S.*)$/isu;

/**
 * Reads a search. `CB-1 words` searches the feed of that case.
 * @throws CaseError bad-search, naming the wrong part and what is possible
 */
export function parseSearch(text: string, settings: Settings, options: ParseOptions = {}): Search {
  const query = parseQuery(text, settings, options);
  const [number, ...others] = query.filters;
  const only = number?.field === 'number' && number.value.length === 1 && others.length === 0 ? number.value[0] : undefined;
  if (only === undefined || query.words.length === 0 || !leadingNumber.test(text)) return { kind: 'cases', query };
  return { kind: 'feed', number: only, terms: query.words, page: query.page, shortened: query.shortened };
}

/**
 * Reads a search of cases. `CB-1 words` finds that case if it has the words.
 * @throws CaseError bad-search, naming the wrong part and what is possible
 */
export function parseQuery(text: string, settings: Settings, options: ParseOptions = {}): CaseQuery {
  const parts = scanQuery(text, (name) => keys.has(name));
  const isPasted = text.trim().includes('\n') || parts.filter(isWord).length > maxTypedWords;
  const read: ReadParts = { terms: [], filters: [], query: everyCase(settings.search.pageSize) };
  for (let index = 0; index < parts.length; index += 1) {
    const [part, ...after] = parts.slice(index, index + 1 + maxFollowing);
    if (part) index += readPart(read, part, after, isPasted, settings);
  }
  if (read.filters.length > maxFilters)
    throw bad({ message: 'This search has too many filters.', next: `Use at most ${maxFilters}.` });
  const words = readWords(read.terms, options.typing === true);
  const filters = [...words.filters, ...read.filters];
  // a search for one case by its number does not look for another by its words
  const isNamed = filters.some(({ field, negated }) => field === 'number' && !negated);
  return { ...read.query, ...words, filters, named: isNamed ? null : words.named };
}

function isWord({ key, values }: Scanned): boolean {
  return key === null && values[0]?.quoted !== true;
}

interface ReadParts {
  terms: Term[];
  filters: Filter[];
  query: CaseQuery;
}

/** Reads one part. @returns how many of the parts after it belong to it */
function readPart(read: ReadParts, part: Scanned, after: readonly Scanned[], isPasted: boolean, settings: Settings): number {
  const name = part.key === null ? undefined : keys.get(part.key);
  if (name === undefined) {
    read.terms.push(wordTerm(part, isPasted));
    return 0;
  }
  // “Subject: grades are missing” in a pasted message
  if (isPasted && part.spaced && isTextField(name)) {
    read.terms.push(asPhrase(part));
    return 0;
  }
  const { values, taken } = withFollowing(name, part, after, settings);
  const mistake = isOption(name) ? applyOption(read, name, { ...part, values }) : applyFilter(read, name, { ...part, values }, settings); // prettier-ignore
  if (mistake === null) return taken;
  // “error, status: 500” is a message, not a filter
  if (!isPasted && !(part.spaced && part.values.length > 0)) throw bad(mistake);
  read.terms.push(asPhrase(part));
  return 0;
}

function isTextField(name: FilterField | Option): boolean {
  return name === 'subject' || name === 'contact' || name === 'account' || name === 'advisor' || name === 'incident';
}

function asPhrase({ raw }: Scanned): Term {
  return { kind: 'phrase', text: raw.replace(/"/g, ''), negated: false, prefix: false };
}

function isOption(name: FilterField | Option): name is Option {
  return name === 'from' || name === 'to' || name === 'sort' || name === 'page' || name === 'size' || name === 'as';
}

/** Adds the words after a value that belong to it, as in `module:grade book` or `modified:last week`. */
function withFollowing(
  name: FilterField | Option,
  { values }: Scanned,
  after: readonly Scanned[],
  settings: Settings,
): { values: readonly ScannedValue[]; taken: number } {
  const last = values.at(-1);
  const field = name === 'from' || name === 'to' ? 'modified' : name;
  if (!last || last.quoted || isOption(field)) return { values, taken: 0 };
  for (let taken = after.length; taken > 0; taken -= 1) {
    const following = after.slice(0, taken);
    if (following.some(({ key, negated, values: [one] }) => key !== null || negated || one?.quoted)) continue;
    const text = [last.text, ...following.map(({ values: [one] }) => one?.text ?? '')].join(' ');
    if (isKnownValue(field, text, settings)) return { values: [...values.slice(0, -1), { ...last, text }], taken };
  }
  return { values, taken: 0 };
}

function applyFilter(read: ReadParts, field: FilterField, part: Scanned, settings: Settings): FilterMistake | null {
  if (part.values.every(({ text }) => text.trim() === '')) return needsValue(field, part.key ?? field);
  const reading = readFilter(field, part.values, part.negated, settings);
  if ('message' in reading) return reading;
  read.filters.push(reading.filter);
  return null;
}

function applyOption(read: ReadParts, name: Option, part: Scanned): FilterMistake | null {
  const text = part.values.map((value) => value.text).join(',');
  if (text.trim() === '') return { message: `“${name}:” needs a value.`, next: `For example: ${name}:${optionExamples[name]}.` };
  if (part.negated && name !== 'from' && name !== 'to')
    return { message: `“${name}:” can't be excluded.`, next: `Try ${name}:${optionExamples[name]}.` };
  switch (name) {
    case 'from':
    case 'to': {
      const value = parseEnd(name, text);
      if (!value) return { message: `Unknown date “${text}”.`, next: `Try ${name}:2026-11-24 or ${name}:yesterday.` };
      read.filters.push({ field: 'modified', operator: 'within', value, negated: part.negated });
      return null;
    }
    case 'sort': {
      const sort = parseSort(text);
      if (sort) read.query = { ...read.query, sort };
      return sort ? null : { ...unknownValue('order', text, sortColumns), message: `Can't sort by “${text}”.` };
    }
    case 'page':
      if (!/^[1-9]\d{0,5}$/.test(text)) return { message: `Unknown page “${text}”.`, next: 'Use a number from 1 to 999,999.' };
      read.query = { ...read.query, page: Number(text) };
      return null;
    case 'as':
      if (!/^(table|list)$/i.test(text)) return { message: `Unknown layout “${text}”.`, next: 'Try as:table or as:list.' };
      read.query = { ...read.query, asTable: text.toLowerCase() === 'table' };
      return null;
    case 'size':
      if (!/^([1-9]|[1-3]\d|40)$/.test(text))
        return { message: `Unknown page size “${text}”.`, next: 'Use a number from 1 to 40.' };
      read.query = { ...read.query, pageSize: Number(text) };
      return null;
  }
}

const optionExamples: Readonly<Record<Option, string>> = {
  from: '2026-11-24',
  to: '2026-11-24',
  sort: 'priority',
  page: '2',
  size: '40',
  as: 'table',
};
const sortAliases: Readonly<Record<string, SortBy>> = {
  updated: 'modified', date: 'modified', created: 'opened', case: 'number', title: 'subject', assignee: 'advisor', district: 'account', due: 'sla',
}; // prettier-ignore
const newestFirst: readonly SortBy[] = ['modified', 'priority', 'number', 'opened', 'closed'];

/** Reads an order such as `priority`, `contact-desc` or the beginning of a name. @returns null for anything else */
export function parseSort(text: string): Sort | null {
  const [, name = '', dir] = /^(.+?)(?:-(asc|desc))?$/.exec(text.trim().toLowerCase()) ?? [];
  const by =
    sortColumns.find((column) => column === name) ?? sortAliases[name] ?? sortColumns.find((column) => column.startsWith(name));
  if (!by || name === '') return null;
  // the least relevant case first is of no use to anybody
  if (by === 'relevance') return { by, dir: 'desc' };
  return { by, dir: dir === 'asc' || dir === 'desc' ? dir : newestFirst.includes(by) ? 'desc' : 'asc' };
}

function bad({ message, next }: FilterMistake): CaseError {
  return new CaseError('bad-search', message, next);
}
