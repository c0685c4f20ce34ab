// The fields of the filter form, for the most common filters. The `search` command has more.
import type { CaseQuery, Filter } from '../../domain/case-query.ts';
import { priorities } from '../../domain/priority.ts';
import type { Settings } from '../../domain/settings.ts';
import { statuses, statusesMatching, statusLabel } from '../../domain/status.ts';
import type { Field, Option } from '../../cards/elements.ts';
import { sizeOptions, sortOptions } from './result-selects.ts';

interface Condition extends Pick<Filter, 'field' | 'op'> {
  name: string;
  label: string;
  /** the options to choose from; without them the value is typed, or a date */
  options?: (settings: Settings) => Option[];
  /** for advisors only, who see more than one account */
  advisors?: true;
}

const same = (values: readonly string[]): Option[] => values.map((value) => ({ label: value, value }));

/** The filters the form shows. */
export const conditions: readonly Condition[] = [
  { name: 'subject', label: 'Subject contains', field: 'subject', op: 'contains' },
  { name: 'status', label: 'Status', field: 'status', op: 'starts-with', options: statusOptions },
  { name: 'priority', label: 'Priority', field: 'priority', op: 'starts-with', options: () => same(priorities) },
  { name: 'module', label: 'Module', field: 'module', op: 'equals', options: ({ modules }) => same(modules) },
  { name: 'type', label: 'Case type', field: 'type', op: 'equals', options: ({ caseTypes }) => same(caseTypes) },
  { name: 'contact', label: 'Contact', field: 'contact', op: 'contains' },
  { name: 'account', label: 'Account', field: 'account', op: 'contains', advisors: true },
  { name: 'modified-from', label: 'Last modified from', field: 'modified', op: 'from' },
  { name: 'modified-to', label: 'Last modified to', field: 'modified', op: 'to' },
];

/** A search matches the beginning of a status, and some begin alike, so the label names every status that an option matches. */
function statusOptions(): Option[] {
  return ['pending', ...statuses].map((value) => ({ label: statusesMatching(value).map(statusLabel).join(' or '), value }));
}

/** The option that filters nothing: on some platforms a choice cannot be cleared. */
export const any = 'any';

/** The options of the field `Cases`. */
export const which = [
  { label: 'All cases', value: 'all', mine: false, open: false },
  { label: 'Open cases', value: 'open', mine: false, open: true },
  { label: 'My cases', value: 'mine', mine: true, open: false },
  { label: 'My open cases', value: 'mine-open', mine: true, open: true },
] as const;

/** Returns the filter of the query that a field shows, if any. */
export function shownBy({ field, op }: Condition, query: CaseQuery): Filter | undefined {
  return query.filters.find((one) => one.field === field && one.op === op);
}

/** Makes the fields, filled in with a query. */
export function filterFields(query: CaseQuery, settings: Settings, withAccount: boolean): Field[] {
  const chosen = which.find(({ mine, open }) => mine === query.mine && open === query.open);
  return [
    { kind: 'line', name: 'words', label: 'Search for', hint: 'Searches the subject, description and posts.', max: 255, initial: wordsOf(query) },
    { kind: 'choice', name: 'which', label: 'Cases', options: which.map(({ label, value }) => ({ label, value })), initial: chosen?.value },
    ...conditions.filter(({ advisors }) => !advisors || withAccount).map((one) => fieldOf(one, query, settings)),
    {
      kind: 'choice',
      name: 'sort',
      label: 'Sort by',
      options: sortOptions(withAccount, ({ by, dir }) => `${by}-${dir}`),
      initial: `${query.sort.by}-${query.sort.dir}`,
    },
    {
      kind: 'choice',
      name: 'size',
      label: 'Page size',
      options: sizeOptions(settings.search.pageSize, query.pageSize, String),
      initial: String(query.pageSize),
    },
  ]; // prettier-ignore
}

function fieldOf(condition: Condition, query: CaseQuery, settings: Settings): Field {
  const { name, label, field, options } = condition;
  const value = shownBy(condition, query)?.value;
  if (field === 'modified') return { kind: 'date', name, label, initial: value };
  if (!options) return { kind: 'line', name, label, max: 100, initial: value };
  const known = options(settings);
  const initial = known.find((one) => one.value.toLowerCase() === value?.toLowerCase());
  // the beginning of a value that was typed, such as `status:assi`
  const typed = value === undefined || initial ? [] : [{ label: `${value}…`, value }];
  return {
    kind: 'choice',
    name,
    label,
    options: [{ label: 'Any', value: any }, ...typed, ...known],
    initial: initial?.value ?? value ?? any,
  };
}

function wordsOf({ words }: CaseQuery): string {
  return words.map((word) => (/^[\p{L}\p{N}-]+$/u.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`)).join(' ');
}
