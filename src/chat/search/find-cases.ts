// The result card of a search, however the search was made: by command, by button or with the filter form.
import { maxPageSize, type CaseQuery } from '../../domain/case-query.ts';
import { formatConditions, formatQuery } from '../../domain/search/format-query.ts';
import { isAuthorized } from '../../domain/person.ts';
import { readPassages } from '../../usecases/search/read-passages.ts';
import { searchCases } from '../../usecases/search/search-cases.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Button, Card } from '../../cards/elements.ts';
import { didYouMean } from './did-you-mean.ts';
import { isWhich, whichOf } from './filter-options.ts';
import { checkLength, repeatSearch } from './repeat-search.ts';
import { resultCard } from './result-card.ts';
import { resultSelects, sortToggle } from './result-selects.ts';

/**
 * Searches and makes the result card.
 * @throws CaseError bad-search when the query is too long for a page button
 */
export async function findCases(context: Context, asked: CaseQuery): Promise<Card> {
  checkLength(formatQuery(asked));
  const { length } = formatQuery({ ...asked, page: 1 });
  const isLong = length > longSearch;
  const query = { ...asked, pageSize: Math.min(asked.pageSize, maxRows(length)) };
  const { services, person } = context;
  const { pageSize } = services.settings.search;
  const result = await searchCases(services, person, query, context.actor.timezone ?? 'UTC');
  const numbers = result.rows.map(({ number }) => number);
  const withAccount = person.kind === 'advisor';
  return resultCard({
    title: titleOf(query),
    result,
    requestedPage: query.page,
    pageButton: (page, label) => actions.page.button(formatQuery({ ...query, page }), label),
    withAccount,
    nextPageOnly: isLong,
    passages: await readPassages(services, person, numbers, query.words, numbers.length > 10 ? shortPassage : undefined),
    more: [
      ...(isLong ? [] : sortToggle(query, result.total)),
      ...resultSelects(query, result.total, withAccount, pageSize),
      ...nextSteps(context, query, result.total),
    ],
    empty: emptyText(query),
    instead: result.total > 0 ? [] : await didYouMean(context, query.words, (words) => formatQuery({ ...query, words, page: 1 })),
    after: repeatSearch(context, commandText(query, pageSize)),
    ...(query.shortened ? { note: `Searched for the first ${query.words.length} words.` } : {}),
  });
}

/** Length of a search in characters from which on its card has only the most important buttons, because each repeats the search. */
const longSearch = 500;

/** The most rows for which a message has room, beside the buttons that repeat a search of this length. */
function maxRows(length: number): number {
  if (length > longSearch) return 10;
  return length > 150 ? 20 : maxPageSize;
}

/** Length of passages on a long page: so that a message has room for most of them. */
const shortPassage = 90;

/** Writes a search for people. @param usualSize the page size that need not be said */
function commandText(query: CaseQuery, usualSize: number): string {
  const text = formatQuery(query);
  return query.pageSize === usualSize ? text.replace(/ ?size:\d+$/, '') : text;
}

function emptyText(query: CaseQuery): string {
  if (isNarrowed(query)) return 'No cases found. Try fewer words or filters.';
  return query.filters.length > 0 ? 'No cases right now.' : 'No cases yet.';
}

/** Returns what was searched for, as people typed it. */
function titleOf(query: CaseQuery): string {
  const shown = whichOf(query);
  const filters = shown ? query.filters.filter((filter) => !isWhich(filter)) : query.filters;
  const conditions = formatConditions({ ...query, filters }).join(' ');
  const what = shown && shown.is.length > 0 ? shown.label : conditions === '' ? 'All cases' : 'Cases';
  return conditions === '' ? what : `${what}: ${conditions}`;
}

/** Whether a search has more than the choice of a list such as "My cases". */
function isNarrowed({ words, filters }: CaseQuery): boolean {
  return words.length > 0 || !filters.every(isWhich);
}

function nextSteps({ person }: Context, query: CaseQuery, total: number): Button[] {
  const filter = actions.filter.button(formatQuery({ ...query, page: 1 }), 'Filter');
  const all = actions.search.button('', 'All cases');
  const open = actions.open.button(undefined, 'Open a case');
  const showsAll = query.words.length === 0 && query.filters.length === 0;
  const text = formatQuery(query);
  const offersBulk = person.kind === 'advisor' && text.length <= longSearch;
  const several = offersBulk ? [actions.bulk.button({ search: text }, 'Several cases')] : [];
  if (total > 0) return [filter, ...several, ...(showsAll ? [] : [all])];
  return [...(showsAll ? [] : [filter, all]), ...(isAuthorized(person) ? [open] : [])];
}
