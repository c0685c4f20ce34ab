// The filter form: the same search as the `search` command, for people who prefer to choose. It opens with the usual filters; the rare ones
// come with one more choice. Each mistake is shown at its field.
import { z } from 'zod';
import type { Form } from '../../cards/elements.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { CaseQuery, Filter } from '../../domain/case-query.ts';
import { formError } from '../../domain/form-errors.ts';
import { formatQuery } from '../../domain/search/format-query.ts';
import { parseQuery, parseSort } from '../../domain/search/parse-query.ts';
import type { Settings } from '../../domain/settings.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { optionalText, plainText } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { filterFieldNames, filterFields, formFilters, valuesOf, type FormValues } from './filter-fields.ts';
import { which } from './filter-options.ts';
import { findCases } from './find-cases.ts';
import { sizeOptions, sortOptions } from './result-selects.ts';

const filterForm = defineForm({
  name: 'filter',
  state: z.object({ query: plainText }),
  fields: z.object(Object.fromEntries(filterFieldNames.map((name) => [name, optionalText]))),
});

/** Filters cases with a form. */
export const filter: Capability = {
  actions: [
    actions.filter.handle({
      opensForm: true,
      run: async (context, query) => ({ kind: 'form', form: draw(context, {}, filterForm.start(context, { query })) }),
    }),
  ],
  forms: [
    filterForm.handle({
      render: async (context, typed, state) => draw(context, typed, state),
      submit: async (context, values, state) => ({
        kind: 'done',
        card: await findCases(context, readForm(context.services.settings, values, state)),
      }),
    }),
  ],
};

/** @param typed the values of a form that is rendered again; the query fills in the others */
function draw(
  { person, services }: Context,
  typed: Partial<ValuesOf<typeof filterForm>>,
  state: StateOf<typeof filterForm>,
): Form {
  const { settings } = services;
  const query = parseQuery(state.query, settings);
  const values: FormValues = { ...valuesOf(query), ...typed };
  const isAdvisor = person.kind === 'advisor';
  const showsAll = values.more === 'all';
  return filterForm.form(state, {
    title: 'Filter cases',
    submit: 'Show cases',
    intro: [{ kind: 'context', text: ['Shows cases that match all filters.'] }],
    fields: [
      ...filterFields(values, settings, isAdvisor, showsAll),
      {
        kind: 'choice',
        name: 'more',
        label: 'Filters shown',
        options: [
          { label: 'Common filters', value: 'common' },
          { label: 'All filters', value: 'all' },
        ],
        initial: showsAll ? 'all' : 'common',
        refreshes: true,
      },
      {
        kind: 'choice',
        name: 'sort',
        label: 'Sort by',
        options: sortOptions({ isAdvisor, hasWords: true }, ({ by, dir }) => `${by}-${dir}`),
        initial: values.sort ?? `${query.sort.by}-${query.sort.dir}`,
      },
      {
        kind: 'choice',
        name: 'size',
        label: 'Page size',
        options: sizeOptions(settings.search.pageSize, query.pageSize, String),
        initial: values.size ?? String(query.pageSize),
      },
    ],
  });
}

/** @throws CaseError with what is wrong at each field */
function readForm(settings: Settings, values: ValuesOf<typeof filterForm>, state: StateOf<typeof filterForm>): CaseQuery {
  const before = parseQuery(state.query, settings);
  const mistakes: Record<string, string> = {};
  const typed = readWords(settings, values.words ?? '', mistakes);
  const is = which.find(({ value }) => value === values.which)?.is ?? [];
  const filters: Filter[] = [
    ...is.map((value): Filter => ({ field: 'is', operator: 'equals', value, negated: false })),
    ...readFields(settings, withHidden(values, before), mistakes),
    ...typed.filters,
  ];
  if (Object.keys(mistakes).length > 0) throw formError('bad-search', mistakes);
  const query: CaseQuery = {
    ...typed,
    filters,
    sort: parseSort(values.sort ?? '') ?? before.sort,
    page: 1,
    pageSize: /^([1-9]|[1-3]\d|40)$/.test(values.size ?? '') ? Number(values.size) : before.pageSize,
  };
  // written as text and read again, so that a form has the limits of a command
  return { ...parseQuery(formatQuery(query), settings), shortened: typed.shortened };
}

function readWords(settings: Settings, words: string, mistakes: Record<string, string>): CaseQuery {
  try {
    return parseQuery(words, settings);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    mistakes.words = [error.message, error.next].filter(Boolean).join(' ');
    return parseQuery('', settings);
  }
}

/** Adds the values of the rare filters where the form did not show them, so that they still hold. */
function withHidden(values: FormValues, before: CaseQuery): FormValues {
  if (values.more === 'all') return values;
  const hidden = valuesOf(before);
  const names = formFilters.filter(({ isRare }) => isRare).flatMap((one) => one.names);
  return { ...values, ...Object.fromEntries(names.filter((name) => name in hidden).map((name) => [name, hidden[name]])) };
}

function readFields(settings: Settings, values: FormValues, mistakes: Record<string, string>): Filter[] {
  const readings = formFilters.flatMap((one) => one.read(values, settings));
  const filters = readings.flatMap(({ name, reading }) => {
    if ('filter' in reading) return [reading.filter];
    mistakes[name] = `${reading.message} ${reading.next}`;
    return [];
  });
  for (const field of ['modified', 'opened', 'closed']) {
    const [from = '', to = ''] = [values[`${field}-from`], values[`${field}-to`]];
    if (from !== '' && to !== '' && from > to) mistakes[`${field}-to`] ??= 'Choose the same day as the start, or a later one.';
  }
  return filters;
}
