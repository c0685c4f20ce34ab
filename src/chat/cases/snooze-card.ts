// The message that gives an advisor a case back that they snoozed.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isOpen, statusLabel } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { Card, Element } from '../../cards/elements.ts';
import { actions } from '../actions.ts';

/** What a snooze does not do. */
export const clocksRun = 'The SLA and the follow-up keep running.';

/** Renders the end of a snooze. Once the case is closed, there is nothing to do. */
export function snoozeOverCard(shown: CaseFacts): Card {
  const { number, subject, contact, account, status, answered } = shown;
  const name = formatCaseNumber(number);
  const why = answered ? `${contact.name} replied.` : 'Your snooze is over.';
  const view = actions.view.button(number, 'View case', 'primary');
  return {
    summary: `${name} is back: ${why}`,
    elements: [
      { kind: 'text', text: [{ bold: `${name} is back in your lists.` }, ` ${why}`] },
      { kind: 'text', text: [subject] },
      { kind: 'context', text: [`${contact.name}, ${account.name} · ${shown.priority} · ${statusLabel(status)}`] },
      { kind: 'actions', actions: isOpen(status) ? [view, actions.snooze.button(number, 'Snooze')] : [view] },
    ],
  };
}

/** Tells whether a person snoozed the case. */
export function isSnoozed({ snoozes }: Pick<CaseFacts, 'snoozes'>, personId: number | undefined): boolean {
  return snoozes[String(personId)] !== undefined;
}

/** Says until when the reader snoozed the case. */
export function snoozedCallout({ snoozes }: Pick<CaseFacts, 'snoozes'>, readerId: number): Element[] {
  const until = snoozes[String(readerId)];
  if (until === undefined) return [];
  return [
    {
      kind: 'callout',
      tone: 'neutral',
      text: [{ bold: 'You snoozed it until ' }, { at: until, as: 'moment' }, `. ${clocksRun}`],
    },
  ];
}
