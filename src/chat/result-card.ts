// A list of cases: the number of results at the top, pages, sorting, and a way on when there is nothing.
import { formatNumber } from '../domain/case-number.ts';
import { formatQuery, type CaseQuery, type SortBy } from '../domain/case-query.ts';
import { statusLabel } from '../domain/status.ts';
import type { CaseRow } from '../usecases/facts.ts';
import type { SearchResult } from '../usecases/search-cases.ts';
import type { Button, Card, Control, Element, Inline } from './elements.ts';

export interface Listing {
  title: string;
  result: SearchResult;
  /** the action of the page buttons; its value is what `pageValue` makes of a page */
  action: string;
  pageValue: (page: number) => string;
  /** advisors see every account, so its name stands in each line */
  withAccount: boolean;
  /** what can be done when nothing was found, or besides */
  more?: Control[];
  empty: string;
}

export function resultCard(list: Listing): Card {
  const { result } = list;
  const count = result.total === 1 ? '1 case' : `${result.total.toLocaleString('en-US')} cases`;
  const pages = result.pages > 1 ? ` · page ${result.page} of ${result.pages}` : '';
  return {
    summary: `${list.title}: ${count}`,
    elements: [
      { kind: 'heading', text: list.title },
      { kind: 'quiet', words: [{ bold: count }, pages] },
      ...(result.total === 0
        ? [{ kind: 'text' as const, words: [list.empty] }]
        : result.rows.map((row) => caseRow(row, list.withAccount))),
      ...controlsOf(list),
    ],
  };
}

export function caseRow(row: CaseRow, withAccount: boolean): Element {
  const who = withAccount ? `${row.contactName}, ${row.accountName}` : row.contactName;
  const detail: Inline[] = [
    `${statusLabel(row.status)} · ${row.priority} · ${row.module} · ${who} · ${row.advisorName ?? 'not assigned'} · `,
    { at: row.updatedAt, as: 'moment' },
  ];
  return {
    kind: 'row',
    words: [{ bold: formatNumber(row.number) }, ` ${row.subject}`],
    detail,
    button: { kind: 'button', label: 'View', action: 'view', value: String(row.number) },
  };
}

function controlsOf(list: Listing): Element[] {
  const { page, pages } = list.result;
  const to = (label: string, target: number): Button[] =>
    target === page || target < 1 || target > pages
      ? []
      : [{ kind: 'button', label, action: list.action, value: list.pageValue(target) }];
  const turning =
    pages > 1
      ? [
          ...(page > 2 ? to('First page', 1) : []),
          ...to('Previous page', page - 1),
          ...to('Next page', page + 1),
          ...(page < pages - 1 ? to('Last page', pages) : []),
        ]
      : [];
  return [turning, list.more ?? []].filter((controls) => controls.length > 0).map((controls) => ({ kind: 'controls', controls }));
}

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

/** An option carries at most so much (Slack: 150 characters). */
const longestOption = 150;

/** Every column in both directions; choosing starts at the first page. None for a query too long to be carried: `sort:` does it, too. */
export function sortSelect(query: CaseQuery, withAccount: boolean): Control[] {
  const carried = formatQuery({ ...query, page: 1 });
  const options = (Object.keys(sortLabels) as SortBy[])
    .filter((by) => by !== 'account' || withAccount)
    .flatMap((by) =>
      (['desc', 'asc'] as const).map((dir) => ({
        label: `${sortLabels[by]} ${dir === 'desc' ? '↓' : '↑'}`,
        value: `${by}-${dir}|${carried}`,
      })),
    );
  return options.some(({ value }) => value.length > longestOption)
    ? []
    : [{ kind: 'select', label: 'Sort by', action: 'sort', options }];
}
