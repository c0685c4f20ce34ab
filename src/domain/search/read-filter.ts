// Reads the values of a filter. The command and the filter form both use it, so that both accept the same and name the same mistakes.
import { hasFilters, isFilters, slaFilters, type Filter, type FilterField, type TextOperator } from '../case-query.ts';
import { parseCaseNumber } from '../case-number.ts';
import { parseDefectNumber } from '../defect-number.ts';
import { priorities, prioritiesMatching } from '../priority.ts';
import type { Settings } from '../settings.ts';
import { statuses, statusesMatching, statusLabel } from '../status.ts';
import { formatList } from '../text/numbers.ts';
import { parseDays } from './day-range.ts';
import { foldText } from './fold-text.ts';
import { nearestValue } from './nearest-word.ts';
import type { ScannedValue } from './scan-query.ts';

/** What is wrong with a filter, and what to do instead. */
export interface FilterMistake {
  message: string;
  next: string;
}
/** A filter, or what is wrong with it. */
export type FilterReading = { filter: Filter } | FilterMistake;

/** The longest value of a filter. */
const maxValueLength = 255;

/** The most values of a filter; more of them do not fit into a button. */
const maxValues = 200;

/** What a mistake calls a field. */
const labels: Readonly<Record<FilterField, string>> = {
  number: 'case number', subject: 'subject', status: 'status', priority: 'priority', module: 'module', type: 'case type', contact: 'contact',
  account: 'account', advisor: 'advisor', modified: 'date', opened: 'date', closed: 'date', sla: 'SLA state', team: 'team',
  incident: 'incident', defect: 'development issue number', has: 'filter', is: 'filter',
}; // prettier-ignore

/** A correct value of each field, for mistakes. */
const filterExamples: Readonly<Record<FilterField, string>> = {
  number: 'CB-10293', subject: '"grade book"', status: 'pending', priority: 'high', module: '"Grade Book"', type: 'question', contact: 'ada',
  account: 'plainview', advisor: 'max', modified: '2026-11-24', opened: 'last-week', closed: '<7d', sla: 'breached',
  team: 'training', incident: '"slow logins"', defect: 'DEV-4711', has: 'file', is: 'open',
}; // prettier-ignore

const operators: Readonly<Record<string, TextOperator>> = {
  '=': 'equals',
  '^': 'starts-with',
  $: 'ends-with',
  '~': 'contains',
};

/** Reads one filter. @param values at least one, as they were typed or chosen */
export function readFilter(
  field: FilterField,
  values: readonly ScannedValue[],
  isNegated: boolean,
  settings: Settings,
): FilterReading {
  const [first] = values;
  if (!first || values.some(({ text }) => text.trim() === '')) return needsValue(field);
  if (values.length > maxValues)
    return { message: `The ${labels[field]} has too many values.`, next: `Use at most ${maxValues}.` };
  if (values.some(({ text }) => text.length > maxValueLength))
    return { message: `The ${labels[field]} is too long.`, next: `Use at most ${maxValueLength} characters.` };
  const negated = isNegated !== first.sign.startsWith('!');
  switch (field) {
    case 'subject':
    case 'contact':
    case 'account':
    case 'advisor':
    case 'incident':
      return readText(field, values, negated);
    case 'modified':
    case 'opened':
    case 'closed':
      return values.length > 1 ? oneOnly(field, `${field}:2026-11-01..2026-11-24`) : readDays(field, first, negated);
    case 'has':
    case 'is':
      return values.length > 1 ? oneOnly(field, repeated(field, values)) : readFlag(field, first.text, negated);
    case 'status':
      if (values.length === 1 && foldText(first.text) === 'open') return { filter: { field: 'is', operator: 'equals', value: 'open', negated } }; // prettier-ignore
      return readList(field, values, negated, settings);
    default:
      return readList(field, values, negated, settings);
  }
}

/** Builds the mistake of a filter without a value. @param name as it was typed */
export function needsValue(field: FilterField, name: string = field): FilterMistake {
  return { message: `“${name}:” needs a value.`, next: `For example: ${name}:${filterExamples[field]}.` };
}

function oneOnly(field: FilterField, example: string): FilterMistake {
  return { message: `“${field}:” takes one value.`, next: `Try ${example}.` };
}

function repeated(field: 'has' | 'is', values: readonly ScannedValue[]): string {
  const [all, usual] = field === 'has' ? [hasFilters, ['incident', 'defect']] : [isFilters, ['open', 'mine']];
  const known = all.filter((one) => values.some(({ text }) => foldText(text) === one));
  return (known.length > 1 ? known : usual).map((one) => `${field}:${one}`).join(' ');
}

/** Tells whether a text of several words is a value of a field whose values are known, such as `last week` or `grade book`. */
export function isKnownValue(field: FilterField, text: string, settings: Settings): boolean {
  if (field === 'modified' || field === 'opened' || field === 'closed') return parseDays(text) !== null;
  const isList = field === 'status' || field === 'priority' || field === 'module' || field === 'type' || field === 'team';
  return isList && matching(field, { text, quoted: false, sign: '' }, settings).length > 0;
}

type TextField = 'subject' | 'contact' | 'account' | 'advisor' | 'incident';

