// A case search as a value. The text of `search …`, the filter form and the value of a page button are all read into it.
import { z } from 'zod';
import { CaseError } from './case-error.ts';
import { parseCaseNumber } from './case-number.ts';
import { prioritiesMatching } from './priority.ts';
import type { Settings } from './settings.ts';
import { statusesMatching } from './status.ts';
import { formatList } from './text/numbers.ts';

const operators = ['equals', 'not-equals', 'starts-with', 'ends-with', 'contains', 'not-contains', 'from', 'to'] as const;
const fields = ['number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account', 'modified'] as const;
const orders = ['modified', 'number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account'] as const;

const filter = z.object({ field: z.enum(fields), op: z.enum(operators), value: z.string().min(1).max(255) });
/** One condition of a search. */
export type Filter = z.infer<typeof filter>;

/** Page sizes people can choose from. A message of either platform holds 40 rows. */
export const pageSizes = [10, 20, 40] as const;

/** A search of cases. All conditions must hold. */
export const caseQuery = z.object({
  /** each must be found in the subject, the description or a post */
  words: z.array(z.string().min(1).max(100)).max(10).default([]),
  filters: z.array(filter).max(12).default([]),
  /** only cases the contact filed, or that are assigned to the advisor */
  mine: z.boolean().default(false),
  /** only cases that are not closed */
  open: z.boolean().default(false),
  sort: z.object({ by: z.enum(orders), dir: z.enum(['asc', 'desc']) }).default({ by: 'modified', dir: 'desc' }),
  page: z.int().min(1).max(1_000_000).default(1),
  pageSize: z.int().min(1).max(40).default(20),
});
/** A search of cases, with its order and page. */
export type CaseQuery = z.infer<typeof caseQuery>;
/** A column that results can be sorted by. */
export type SortBy = CaseQuery['sort']['by'];

/**
 * Reads a search such as `subject:"grade book" status:pending module:Attendance sort:priority page:2 attendance report`.
 * @throws CaseError bad-search, naming the wrong part and what is possible
 */
export function parseQuery(text: string, settings: Settings): CaseQuery {
  const query = caseQuery.parse({ pageSize: settings.search.pageSize });
  for (const term of terms(text)) {
    if (term.key === null) query.words.push(term.value);
    else if (term.value === '' && !isKey(term.key)) query.words.push(term.key);
    else apply(query, term.key.toLowerCase(), term.value, settings);
  }
  const checked = caseQuery.safeParse(query);
  if (checked.success) return checked.data;
  throw bad('This search is too long.', 'Use at most 10 words and filters of at most 100 characters each.');
}

/** Writes a query as the text that `parseQuery` reads; short enough for the value of a button. */
export function formatQuery(query: CaseQuery): string {
  const parts = query.words.map((word) => quote(word, true));
  for (const filter of query.filters) parts.push(`${filter.field}:${sign(filter)}${quote(filter.value, false)}`);
  if (query.mine) parts.push('is:mine');
  if (query.open) parts.push('is:open');
  if (query.sort.by !== 'modified' || query.sort.dir !== 'desc') parts.push(`sort:${query.sort.by}-${query.sort.dir}`);
  if (query.page !== 1) parts.push(`page:${query.page}`);
  parts.push(`size:${query.pageSize}`);
  return parts.join(' ');
}

interface Term {
  key: string | null;
  value: string;
}

/** Tells a filter without its value (`status:`) from text that ends in a colon (`error: cannot save`). */
function isKey(name: string): boolean {
  const key = aliases[name.toLowerCase()] ?? name.toLowerCase();
  return [...fields, 'from', 'to', 'sort', 'page', 'size', 'is'].includes(key);
}

/** Splits a search into words and `key:value` terms. Values may be in straight or curly quotes; `\"` inside them is a quotation mark. */
function* terms(text: string): Generator<Term> {
  const straight = text.replace(/[“”„«»]/g, '"');
  const pattern = /(?:([a-z]+):)?((?:!?[=^$~])?)(?:"((?:[^"\\]|\\.)*)"?|(\S+)|(?<=[a-z]:)(?=\s|$))/giu;
  for (const [, key, op, quoted, bare] of straight.matchAll(pattern)) {
    const value = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/gu, '$1');
    if (key !== undefined) yield { key, value: `${op ?? ''}${value}` };
    else if (`${op}${value}` !== '') yield { key: null, value: `${op ?? ''}${value}` };
  }
}

/** Signs of the text operators, written before the value. Without a sign, the text must contain it. */
const signs: Record<string, Filter['op']> = {
  '=': 'equals',
  '!=': 'not-equals',
  '^': 'starts-with',
  $: 'ends-with',
  '~': 'contains',
  '!~': 'not-contains',
};
const statusNames = ['new', 'assigned', 'assist', 'pending', 'scheduled', 'available', 'closed'];
/** Other names people use for a filter. */
const aliases: Record<string, string> = {
  case: 'number',
  title: 'subject',
  from: 'from',
  to: 'to',
  prio: 'priority',
  category: 'type',
  district: 'account',
};

