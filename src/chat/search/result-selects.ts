// The selects below a search result: its order and its page size. They are left out when the query is too long for an option's value.
import { formatQuery, pageSizes, type CaseQuery, type SortBy } from '../../domain/case-query.ts';
import { actions } from '../actions.ts';
import type { Option, Select } from '../../cards/elements.ts';

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
};

/** Maximum length of an option's value (Slack: 150 characters). */
const maxOptionLength = 150;

/** Makes an option for every column in both directions. @param valueOf returns the value of an option */
export function sortOptions(withAccount: boolean, valueOf: (sort: CaseQuery['sort']) => string): Option[] {
  return (Object.keys(sortLabels) as SortBy[])
    .filter((by) => by !== 'account' || withAccount)
    .flatMap((by) =>
      (['desc', 'asc'] as const).map((dir) => ({
        label: `${sortLabels[by]} ${dir === 'desc' ? '↓' : '↑'}`,
        value: valueOf({ by, dir }),
      })),
    );
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
export function resultSelects(query: CaseQuery, total: number, withAccount: boolean, usualSize: number): Select[] {
  if (total < 2) return [];
  const changed = (change: Partial<CaseQuery>): string => formatQuery({ ...query, page: 1, ...change });
  const sorts = sortOptions(withAccount, (sort) => changed({ sort }));
  const sizes = sizeOptions(usualSize, query.pageSize, (pageSize) => changed({ pageSize }));
  const selects = [
    actions.page.select('Sort by', sorts, changed({}), 'Sort'),
    ...(total > Math.min(...pageSizes) ? [actions.page.select('Page size', sizes, changed({}))] : []),
  ];
  return selects.filter(({ options }) => options.every(({ value }) => value.length <= maxOptionLength));
}
