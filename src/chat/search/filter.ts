// The filter form: the same search as the `search` command, for people who prefer to choose. It has a field for every filter, the most used
// ones first, and shows each mistake at its field.
import { z } from 'zod';
import type { Field, Form } from '../../cards/elements.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { CaseQuery, Filter } from '../../domain/case-query.ts';
import { formError } from '../../domain/form-errors.ts';
import { seesSeveralAccounts } from '../../domain/person.ts';
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
      run: async (context, query) => ({ kind: 'form', form: draw(context, filterForm.start(context, { query })) }),
    }),
  ],
  forms: [
    filterForm.handle({
      render: async (context, _typed, state) => draw(context, state),
      submit: async (context, values, state) => ({
        kind: 'done',
        card: await findCases(context, readForm(context.services.settings, values, state)),
      }),
    }),
  ],
};

function draw({ person, services }: Context, state: StateOf<typeof filterForm>): Form {
  const { settings } = services;
  const query = parseQuery(state.query, settings);
  const order: Field[] = [
    {
      kind: 'choice',
      name: 'sort',
      label: 'Sort by',
      options: sortOptions({ hasAccounts: seesSeveralAccounts(person), hasWords: true }, ({ by, dir }) => `${by}-${dir}`),
      initial: `${query.sort.by}-${query.sort.dir}`,
    },
    {
      kind: 'choice',
      name: 'size',
      label: 'Page size',
      options: sizeOptions(settings.search.pageSize, query.pageSize, String),
      initial: String(query.pageSize),
    },
  ];
  return filterForm.form(state, {
    title: 'Filter cases',
    submit: 'Show cases',
    intro: [{ kind: 'context', text: ['Shows cases that match all filters.'] }],
    fields: filterFields(valuesOf(query), settings, person, order),
  });
}

/** @throws CaseError with what is wrong at each field */
function readForm(settings: Settings, values: ValuesOf<typeof filterForm>, state: StateOf<typeof filterForm>): CaseQuery {
  const before = parseQuery(state.query, settings);
  const mistakes: Record<string, string> = {};
  const typed = readWords(settings, values.words ?? '', mistakes);
  const is = which.find(({ value }) => value === values.which)?.is ?? [];
  const others = [...readFields(settings, values, mistakes), ...typed.filters];
  // the form of a list of open cases says "Open cases", which somebody who looks for a closed one may not have changed
  const shown = others.some(meansClosed) ? is.filter((value) => value !== 'open') : is;
  const filters = [...shown.map((value): Filter => ({ field: 'is', operator: 'equals', value, negated: false })), ...others];
  if (Object.keys(mistakes).length > 0) throw formError('bad-search', mistakes);
  const query: CaseQuery = {
    ...typed,
    filters,
    sort: parseSort(values.sort ?? '') ?? before.sort,
    page: 1,
    asTable: typed.asTable || before.asTable,
    pageSize: /^([1-9]|[1-3]\d|40)$/.test(values.size ?? '') ? Number(values.size) : before.pageSize,
  };
  // written as text and read again, so that a form has the limits of a command
  return { ...parseQuery(formatQuery(query), settings), shortened: typed.shortened };
}

/** Whether a filter asks for closed cases, or for some whatever their status. */
function meansClosed(filter: Filter): boolean {
  if (filter.negated) return false;
  return filter.field === 'closed' || filter.field === 'number' || (filter.field === 'status' && filter.value.includes('Closed'));
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
