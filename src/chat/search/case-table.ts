// A page of cases as a table: one line per case, in columns. It has no buttons, so a menu below it opens a case. The lines of result-card.ts
// stay the usual list: they fit a phone, and modals, long pages and mail have no tables.
import type { PhrasingContent } from 'mdast';
import type { Element } from '../../cards/elements.ts';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { tableOf } from '../../cards/table.ts';
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel } from '../../domain/status.ts';
import { formatDateTime, formatDay } from '../../domain/text/times.ts';
import type { CaseRow } from '../../usecases/case-facts.ts';
import { actions } from '../actions.ts';
import type { RowReader } from './result-card.ts';

/** The most rows for which a message of either platform has room. */
export const maxTableRows = 20;

/** Characters of a cell: longer subjects make every line two lines. */
const maxSubject = 60;
const maxName = 30;

/**
 * Makes the table of some cases and the menu below it.
 * @param zone IANA: the reader's, because no platform formats times in a table
 */
export function caseTable(rows: readonly CaseRow[], reader: RowReader, zone: string): Element[] {
  const head = ['Case', 'Subject', 'Status', 'Priority', 'Due', ...(reader.hasAccounts ? ['Account'] : []), 'Advisor'];
  const body = rows.map((row) => [
    formatCaseNumber(row.number),
    truncate(row.subject, maxSubject),
    statusLabel(row.status),
    row.priority,
    dueCell(row, reader, zone),
    ...(reader.hasAccounts ? [truncate(row.accountName, maxName)] : []),
    truncate(row.advisorName ?? 'Unassigned', maxName),
  ]);
  const cell = (value: string): PhrasingContent[] => [{ type: 'text', value: value.replace(/\s+/g, ' ') }];
  const options = rows.map(({ number, subject }) =>
    actions.view.option(number, truncate(`${formatCaseNumber(number)} ${subject}`, maxSubject)),
  );
  return [
    { kind: 'markdown', text: writeMarkdown([tableOf([head, ...body].map((cells) => cells.map(cell)))]) },
    { kind: 'actions', actions: [actions.view.select('View a case', options, undefined, 'View case')] },
  ];
}

/** When the SLA is due, which is internal; for contacts, the day by which they need it. */
function dueCell({ slaDueAt, dueDate }: CaseRow, { isAdvisor, now }: RowReader, zone: string): string {
  if (!isAdvisor) return dueDate === null ? '–' : formatDay(dueDate);
  if (slaDueAt === null) return '–';
  return `${slaDueAt <= now ? 'Overdue: ' : ''}${formatDateTime(slaDueAt, zone, now)}`;
}
