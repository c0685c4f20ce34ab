// The fields of the filter form: how each shows a filter of the query, and how its value is read back. What no field can show, such as an
// excluded status, stays in the field for the words as text, where it can be read and changed.
import { chosenValues, joinChosenValues } from '../../cards/chosen-values.ts';
import type { Field, Option } from '../../cards/elements.ts';
import type { CaseQuery, Filter, FilterField } from '../../domain/case-query.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { seesSeveralAccounts, type Person } from '../../domain/person.ts';
import { formatConditions } from '../../domain/search/format-query.ts';
import { foldText } from '../../domain/search/fold-text.ts';
import { needsValue, readFilter, type FilterReading } from '../../domain/search/read-filter.ts';
import type { Settings } from '../../domain/settings.ts';
import { statusLabel } from '../../domain/status.ts';
import { hasOptions, isWhich, priorityOptions, sameOptions, slaOptions, statusOptions, subjectOperators, which, whichOf } from './filter-options.ts'; // prettier-ignore

/** The most options that a choice of several can have (Slack). */
const maxOptions = 100;

/** The longest text of a field that shows filters: the longest search (repeat-search.ts), with room for more. */
const maxShownFilters = 2000;

/** The values of the form by field name, as they are shown or were typed. */
export type FormValues = Readonly<Record<string, string | undefined>>;

/** A filter of the form. It has one field, or two where an operator is chosen. */
interface FormFilter {
  field: FilterField;
  /** the names of its fields */
  names: readonly string[];
  /** only for people who see cases of several accounts */
  accounts?: true;
  /** the values that show a filter; null for a filter that it cannot show */
  show: (filter: Filter) => Record<string, string> | null;
  /** the filters that the values mean, with the name of the field for mistakes */
  read: (values: FormValues, settings: Settings) => { name: string; reading: FilterReading }[];
  fields: (values: FormValues, settings: Settings) => Field[];
}

/** The filters of the form, in the order of its fields. */
export const formFilters: readonly FormFilter[] = [
  typedList('number', 'Case number', 'Such as CB-10293. Separate several with commas.'),
  subjectFilter(),
  chosenList('status', 'Status', () => statusOptions),
  chosenList('priority', 'Priority', () => priorityOptions),
  chosenList('module', 'Module', ({ modules }) => sameOptions(modules)),
  chosenList('type', 'Case type', ({ caseTypes }) => sameOptions(caseTypes)),
  typedText('contact', 'Contact', 'A part of the name, or the email address.'),
  { ...typedText('account', 'Account', 'A part of the name.'), accounts: true },
  dayFilter('modified', 'from', 'Last modified from'),
  dayFilter('modified', 'to', 'Last modified to'),
  typedText('advisor', 'Advisor', 'A part of the name, or the email address.'),
  dayFilter('opened', 'from', 'Opened from'),
  dayFilter('opened', 'to', 'Opened to'),
  dayFilter('closed', 'from', 'Closed from'),
  dayFilter('closed', 'to', 'Closed to'),
  chosenList('sla', 'SLA', () => slaOptions),
  chosenList('team', 'Escalation team', ({ escalationTeams }) => sameOptions(escalationTeams)),
  typedText('incident', 'Incident', 'A part of its title.'),
  typedList('defect', 'Development issue number', 'Such as DEV-4711. Separate several with commas.'),
  chosenList('has', 'Only cases with', () => hasOptions),
];

/** The names of the form's fields. */
export const filterFieldNames = ['words', 'which', ...formFilters.flatMap(({ names }) => names), 'sort', 'size'];

/** Returns what the form shows for a query. */
export function valuesOf(query: CaseQuery): Record<string, string> {
  const values: Record<string, string> = {};
  const shown = whichOf(query);
  let rest = query.filters.flatMap(bothEnds).filter((filter) => !(shown && isWhich(filter)));
  for (const filter of formFilters) {
    const found = rest.find((one) => filter.show(one) !== null);
    if (!found) continue;
    Object.assign(values, filter.show(found));
    rest = filter.field === 'has' ? rest : rest.filter((one) => one !== found);
  }
  // `has:` filters are one choice, whatever their number
  const has = rest.filter((one) => one.field === 'has').filter(({ negated }) => !negated);
  if (has.length > 0) values.has = joinChosenValues(has.map(({ value }) => value));
  rest = rest.filter((one) => one.field !== 'has' || one.negated);
  return { ...values, words: formatConditions({ ...query, filters: rest }).join(' '), which: shown?.value ?? 'all' };
}

/** Splits a range of days, because each of its ends has a field. */
function bothEnds(filter: Filter): Filter[] {
  if (filter.field !== 'modified' && filter.field !== 'opened' && filter.field !== 'closed') return [filter];
  const { from, to } = filter.value;
  if (filter.negated || from === null || to === null || !isDay(from) || !isDay(to)) return [filter];
  return [
    { ...filter, value: { from, to: null } },
    { ...filter, value: { from: null, to } },
  ];
}