function readText(field: TextField, values: readonly ScannedValue[], negated: boolean): FilterReading {
  const typed = values.map(({ text, sign }, index) => (index === 0 ? text : `${sign}${text}`)).join(',');
  // a mention
  const value = field === 'contact' || field === 'advisor' ? typed.replace(/^@(?=.)/, '') : typed;
  const [{ sign = '', quoted = false } = {}] = values;
  const name = foldText(value);
  if (name === '') return needsValue(field);
  if (!quoted && (field === 'contact' || field === 'advisor') && /^@?me$/.test(name)) return { filter: { field: 'is', operator: 'equals', value: 'mine', negated } }; // prettier-ignore
  if (!quoted && field === 'advisor' && (name === 'none' || name === 'nobody' || name === 'unassigned'))
    return { filter: { field: 'is', operator: 'equals', value: 'unassigned', negated } };
  return { filter: { field, operator: operators[sign.replace('!', '')] ?? 'contains', value, negated } };
}

function readDays(field: 'modified' | 'opened' | 'closed', { text, sign }: ScannedValue, negated: boolean): FilterReading {
  // `modified:$2026-11-24` is what versions before this one wrote for "to"
  const value = parseDays(sign === '$' ? `<=${text}` : text);
  if (value) return { filter: { field, operator: 'within', value, negated } };
  return {
    message: `Unknown date “${text.replace(/^[<>]=?/, '')}”.`,
    next: `Try ${field}:2026-11-24, ${field}:last-week or ${field}:<7d.`,
  };
}

const flagAliases: Readonly<Record<string, string>> = {
  files: 'file', attachment: 'file', attachments: 'file', me: 'mine', waiting: 'waiting-on-me', 'waiting on me': 'waiting-on-me',
  queue: 'waiting-on-support', 'waiting on support': 'waiting-on-support',
}; // prettier-ignore

function readFlag(field: 'has' | 'is', text: string, negated: boolean): FilterReading {
  const name = foldText(text);
  const wanted = flagAliases[name] ?? name;
  const has = hasFilters.find((one) => one === wanted);
  const is = isFilters.find((one) => one === wanted);
  if (field === 'has' && has) return { filter: { field, operator: 'equals', value: has, negated } };
  if (field === 'is' && is) return { filter: { field, operator: 'equals', value: is, negated } };
  const options = (field === 'has' ? hasFilters : isFilters).map((one) => `${field}:${one}`);
  return unknownValue(labels[field], `${field}:${text}`, options);
}

type ListField = Exclude<FilterField, TextField | 'modified' | 'opened' | 'closed' | 'has' | 'is'>;

function readList(field: ListField, values: readonly ScannedValue[], negated: boolean, settings: Settings): FilterReading {
  const found: string[] = [];
  for (const value of values) {
    const matches = matching(field, value, settings);
    if (matches.length === 0 && (field === 'number' || field === 'defect'))
      return { message: `Unknown ${labels[field]} “${value.text}”.`, next: `It looks like ${filterExamples[field]}.` };
    if (matches.length === 0) return unknownValue(labels[field], value.text, optionsOf(field, settings));
    found.push(...matches);
  }
  const value = [...new Set(found)];
  const list = field === 'number' ? value.map(Number) : value;
  // each list has the values of its own field: `matching` took them from there
  return { filter: { field, operator: 'any-of', value: list, negated } as Filter };
}

/** Finds the values that a text means: with `=` exactly that one, otherwise each that begins so. */
function matching(field: ListField, { text, sign }: ScannedValue, settings: Settings): readonly string[] {
  const wanted = foldText(text);
  const isExact = sign.endsWith('=');
  switch (field) {
    case 'number': {
      const number = parseCaseNumber(text);
      return number === null ? [] : [String(number)];
    }
    case 'defect': {
      const number = parseDefectNumber(text);
      return number === null ? [] : [number];
    }
    case 'status':
      if (wanted === 'open') return statuses.filter((status) => status !== 'Closed');
      return statusesMatching(wanted).filter((status) => !isExact || squeezed(statusLabel(status)) === squeezed(wanted));
    case 'priority':
      return prioritiesMatching(wanted).filter((priority) => !isExact || priority.toLowerCase() === wanted);
    case 'sla':
      return slaFilters.filter((one) => (isExact ? one === wanted : one.startsWith(wanted)));
    default:
      return matchingOptions(optionsOf(field, settings), text, isExact);
  }
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Finds the option of this name, or else those that begin so. */
function matchingOptions(options: readonly string[], text: string, isExact: boolean): readonly string[] {
  const wanted = squeezed(foldText(text));
  const same = options.filter((option) => squeezed(foldText(option)) === wanted);
  if (same.length > 0 || isExact || wanted === '') return same;
  return options.filter((option) => squeezed(foldText(option)).startsWith(wanted));
}

function optionsOf(field: ListField, settings: Settings): readonly string[] {
  switch (field) {
    case 'status':
      return ['open', ...statuses.map(statusLabel)];
    case 'priority':
      return priorities;
    case 'module':
      return settings.modules;
    case 'type':
      return settings.caseTypes;
    case 'team':
      return settings.escalationTeams;
    case 'sla':
      return slaFilters;
    default:
      return [];
  }
}

/** The most values that a mistake lists. */
const maxListed = 12;

/** Builds the mistake of a value that does not exist: the nearest one first, then the possible ones. */
export function unknownValue(label: string, typed: string, options: readonly string[]): FilterMistake {
  const nearest = nearestValue(typed, options);
  const listed = options.slice(0, maxListed);
  const all = listed.length < options.length ? [...listed, '…'] : listed;
  const hint = nearest === null ? '' : `Did you mean ${nearest}? `;
  const shown = typed.length > 60 ? `${typed.slice(0, 59)}…` : typed;
  return { message: `Unknown ${label} “${shown}”.`, next: `${hint}Try ${formatList(all, 'or')}.` };
}
