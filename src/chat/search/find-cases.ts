// The result card of a search, however the search was made: by command, by button or with the filter form.
import { CaseError } from '../../domain/case-error.ts';
import { formatQuery, type CaseQuery } from '../../domain/case-query.ts';
import { isAuthorized } from '../../domain/person.ts';
import { searchCases } from '../../usecases/search/search-cases.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Button, Card } from '../../cards/elements.ts';
import { resultCard } from './result-card.ts';
import { resultSelects } from './result-selects.ts';

/** Maximum length of a query: a button's value has 2,000 characters, and the page is added to it. */
const maxQueryLength = 1900;

/**
 * Searches and makes the result card.
 * @throws CaseError bad-search when the query is too long for a page button
 */
export async function findCases(context: Context, query: CaseQuery): Promise<Card> {
  if (formatQuery(query).length > maxQueryLength)
    throw new CaseError('bad-search', 'This search has too many or too long filters.', 'Use fewer or shorter ones.');
  const result = await searchCases(context.services, context.person, query, context.actor.timezone ?? 'UTC');
  const withAccount = context.person.kind === 'advisor';
  return resultCard({
    title: titleOf(query),
    result,
    requestedPage: query.page,
    pageButton: (page, label) => actions.page.button(formatQuery({ ...query, page }), label),
    withAccount,
    more: [
      ...resultSelects(query, result.total, withAccount, context.services.settings.search.pageSize),
      ...nextSteps(context, query, result.total),
    ],
    empty: emptyText(query),
  });
}

function emptyText(query: CaseQuery): string {
  if (isNarrowed(query)) return 'No cases found. Try fewer words or filters.';
  return query.mine || query.open ? 'No cases right now.' : 'No cases yet.';
}

/** Returns what was searched for, as people typed it. */
function titleOf(query: CaseQuery): string {
  const filters = formatQuery({ ...query, words: [], mine: false, open: false, sort: { by: 'modified', dir: 'desc' }, page: 1 });
  const conditions = [...query.words, filters.replace(/ ?size:\d+$/, '')].filter((part) => part !== '').join(' ');
  const what = query.mine ? 'My cases' : query.open ? 'Open cases' : conditions === '' ? 'All cases' : 'Cases';
  return conditions === '' ? what : `${what}: ${conditions}`;
}

function isNarrowed({ words, filters }: CaseQuery): boolean {
  return words.length + filters.length > 0;
}

function nextSteps({ person }: Context, query: CaseQuery, total: number): Button[] {
  const filter = actions.filter.button(formatQuery({ ...query, page: 1 }), 'Filter');
  const all = actions.search.button('', 'All cases');
  const open = actions.open.button(undefined, 'Open a case');
  const showsAll = !isNarrowed(query) && !query.mine && !query.open;
  if (total > 0) return [filter, ...(showsAll ? [] : [all])];
  return [...(showsAll ? [] : [filter, all]), ...(isAuthorized(person) ? [open] : [])];
}
