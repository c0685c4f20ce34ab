// The filter form: what `search …` says, for whoever would rather choose.
import { CaseError } from "../../domain/case-error.js";
import { caseQuery, formatQuery, parseQuery } from "../../domain/case-query.js";
import { any, conditions, filterFields, shownBy, which } from "./filter-fields.js";
import { findCases } from "./find-cases.js";
export const filter = {
    actions: {
        /** value: the query that the card shows, as text */
        filter: {
            opensForm: true,
            run: async (context, value) => ({ kind: 'form', form: filterForm(context, parseQuery(value, context.services.settings)) }),
        },
    },
    forms: {
        filter: {
            render: async (context, _values, state) => filterForm(context, parseQuery(state.query ?? '', context.services.settings)),
            submit: async (context, values, state) => ({
                kind: 'done',
                card: await findCases(context, readQuery(context, values, state)),
            }),
        },
    },
};
function filterForm({ person, services }, query) {
    return {
        name: 'filter',
        title: 'Filter cases',
        submit: 'Show cases',
        intro: [{ kind: 'context', text: ['Every condition must hold.'] }],
        fields: filterFields(query, services.settings, person.kind === 'advisor'),
        state: { query: formatQuery(query) },
    };
}
/** @throws CaseError bad-search, at the field of the words */
function readQuery({ services }, values, state) {
    try {
        const before = parseQuery(state.query ?? '', services.settings);
        const typed = parseQuery(values.words ?? '', services.settings);
        // written and read once more: a form is checked like words
        return parseQuery(formatQuery(chosen(values, before, typed)), services.settings);
    }
    catch (error) {
        if (!(error instanceof CaseError))
            throw error;
        const words = [error.message, error.next].filter(Boolean).join(' ');
        throw new CaseError(error.code, error.message, error.next, { words });
    }
}
/** @param before conditions that the form cannot show, such as other operators, stay as they were */
function chosen(values, before, typed) {
    const shown = conditions.map((condition) => shownBy(condition, before));
    const kept = before.filters.filter((one) => !shown.includes(one));
    const picked = conditions.flatMap(({ name, field, op }) => {
        const value = values[name]?.trim() ?? '';
        return value === '' || value === any ? [] : [{ field, op, value }];
    });
    const cases = which.find(({ value }) => value === values.which) ?? before;
    const [by, dir] = values.sort?.split('-') ?? [];
    const sort = caseQuery.shape.sort.safeParse({ by, dir });
    const size = Number(values.size);
    return {
        words: typed.words,
        filters: [...kept, ...picked, ...typed.filters],
        mine: cases.mine || typed.mine,
        open: cases.open || typed.open,
        sort: sort.success ? sort.data : before.sort,
        page: 1,
        pageSize: Number.isInteger(size) ? size : before.pageSize,
    };
}
//# sourceMappingURL=filter.js.map