function apply(query: CaseQuery, given: string, raw: string, settings: Settings): void {
  const key = aliases[given] ?? given;
  const [, mark = '', value = ''] = /^(!?[=^$~])?(.*)$/su.exec(raw) ?? [];
  if (value.trim() === '') throw bad(`“${given}:” needs a value.`, `For example: ${example(key)}.`);
  switch (key) {
    case 'status':
      check(statusesMatching(value).length > 0, 'status', value, statusNames);
      return add(query, { field: 'status', op: 'starts-with', value });
    case 'priority':
      check(prioritiesMatching(value).length > 0, 'priority', value, ['low', 'medium', 'high', 'critical']);
      return add(query, { field: 'priority', op: 'starts-with', value });
    case 'module':
      return add(query, { field: 'module', op: 'equals', value: findOption(settings.modules, 'module', value) });
    case 'type':
      return add(query, { field: 'type', op: 'equals', value: findOption(settings.caseTypes, 'case type', value) });
    case 'number': {
      const number = parseCaseNumber(value);
      check(number !== null, 'case number', value, ['CB-10293']);
      return add(query, { field: 'number', op: 'equals', value: String(number) });
    }
    case 'from':
    case 'to':
    case 'modified':
      check(z.iso.date().safeParse(value).success, 'date', value, ['2026-11-24']);
      return add(query, { field: 'modified', op: key === 'to' || mark === '$' ? 'to' : 'from', value });
    case 'subject':
    case 'contact':
    case 'account':
      return add(query, { field: key, op: signs[mark] ?? 'contains', value });
    case 'sort':
      query.sort = sortOf(value);
      return;
    case 'page':
      check(/^[1-9]\d{0,5}$/.test(value), 'page', value, ['1', '2', '3']);
      query.page = Number(value);
      return;
    case 'size':
      check(/^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 40, 'page size', value, ['a number from 1 to 40']);
      query.pageSize = Number(value);
      return;
    case 'is':
      check(value === 'mine' || value === 'open', 'filter', `is:${value}`, ['is:mine', 'is:open']);
      query[value as 'mine' | 'open'] = true;
      return;
    default:
      throw bad(
        `You can't filter by “${given}:”.`,
        `Use ${formatList([...fields, 'from', 'to', 'sort', 'page', 'size'], 'or')}.`,
      );
  }
}

function add(query: CaseQuery, term: Filter): void {
  query.filters.push(term);
}

function sortOf(text: string): CaseQuery['sort'] {
  const [name = '', dir] = text.toLowerCase().split('-');
  const by = orders.find((order) => order.startsWith(name));
  if (!by || (dir !== undefined && dir !== 'asc' && dir !== 'desc')) {
    throw bad(`Can't sort by “${text}”.`, `Use ${formatList(orders, 'or')}, with -asc or -desc.`);
  }
  return { by, dir: dir ?? (by === 'modified' || by === 'priority' || by === 'number' ? 'desc' : 'asc') };
}

/** Finds the configured value that equals or begins with what was typed, whatever its letter case. */
function findOption(options: readonly string[], label: string, value: string): string {
  const wanted = value.toLowerCase();
  const found =
    options.find((option) => option.toLowerCase() === wanted) ??
    options.find((option) => option.toLowerCase().startsWith(wanted));
  if (!found) throw bad(`Unknown ${label} “${value}”.`, `Try ${formatList(options, 'or')}.`);
  return found;
}

function check(condition: boolean, label: string, value: string, possible: readonly string[]): void {
  if (!condition) throw bad(`Unknown ${label} “${value}”.`, `Try ${formatList(possible, 'or')}.`);
}

function example(key: string): string {
  return `“${key}:${key === 'status' ? 'pending' : key === 'priority' ? 'high' : key === 'page' ? '2' : '"grade book"'}”`;
}

function bad(message: string, next: string): CaseError {
  return new CaseError('bad-search', message, next);
}

function sign({ field, op, value }: Filter): string {
  if (field === 'modified') return op === 'to' ? '$' : '';
  if (field !== 'subject' && field !== 'contact' && field !== 'account') return '';
  // a value that begins with a sign needs the sign for contains, so that its first character is not taken for one
  if (op === 'contains' && !/^!?[=^$~]/.test(value)) return '';
  return Object.keys(signs).find((mark) => signs[mark] === op) ?? '';
}

function quote(value: string, always: boolean): string {
  return always || /[^\p{L}\p{N}-]/u.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
