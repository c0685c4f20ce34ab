// A page of a list of cases: the number of results at the top, a line per case, buttons to turn the page, and what to do when it is empty.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel } from '../../domain/status.ts';
import { formatCount, formatPercent, plural } from '../../domain/text/numbers.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { CaseRow } from '../../usecases/case-facts.ts';
import type { CasePassage } from '../../usecases/search/read-passages.ts';
import type { CasePage, SearchResult } from '../../usecases/search/search-cases.ts';
import { actions } from '../actions.ts';
import type { Button, Card, Control, Element, Inline } from '../../cards/elements.ts';
import { passageText } from './passage-text.ts';

/** What a result card shows. */
export interface Listing {
  title: string;
  result: CasePage & Partial<SearchResult>;
  /** the page the person asked for; beyond the end, the card shows the last page and says so */
  requestedPage: number;
  /** makes the button that leads to a page */
  pageButton: (page: number, label: string) => Button;
  /** leaves out the buttons to the first and the last page */
  nextPageOnly?: boolean;
  /** who reads it: advisors see the account of each case, and when its SLA is due or was due before now */
  reader: RowReader;
  /** shown in place of the lines of the cases */
  table?: Element[];
  /** names the group of a case; each group has a heading */
  groupOf?: (row: CaseRow) => string;
  /** further controls below the list */
  more?: Control[];
  /** what the words of the search matched, by case number */
  passages?: ReadonlyMap<number, CasePassage>;
  /** the text for no results */
  empty: string;
  /** shown below the text for no results */
  instead?: Element[];
  /** shown below the results */
  after?: Element[];
  /** shown behind the number of results */
  note?: string;
}

/** Makes the card of one page of results. */
export function resultCard(list: Listing): Card {
  const { result } = list;
  const count = result.capped ? `more than ${plural(result.total, 'case')}` : plural(result.total, 'case');
  return {
    summary: `${list.title}: ${count}`,
    elements: [
      { kind: 'heading', text: list.title },
      { kind: 'context', text: [{ bold: count }, pageText(list), ...(list.note === undefined ? [] : [` · ${list.note}`])] },
      ...preparing(result),
      ...(result.total === 0
        ? [{ kind: 'text' as const, text: [list.empty] }, ...(list.instead ?? [])]
        : (list.table ?? caseRows(list))),
      ...(list.after ?? []),
      ...controlsOf(list),
    ],
  };
}

/** Says that an upgrade is still preparing the cases, because a search would otherwise seem to have found all there is. */
function preparing({ prepared }: Partial<SearchResult>): Element[] {
  if (prepared === undefined || prepared === null) return [];
  return [{ kind: 'context', text: [`Search is being prepared: ${formatPercent(prepared)} of cases are searchable.`] }];
}

function pageText({ result, requestedPage }: Listing): string {
  const { page, pages, total, capped } = result;
  const position = `page ${formatCount(page)} of ${capped ? 'more than ' : ''}${formatCount(pages)}`;
  if (requestedPage > page && total > 0) return ` · page ${formatCount(requestedPage)} doesn't exist, showing ${position}`;
  return pages > 1 ? ` · ${position}` : '';
}

function caseRows({ result, reader, groupOf, passages }: Listing): Element[] {
  let shown: string | undefined;
  return result.rows.flatMap((row): Element[] => {
    const group = groupOf?.(row);
    const heading: Element[] = group === undefined || group === shown ? [] : [{ kind: 'text', text: [{ bold: group }] }];
    shown = group;
    return [...heading, caseRow(row, reader, passages?.get(row.number))];
  });
}

/** Who reads the line of a case. */
export interface RowReader {
  isAdvisor: boolean;
  /** they see cases of several accounts, so a line names the account */
  hasAccounts: boolean;
  now: Date;
}

/**
 * Makes the line of one case: its number and subject, then small parts that are always in the same order, so that a list can be scanned.
 * @param passage shown on a line of its own, with the matching words bold
 */
export function caseRow(row: CaseRow, reader: RowReader, passage?: CasePassage): Element {
  const due = dueText(row, reader);
  const whose = [...(reader.hasAccounts ? [row.accountName] : []), ...(reader.isAdvisor ? [] : [row.contactName])].join(' · ');
  return {
    kind: 'listItem',
    text: [{ bold: formatCaseNumber(row.number) }, ` ${row.subject}`],
    detail: [
      `${statusLabel(row.status)} · ${row.priority}`,
      ...due,
      ` · ${whose} · ${row.advisorName ?? 'unassigned'}`,
      // a list of what is due leaves no room for what is past
      ...(due.length > 0 && reader.isAdvisor ? [] : [' · ', { at: row.updatedAt, as: 'moment' as const }]),
      ...(reader.isAdvisor && row.phoneCallExpected ? [' · phone call expected'] : []),
    ],
    ...(passage ? { passage: [...(passage.isNote ? ['Internal note: '] : []), ...passageText(passage)] } : {}),
    button: actions.view.button(row.number, 'View'),
    menu: 'View a case',
  };
}

/** Says when the SLA is due. Contacts see the day by which they need it instead, because the SLA is internal. */
function dueText({ slaDueAt, dueDate }: CaseRow, { isAdvisor, now }: RowReader): Inline[] {
  if (!isAdvisor) return dueDate === null ? [] : [` · due ${formatDay(dueDate)}`];
  if (slaDueAt === null) return [];
  return [slaDueAt <= now ? ' · overdue since ' : ' · due ', { at: slaDueAt, as: 'moment' }];
}

function controlsOf(list: Listing): Element[] {
  return [pageButtons(list), list.more ?? []]
    .filter((controls) => controls.length > 0)
    .map((controls) => ({ kind: 'actions', actions: controls }));
}

/** First and last page are left out where they are the previous or next page. */
function pageButtons({ result: { page, pages, capped }, pageButton, nextPageOnly = false }: Listing): Button[] {
  const targets: [string, number, boolean][] = [
    ['First page', 1, page > 2 && !nextPageOnly],
    ['Previous page', page - 1, page > 1],
    ['Next page', page + 1, page < pages],
    ['Last page', pages, !capped && page < pages - 1 && !nextPageOnly],
  ];
  return targets.filter(([, , shown]) => shown).map(([label, target]) => pageButton(target, label));
}
