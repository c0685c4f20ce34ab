// The selects below a search result: its order and its page size. They are left out when the query is too long for an option's value.
import { defaultSort, pageSizes, type CaseQuery, type Sort, type SortBy } from '../../domain/case-query.ts';
import { formatQuery } from '../../domain/search/format-query.ts';
import { parseSort } from '../../domain/search/parse-query.ts';
import { actions } from '../actions.ts';
import type { Button, Option, Select } from '../../cards/elements.ts';

const sortLabels: Record<SortBy, string> = {
  modified: 'Last modified',
  number: 'Case number',
  subject: 'Subject',
  status: 'Status',
  priority: 'Priority',
  module: 'Module',
  type: 'Case type',
  contact: 'Contact',
  account: 'Account',
  advisor: 'Advisor',
  opened: 'Opened',
  closed: 'Closed',
  sla: 'SLA due',
  relevance: 'Relevance',
};

/** Maximum length of an option's value (Slack: 150 characters). */
const maxOptionLength = 150;

/** What decides which orders are offered. */
interface SortContext {
  /** the reader sees cases of several accounts */
  hasAccounts: boolean;
  /** relevance needs words */
  hasWords: boolean;
  /** offers every column in its usual direction only, but this one in both; by default, all in both */
  current?: SortBy;
}

/** Makes the options for sorting by every column. @param valueOf returns the value of an option */
export function sortOptions({ hasAccounts, hasWords, current }: SortContext, valueOf: (sort: Sort) => string): Option[] {
  return (Object.keys(sortLabels) as SortBy[])
    .filter((by) => (by !== 'account' || hasAccounts) && (by !== 'relevance' || hasWords))
    .flatMap((by) =>
      (['desc', 'asc'] as const)
        .filter((dir) => isOffered({ by, dir }, current))
        .map((dir) => ({
          label: by === 'relevance' ? sortLabels[by] : `${sortLabels[by]} ${dir === 'desc' ? '↓' : '↑'}`,
          value: valueOf({ by, dir }),
        })),
    );
}

/** The menu below results must leave room for their rows, so it has one direction of most columns. */
function isOffered({ by, dir }: Sort, current: SortBy | undefined): boolean {
  const isUsual = parseSort(by)?.dir === dir;
  return isUsual || (by !== 'relevance' && (current === undefined || by === current));
}

/**
 * Makes an option for every page size.
 * @param usual the configured page size
 * @param valueOf returns the value of an option
 */
export function sizeOptions(usual: number, current: number, valueOf: (pageSize: number) => string): Option[] {
  const sizes = [...new Set([...pageSizes, usual, current])].sort((one, other) => one - other);
  return sizes.map((size) => ({ label: `${size} per page`, value: valueOf(size) }));
}

/** Makes the selects for a result. Choosing an option starts at the first page. */
export function resultSelects(query: CaseQuery, total: number, hasAccounts: boolean, usualSize: number): Select[] {
  if (total < 2) return [];
  const changed = (change: Partial<CaseQuery>): string => formatQuery({ ...query, page: 1, ...change });
  const sorts = sortOptions({ hasAccounts, hasWords: query.words.length > 0, current: query.sort.by }, (sort) =>
    changed({ sort }),
  );
  const sizes = sizeOptions(usualSize, query.pageSize, (pageSize) => changed({ pageSize }));
  const selects = [
    actions.page.select('Sort by', sorts, changed({}), 'Sort'),
    ...(total > Math.min(...pageSizes) ? [actions.page.select('Page size', sizes, changed({}))] : []),
  ];
  return (
    selects
      .filter(({ options }) => options.every(({ value }) => value.length <= maxOptionLength))
      // the filter form has both
      .map((select) => ({ ...select, optional: true }))
  );
}

/** Makes the button that switches between last modified and relevance, for a search for words. */
export function sortToggle(query: CaseQuery, total: number): Button[] {
  if (total < 2 || query.words.length === 0) return [];
  const isByRelevance = query.sort.by === 'relevance';
  const sort: Sort = isByRelevance ? defaultSort : { by: 'relevance', dir: 'desc' };
  const label = isByRelevance ? 'Sort by last modified' : 'Sort by relevance';
  return [actions.page.button(formatQuery({ ...query, page: 1, sort }), label)];
}
