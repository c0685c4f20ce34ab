// The filter form: the same search as the `search` command, for people who prefer to choose. The form shows the most common filters;
// filters it cannot show are kept.
import { z } from 'zod';
import { CaseError } from '../../domain/case-error.ts';
import { caseQuery, formatQuery, parseQuery, type CaseQuery, type Filter } from '../../domain/case-query.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { fieldText, plainText } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Form } from '../../cards/elements.ts';
import { any, conditions, filterFields, shownBy, which } from './filter-fields.ts';
import { findCases } from './find-cases.ts';

const fieldNames = ['words', 'which', ...conditions.map(({ name }) => name), 'sort', 'size'];

const filterForm = defineForm({
  name: 'filter',
  state: z.object({ query: plainText }),
  fields: z.object(Object.fromEntries(fieldNames.map((name) => [name, fieldText]))),
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
        card: await findCases(context, readQuery(context, values, state)),
      }),
    }),
  ],
};

function draw({ person, services }: Context, state: StateOf<typeof filterForm>): Form {
  const query = parseQuery(state.query, services.settings);
  return filterForm.form(state, {
    title: 'Filter cases',
    submit: 'Show cases',
    intro: [{ kind: 'context', text: ['Shows cases that match all filters.'] }],
    fields: filterFields(query, services.settings, person.kind === 'advisor'),
  });
}

/** @throws CaseError bad-search, at the field for the words */
function readQuery({ services }: Context, values: ValuesOf<typeof filterForm>, { query }: StateOf<typeof filterForm>): CaseQuery {
  try {
    const before = parseQuery(query, services.settings);
    const typed = parseQuery(values.words ?? '', services.settings);
    // written as text and read again, so that a form is checked like a command
    return parseQuery(formatQuery(combine(values, before, typed)), services.settings);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const words = [error.message, error.next].filter(Boolean).join(' ');
    throw new CaseError(error.code, error.message, error.next, { words });
  }
}

/** @param before the query the form was opened with; filters the form cannot show are kept from it */
function combine(values: ValuesOf<typeof filterForm>, before: CaseQuery, typed: CaseQuery): CaseQuery {
  const shown = conditions.map((condition) => shownBy(condition, before));
  const kept = before.filters.filter((one) => !shown.includes(one));
  const chosen = conditions.flatMap(({ name, field, op }): Filter[] => {
    const value = values[name]?.trim() ?? '';
    return value === '' || value === any ? [] : [{ field, op, value }];
  });
  const cases = which.find(({ value }) => value === values.which) ?? before;
  const [by, dir] = values.sort?.split('-') ?? [];
  const sort = caseQuery.shape.sort.safeParse({ by, dir });
  return {
    words: typed.words,
    filters: [...kept, ...chosen, ...typed.filters],
    mine: cases.mine || typed.mine,
    open: cases.open || typed.open,
    sort: sort.success ? sort.data : before.sort,
    page: 1,
    pageSize: /^\d+$/.test(values.size ?? '') ? Number(values.size) : before.pageSize,
  };
}
