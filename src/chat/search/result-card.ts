// A list of cases: the number of results at the top, pages, sorting, and a way on when there is nothing.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel } from '../../domain/status.ts';
import type { CaseRow } from '../../usecases/case-facts.ts';
import type { SearchResult } from '../../usecases/search/search-cases.ts';
import type { Button, Card, Control, Element, Inline } from '../../cards/elements.ts';

export interface Listing {
  title: string;
  result: SearchResult;
  /** the page that was asked for; one past the end shows the last, and says so */
  asked: number;
  /** the action of the page buttons; its value is what `pageValue` makes of a page */
  action: string;
  pageValue: (page: number) => string;
  /** advisors see every account, so its name stands in each line */
  withAccount: boolean;
  /** each line says when its SLA is due, or was at this moment: in the queue */
  slaAt?: Date;
  /** what can be done besides, or when nothing was found */
  more?: Control[];
  empty: string;
}

export function resultCard(list: Listing): Card {
  const { result } = list;
  const count = result.total === 1 ? '1 case' : `${result.total.toLocaleString('en-US')} cases`;
  const pages = result.pages > 1 ? ` · page ${result.page} of ${result.pages.toLocaleString('en-US')}` : '';
  const beyond =
    list.asked > result.page && result.total > 0
      ? ` · there is no page ${list.asked.toLocaleString('en-US')}, this is the last`
      : '';
  return {
    summary: `${list.title}: ${count}`,
    elements: [
      { kind: 'heading', text: list.title },
      { kind: 'context', text: [{ bold: count }, pages, beyond] },
      ...(result.total === 0
        ? [{ kind: 'text' as const, text: [list.empty] }]
        : result.rows.map((row) => caseRow(row, list.withAccount, list.slaAt))),
      ...controlsOf(list),
    ],
  };
}

export function caseRow(row: CaseRow, withAccount: boolean, slaAt?: Date): Element {
  const actor = withAccount ? `${row.contactName}, ${row.accountName}` : row.contactName;
  const detail: Inline[] = [
    `${statusLabel(row.status)} · ${row.priority} · ${row.module} · ${actor} · ${row.advisorName ?? 'not assigned'} · `,
    { at: row.updatedAt, as: 'moment' },
    ...(slaAt ? slaOf(row, slaAt) : []),
  ];
  return {
    kind: 'listItem',
    text: [{ bold: formatCaseNumber(row.number) }, ` ${row.subject}`],
    detail,
    button: { kind: 'button', label: 'View', action: 'view', value: String(row.number) },
  };
}

function slaOf({ slaDueAt }: CaseRow, now: Date): Inline[] {
  if (!slaDueAt) return [];
  return [slaDueAt <= now ? ' · SLA breached: was due ' : ' · SLA due ', { at: slaDueAt, as: 'moment' }];
}

function controlsOf(list: Listing): Element[] {
  return [turning(list), list.more ?? []]
    .filter((controls) => controls.length > 0)
    .map((controls) => ({ kind: 'actions', actions: controls }));
}

/** First and last only where they are not the neighbours. */
function turning({ result: { page, pages }, action, pageValue }: Listing): Button[] {
  const turns: [string, number, boolean][] = [
    ['First page', 1, page > 2],
    ['Previous page', page - 1, page > 1],
    ['Next page', page + 1, page < pages],
    ['Last page', pages, page < pages - 1],
  ];
  return turns.filter(([, , shown]) => shown).map(([label, to]) => ({ kind: 'button', label, action, value: pageValue(to) }));
}
