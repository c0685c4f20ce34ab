// The result card of a search, however the search was made: by command, by button or with the filter form.
import { maxPageSize, type CaseQuery } from '../../domain/case-query.ts';
import { formatConditions, formatQuery } from '../../domain/search/format-query.ts';
import { isAuthorized, seesSeveralAccounts } from '../../domain/person.ts';
import { readPassages } from '../../usecases/search/read-passages.ts';
import { searchCases } from '../../usecases/search/search-cases.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { recordSearch } from '../record-access.ts';
import type { Button, Card } from '../../cards/elements.ts';
import { caseTable, maxTableRows } from './case-table.ts';
import { didYouMean } from './did-you-mean.ts';
import { isWhich, whichOf } from './filter-options.ts';
import { checkLength, repeatSearch } from './repeat-search.ts';
import { resultCard } from './result-card.ts';
import { resultSelects, sortToggle } from './result-selects.ts';

/**
 * Searches and makes the result card.
 * @param name of the saved view that this is; by default the title says what was searched for
 * @throws CaseError bad-search when the query is too long for a page button
 */
export async function findCases(context: Context, asked: CaseQuery, name?: string): Promise<Card> {
  checkLength(formatQuery(asked));
  const { length } = formatQuery({ ...asked, page: 1 });
  const isLong = length > longSearch;
  const query = { ...asked, pageSize: Math.min(asked.pageSize, maxRows(length)) };
  const { services, person } = context;
  const { pageSize } = services.settings.search;
  const hasAccounts = seesSeveralAccounts(person);
  const reader = { isAdvisor: person.kind === 'advisor', hasAccounts, now: services.clock.now() };
  const zone = context.actor.timezone ?? 'UTC';
  const result = await searchCases(services, person, query, zone);
  recordSearch(context, { ...asked, page: result.page });
  const numbers = result.rows.map(({ number }) => number);
  return resultCard({
    title: name ?? titleOf(query),
    result,
    requestedPage: query.page,
    pageButton: (page, label) => actions.page.button(formatQuery({ ...query, page }), label),
    reader,
    ...(isTable(context, query, result.rows.length) ? { table: caseTable(result.rows, reader, zone) } : {}),
    nextPageOnly: isLong,
    passages: await readPassages(services, person, numbers, query.words, numbers.length > 10 ? shortPassage : undefined),
    more: [
      ...(isLong ? [] : sortToggle(query, result.total)),
      ...resultSelects(query, result.total, hasAccounts, pageSize),
      ...nextSteps(context, query, result.total),
    ],
    empty: emptyText(query),
    instead: result.total > 0 ? [] : await didYouMean(context, query.words, (words) => formatQuery({ ...query, words, page: 1 })),
    after: repeatSearch(context, commandText(query, pageSize)),
    ...(query.shortened ? { note: `Searched for the first ${query.words.length} words.` } : {}),
  });
}

/** Whether a page is shown as a table: it was asked for, and a message has room for it. Modals and the Home tab have no tables. */
function isTable({ place }: Context, { asTable }: CaseQuery, rows: number): boolean {
  return asTable && place !== undefined && rows > 0 && rows <= maxTableRows;
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

/** Writes a search for people; empty for a list such as "My cases". @param usualSize the page size that need not be said */
function commandText(query: CaseQuery, usualSize: number): string {
  const short = shortText(query, usualSize);
  // commands of one word repeat the usual lists
  return query.filters.length > 0 && short === formatConditions(query).join(' ') && !isNarrowed(query) ? '' : short;
}

/** Writes a search without the page size that need not be said. */
export function shortText(query: CaseQuery, usualSize: number): string {
  const text = formatQuery(query);
  return query.pageSize === usualSize ? text.replace(/ ?size:\d+$/, '') : text;
}

function emptyText(query: CaseQuery): string {
  if (isNarrowed(query)) return 'No cases found. Try fewer words or filters.';
  if (query.filters.some((filter) => isWhich(filter) && filter.value === 'open')) return 'No open cases.';
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

function nextSteps(context: Context, query: CaseQuery, total: number): Button[] {
  const { person, services } = context;
  const text = formatQuery({ ...query, page: 1 });
  const filter = actions.filter.button(text, 'Filter');
  const all = actions.search.button('', 'All cases');
  const open = actions.open.button(undefined, 'Open a case');
  const showsAll = query.words.length === 0 && query.filters.length === 0;
  const saved = shortText({ ...query, page: 1 }, services.settings.search.pageSize);
  const save = showsAll ? [] : [actions.saveView.button(saved, 'Save view')];
  // each of these buttons repeats the search
  const isLong = text.length > longSearch;
  if (total > 0 && isLong) return [filter, all, ...save];
  const several =
    person.kind === 'advisor' && total > 0 ? [actions.bulk.button({ search: formatQuery(query) }, 'Several cases')] : [];
  if (total > 0)
    return [filter, ...several, ...withClosed(query), ...(showsAll ? [] : [all]), ...save, ...layoutToggle(context, query)];
  return [...(showsAll ? [] : [filter, ...withClosed(query), all]), ...(isAuthorized(person) ? [open] : [])];
}

/** Makes the button that switches between lines and a table. */
function layoutToggle({ place }: Context, query: CaseQuery): Button[] {
  if (place === undefined || query.pageSize > maxTableRows) return [];
  const other = formatQuery({ ...query, asTable: !query.asTable });
  return [actions.page.button(other, query.asTable ? 'Show as list' : 'Show as table')];
}

/** Makes the button that shows the closed cases of a list of open ones. Where that is every case, another button shows them. */
function withClosed(query: CaseQuery): Button[] {
  const filters = query.filters.filter((filter) => !(isWhich(filter) && filter.value === 'open'));
  if (filters.length === query.filters.length || filters.length + query.words.length === 0) return [];
  return [actions.page.button(formatQuery({ ...query, filters, page: 1 }), 'Include closed')];
}
