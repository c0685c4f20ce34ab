// The card of the queue: the cases waiting on support, in groups by when they are due.
import type { Card } from '../../cards/elements.ts';
import { defaultSort, type CaseQuery, type Filter } from '../../domain/case-query.ts';
import { dueGroupOf, type DueGroup } from '../../domain/search/due-groups.ts';
import { formatConditions, formatQuery } from '../../domain/search/format-query.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { queue } from '../../usecases/search/queue.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Context } from '../capability.ts';
import { recordSearch } from '../record-access.ts';
import { shortText } from './find-cases.ts';
import { resultCard } from './result-card.ts';

const groupLabels: Readonly<Record<DueGroup, string>> = {
  overdue: 'Overdue',
  today: 'Due today',
  later: 'Due later',
  none: 'No due date',
};

/** Whether the queue shows this search in groups: without words, an order of its own and columns. */
export function isGrouped(query: CaseQuery): boolean {
  const { words, filters, asTable } = query;
  return (
    words.length === 0 &&
    hasUsualOrder(query) &&
    !asTable &&
    !filters.some((filter) => isAboutText(filter) || isAboutSnoozed(filter))
  );
}

function hasUsualOrder({ sort }: CaseQuery): boolean {
  return sort.by === defaultSort.by && sort.dir === defaultSort.dir;
}

function isAboutText({ field, value }: Filter): boolean {
  return field === 'subject' || (field === 'has' && value === 'file');
}

/** Snoozed cases are not in the queue. */
function isAboutSnoozed({ field, value }: Filter): boolean {
  return field === 'is' && value === 'snoozed';
}

const waiting: Filter = { field: 'is', operator: 'equals', value: 'waiting-on-support', negated: false };

/** Makes the search that finds the same cases of the queue. A table has no groups, so it begins with what is due first. */
export function asSearch(query: CaseQuery): CaseQuery {
  const byDue = query.asTable && hasUsualOrder(query) ? { sort: { by: 'sla', dir: 'asc' } as const } : {};
  return { ...query, ...byDue, filters: [waiting, ...query.filters] };
}

/** Reads a search as a part of the queue. @returns null where it is another list, or the queue does not show it in groups */
export function asQueue(query: CaseQuery): CaseQuery | null {
  const filters = query.filters.filter((filter) => filter.field !== 'is' || filter.negated || filter.value !== waiting.value);
  const part = { ...query, filters };
  return filters.length < query.filters.length && isGrouped(part) ? part : null;
}

/** Makes the card of a page of the queue. @param name of the saved view that this is */
export async function queueCard(context: Context, query: CaseQuery, name?: string): Promise<Card> {
  const { services } = context;
  const result = await queue(services, asAdvisor(context), query, context.actor.timezone ?? 'UTC');
  recordSearch(context, { ...query, page: result.page }, 'queue');
  const conditions = formatConditions(query).join(' ');
  const search = shortText({ ...asSearch(query), page: 1 }, services.settings.search.pageSize);
  return resultCard({
    title: name ?? (conditions === '' ? 'Queue' : `Queue: ${conditions}`),
    result,
    requestedPage: query.page,
    pageButton: (page, label) => actions.queuePage.button(formatQuery({ ...query, page }), label),
    reader: { isAdvisor: true, hasAccounts: true, now: result.moments.now },
    groupOf: ({ slaDueAt }) => {
      const group = dueGroupOf(slaDueAt, result.moments);
      return `${groupLabels[group]} · ${formatCount(result.groups[group])}`;
    },
    empty:
      conditions === ''
        ? 'The queue is empty. Nothing is waiting on support.'
        : 'Nothing in the queue matches. Try fewer filters.',
    more: [
      actions.filter.button(search, 'Filter'),
      ...(result.snoozed > 0 ? [actions.search.button('is:snoozed', `Snoozed (${formatCount(result.snoozed)})`)] : []),
      ...(result.total > 0
        ? [actions.bulk.button({ queue: formatQuery({ ...query, page: result.page }) }, 'Several cases')]
        : []),
      actions.search.button('', 'All cases'),
      actions.saveView.button(search, 'Save view'),
      ...(context.place === undefined
        ? []
        : [actions.queuePage.button(formatQuery({ ...query, page: 1, asTable: true }), 'Show as table')]),
    ],
  });
}
