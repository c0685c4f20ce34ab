// Writes a search as the text that repeats it, which is what its page buttons carry.
import { defaultSort, type CaseQuery, type Filter, type TextOperator } from '../case-query.ts';
import { formatCaseNumber } from '../case-number.ts';
import { statuses, statusesMatching, statusLabel, type Status } from '../status.ts';
import { formatDays } from './day-range.ts';
import { foldText } from './fold-text.ts';
import type { Term } from './search-terms.ts';

/** Writes a search as the text that `parseQuery` reads; short enough for the value of a button. */
export function formatQuery(query: CaseQuery): string {
  const { sort, page, pageSize, asTable } = query;
  return [
    ...formatConditions(query),
    ...(sort.by === defaultSort.by && sort.dir === defaultSort.dir ? [] : [`sort:${sort.by}-${sort.dir}`]),
    ...(asTable ? ['as:table'] : []),
    ...(page === 1 ? [] : [`page:${page}`]),
    `size:${pageSize}`,
  ].join(' ');
}

/** Writes the words and filters of a search, each as one text. */
export function formatConditions({ words, filters }: CaseQuery): string[] {
  return [...words.map(formatTerm), ...filters.map(formatFilter)];
}

/** Writes the words of a search as they are typed. */
export function formatWords(words: readonly Term[]): string {
  return words.map(formatTerm).join(' ');
}

/** Writes a word or a phrase as it is typed. */
function formatTerm({ kind, text, negated, prefix }: Term): string {
  const written = kind === 'phrase' ? quote(text) : prefix ? `${text}*` : text;
  return `${negated ? '-' : ''}${written}`;
}

/** Writes a filter as it is typed. */
function formatFilter(filter: Filter): string {
  return `${filter.negated ? '-' : ''}${filter.field}:${valueOf(filter)}`;
}

const signs: Readonly<Record<TextOperator, string>> = { equals: '=', 'starts-with': '^', 'ends-with': '$', contains: '' };

function valueOf(filter: Filter): string {
  switch (filter.field) {
    case 'number':
      return filter.value.map(formatCaseNumber).join(',');
    case 'status':
      return statusText(filter.value);
    case 'priority':
    case 'sla':
    case 'defect':
      return filter.value.join(',').replace(/\b(Low|Medium|High|Critical)\b/g, (name) => name.toLowerCase());
    case 'module':
    case 'type':
    case 'team':
      return filter.value.map(quoteIfNeeded).join(',');
    case 'modified':
    case 'opened':
    case 'closed':
      return formatDays(filter.value);
    case 'has':
    case 'is':
      return filter.value;
    default:
      return `${signs[filter.operator]}${namesSomebody(filter) ? quote(filter.value) : quoteIfNeeded(filter.value)}`;
  }
}

/** Without quotation marks, `contact:me` and `advisor:none` mean something else than a name. */
function namesSomebody({ field, value }: Filter & { value: string }): boolean {
  return (field === 'contact' || field === 'advisor') && /^(?:me|none|nobody|unassigned)$/.test(foldText(value));
}

/** Writes statuses: by a beginning that they and no others have, or each by its name. */
function statusText(value: readonly Status[]): string {
  const beginning = ['pending', 'assigned'].find((text) => same(statusesMatching(text), value));
  if (beginning !== undefined) return beginning;
  const names = value.map((status) => statusLabel(status).toLowerCase().replace(/ /g, '-'));
  return names.map((name) => (statusesMatching(name).length > 1 ? `=${name}` : name)).join(',');
}

function same(one: readonly Status[], other: readonly Status[]): boolean {
  return one.length === other.length && statuses.every((status) => one.includes(status) === other.includes(status));
}

function quoteIfNeeded(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}-]*$/u.test(value) ? value : quote(value);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
