// The one result of every search, whichever way it was asked.
import { CaseError } from "../../domain/case-error.js";
import { formatQuery } from "../../domain/case-query.js";
import { isAuthorized } from "../../domain/person.js";
import { searchCases } from "../../usecases/search/search-cases.js";
import { resultCard } from "./result-card.js";
import { resultSelects } from "./result-selects.js";
/** What a button carries (2,000 characters), less the page it adds. */
const longestQuery = 1900;
/** @throws CaseError bad-search for more than a page button can carry */
export async function findCases(context, query) {
    if (formatQuery(query).length > longestQuery)
        throw new CaseError('bad-search', 'This search has too many or too long conditions.', 'Use fewer or shorter ones.');
    const result = await searchCases(context.services, context.person, query);
    const withAccount = context.person.kind === 'advisor';
    return resultCard({
        title: titleOf(query),
        result,
        asked: query.page,
        action: 'page',
        pageValue: (page) => formatQuery({ ...query, page }),
        withAccount,
        more: [
            ...resultSelects(query, result.total, withAccount, context.services.settings.search.pageSize),
            ...waysOn(context, query, result.total),
        ],
        empty: isNarrowed(query)
            ? 'No case meets every condition. Use fewer words, or look at all cases.'
            : query.mine || query.open
                ? 'There is none at the moment.'
                : 'There are no cases yet.',
    });
}
/** What was searched for, as people wrote it. */
function titleOf(query) {
    const filters = formatQuery({ ...query, words: [], mine: false, open: false, sort: { by: 'modified', dir: 'desc' }, page: 1 });
    const conditions = [...query.words, filters.replace(/ ?size:\d+$/, '')].filter((part) => part !== '').join(' ');
    const what = query.mine ? 'My cases' : query.open ? 'Open cases' : conditions === '' ? 'All cases' : 'Cases';
    return conditions === '' ? what : `${what}: ${conditions}`;
}
function isNarrowed({ words, filters }) {
    return words.length + filters.length > 0;
}
function waysOn({ person }, query, total) {
    const filter = { kind: 'button', label: 'Filter', action: 'filter', value: formatQuery({ ...query, page: 1 }) };
    const all = { kind: 'button', label: 'All cases', action: 'search', value: '' };
    const open = { kind: 'button', label: 'Open a case', action: 'open', value: '' };
    const wide = !isNarrowed(query) && !query.mine && !query.open;
    if (total > 0)
        return [filter, ...(wide ? [] : [all])];
    return [...(wide ? [] : [filter, all]), ...(isAuthorized(person) ? [open] : [])];
}
//# sourceMappingURL=find-cases.js.map