function isDay(text: string | null): boolean {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Filters that are used more rarely stand below the order of the results. */
const rareFields: readonly FilterField[] = ['advisor', 'opened', 'closed', 'sla', 'team', 'incident', 'defect', 'has'];

/** Makes the fields that narrow a search. @param order the fields for the order and the page size */
export function filterFields(values: FormValues, settings: Settings, reader: Person, order: readonly Field[]): Field[] {
  const isAdvisor = reader.kind === 'advisor';
  const fieldsOf = (isRare: boolean): Field[] =>
    formFilters
      .filter(({ field, accounts }) => rareFields.includes(field) === isRare && (!accounts || seesSeveralAccounts(reader)))
      .flatMap(({ fields }) => fields(values, settings));
  return [
    {
      kind: 'line',
      name: 'words',
      label: 'Search for',
      hint: 'Searches the subject, description and posts. Filters work here, too: sla:breached, -status:closed.',
      max: maxShownFilters,
      initial: values.words,
    },
    {
      kind: 'choice',
      name: 'which',
      label: 'Cases',
      options: which.filter(({ advisors }) => !advisors || isAdvisor).map(({ label, value }) => ({ label, value })),
      initial: values.which ?? 'all',
    },
    ...fieldsOf(false),
    ...order,
    ...fieldsOf(true),
  ];
}

function typedText(field: 'contact' | 'account' | 'advisor' | 'incident', label: string, hint: string): FormFilter {
  return {
    field,
    names: [field],
    show: (filter) =>
      filter.field === field && filter.operator === 'contains' && !filter.negated ? { [field]: filter.value } : null,
    read: (values, settings) => readValues(field, [[values[field] ?? '', '']], field, settings),
    fields: (values) => [{ kind: 'line', name: field, label, hint, max: 255, initial: values[field] }],
  };
}

function typedList(field: 'number' | 'defect', label: string, hint: string): FormFilter {
  return {
    field,
    names: [field],
    show: (filter) => {
      if (filter.negated || filter.field !== field) return null;
      const texts = filter.field === 'number' ? filter.value.map(formatCaseNumber) : filter.value;
      return { [field]: texts.join(', ') };
    },
    read: (values, settings) => {
      const texts = (values[field] ?? '').replace(/\b(cb)(?:\s+|\s*[-\u2010-\u2015\u2212]\s*)(?=\d)/gi, '$1-').split(/[,;\s]+/);
      return readValues(field, texts.filter((text) => text !== '').map((text) => [text, '']), field, settings); // prettier-ignore
    },
    fields: (values) => [{ kind: 'line', name: field, label, hint, max: maxShownFilters, initial: values[field] }],
  };
}

type ListField = 'status' | 'priority' | 'module' | 'type' | 'sla' | 'team' | 'has';

function chosenList(field: ListField, label: string, optionsOf: (settings: Settings) => Option[]): FormFilter {
  return {
    field,
    names: [field],
    show: (filter) => {
      if (filter.negated || filter.field !== field) return null;
      if (filter.field === 'has') return {};
      const chosen = filter.field === 'status' ? filter.value.map(statusLabel) : filter.value;
      return { [field]: joinChosenValues(chosen) };
    },
    read: (values, settings) => {
      const known = optionsOf(settings).map(({ value }) => value);
      // a form of a version before this one has `any`, or the beginning of several statuses
      const chosen = chosenValues(values[field]).filter((value) => value !== 'any');
      if (field === 'has') return chosen.flatMap((value) => readValues(field, [[value, '']], field, settings));
      return readValues(field, chosen.map((value) => [value, known.includes(value) ? '=' : '']), field, settings); // prettier-ignore
    },
    fields: (values, settings) => {
      const options = optionsOf(settings).slice(0, maxOptions);
      if (options.length === 0) return [];
      const initial = chosenValues(values[field]).filter((value) => options.some((option) => option.value === value));
      return [{ kind: 'choices', name: field, label, options, initial }];
    },
  };
}

function subjectFilter(): FormFilter {
  return {
    field: 'subject',
    names: ['subject-operator', 'subject'],
    show: (filter) => {
      if (filter.field !== 'subject') return null;
      const found = subjectOperators.find(({ operator, negated }) => operator === filter.operator && negated === filter.negated);
      return found ? { subject: filter.value, 'subject-operator': found.value } : null;
    },
    read: (values) => {
      const value = values.subject ?? '';
      const { operator, negated } =
        subjectOperators.find((one) => one.value === values['subject-operator']) ?? subjectOperators[0];
      if (value.trim() === '') return [];
      if (foldText(value) === '') return [{ name: 'subject', reading: needsValue('subject') }];
      return [{ name: 'subject', reading: { filter: { field: 'subject', operator, value: value.trim(), negated } } }];
    },
    fields: (values) => [
      {
        kind: 'choice',
        name: 'subject-operator',
        label: 'Subject filter',
        options: subjectOperators.map(({ label, value }) => ({ label, value })),
        initial: values['subject-operator'] ?? 'contains',
      },
      { kind: 'line', name: 'subject', label: 'Subject', max: 255, initial: values.subject },
    ],
  };
}

function dayFilter(field: 'modified' | 'opened' | 'closed', end: 'from' | 'to', label: string): FormFilter {
  const name = `${field}-${end}`;
  return {
    field,
    names: [name],
    show: (filter) => {
      if (filter.field !== field || filter.negated) return null;
      const { value } = filter;
      const day = value[end];
      return day !== null && isDay(day) && value[end === 'from' ? 'to' : 'from'] === null ? { [name]: day } : null;
    },
    read: (values, settings) => {
      const day = values[name] ?? '';
      return readValues(field, [[day === '' ? '' : `${end === 'from' ? '>=' : '<='}${day}`, '']], name, settings);
    },
    fields: (values) => [{ kind: 'date', name, label, initial: values[name] }],
  };
}

/** @param typed the values, each with its sign */
function readValues(
  field: FilterField,
  typed: readonly (readonly [text: string, sign: string])[],
  name: string,
  settings: Settings,
) {
  const values = typed.filter(([text]) => text.trim() !== '').map(([text, sign]) => ({ text: text.trim(), sign, quoted: true }));
  return values.length === 0 ? [] : [{ name, reading: readFilter(field, values, false, settings) }];
}
