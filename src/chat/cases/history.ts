// Handles `history CB-123` and the button *History*: who did what to a case, newest first, one page at a time. What contacts may read
// is decided in domain/history.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { caseHistory, type CaseHistory, type HistoryFacts } from '../../usecases/cases/case-history.ts';
import { actions } from '../actions.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import type { Button, Card, Element, Inline } from '../../cards/elements.ts';
import { historyText, historyValue } from './history-text.ts';
import type { Reply } from '../interaction.ts';
import { recordAccess } from '../record-access.ts';
import { plural } from '../../domain/text/numbers.ts';
import { flatText } from '../../cards/flat-text.ts';
import { truncate } from '../../cards/visible-text.ts';

/** Shows the history of a case. */
export const history: Capability = {
  commands: [
    defineCommand({
      name: 'history',
      usage: 'CB-123',
      description: 'case history',
      topic: 'find',
      example: 'history CB-123',
      availableTo: everyone,
      args: caseAndText,
      run: (context, { number }) => show(context, number, 1),
    }),
  ],
  actions: [
    // opens in a modal: it is long, and only its reader needs it
    actions.history.handle({ opensForm: true, run: (context, number) => show(context, number, 1) }),
    actions.historyPage.handle({
      run: async (context, { number, page }) => ({ ...(await show(context, number, page)), replace: true }),
    }),
  ],
};

async function show(context: Context, number: number, page: number): Promise<Reply & { kind: 'card' }> {
  const read = await caseHistory(context.services, context.person, number, page);
  recordAccess(context, { action: 'history', caseNumber: number });
  return { kind: 'card', card: historyCard(read) };
}

function historyCard(read: CaseHistory): Card {
  const { number, subject, total, page, pages } = read;
  const count = plural(total, 'entry', 'entries');
  return {
    summary: `History of ${formatCaseNumber(number)}: ${count}`,
    title: `${formatCaseNumber(number)} · History`,
    elements: [
      { kind: 'heading', text: `History of ${formatCaseNumber(number)} · ${subject}` },
      {
        kind: 'context',
        text: [total === 0 ? 'No history yet' : `${count}, newest first${pages > 1 ? ` · page ${page} of ${pages}` : ''}`],
      },
      ...read.entries.map(entry),
      { kind: 'actions', actions: controls(read) },
    ],
  };
}

/** Characters shown of a reason; the feed has the whole text. */
const maxReasonLength = 200;

function entry({ at, actor, action, from, to, why }: HistoryFacts): Element {
  const values = [from, to].filter((value) => value !== null);
  const moved = from === to ? '' : values.map(historyValue).join(' → ');
  // an objection has no reason of its own: its post says the same as its sentence here
  const reason = why && action !== 'object' ? truncate(flatText(why), maxReasonLength) : '';
  // a reason that begins with the new value, such as the title of an incident, says it already
  const facts = [reason.startsWith(moved) ? '' : moved, reason].filter((text) => text !== '');
  const detail: Inline[] = [{ at, as: 'moment' }, ...facts.map((text) => ` · ${text}`)];
  return { kind: 'listItem', text: [{ bold: actor }, ` ${historyText(action)}`], detail };
}

function controls({ number, page, pages }: CaseHistory): Button[] {
  return [
    ...(page > 1 ? [actions.historyPage.button({ number, page: page - 1 }, 'Newer entries')] : []),
    ...(page < pages ? [actions.historyPage.button({ number, page: page + 1 }, 'Older entries')] : []),
    actions.view.button(number, 'View case'),
  ];
}
