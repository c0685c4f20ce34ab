// The card of an escalated case in the channel of an internal team: what the team is asked, and the button to answer.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel, waitsOn, type Status } from '../../domain/status.ts';
import type { CardDelivery } from '../../usecases/case-delivery.ts';
import { callouts, excerpt, caseFields, type SupportInfo } from './case-card.ts';
import { attachmentControls } from './case-offers.ts';
import { actions } from '../actions.ts';
import type { Button, Card, Element } from '../../cards/elements.ts';

/** Renders the card of a case for the conversation of an internal team. */
export function teamCard({ case: shown, team, asked }: CardDelivery & { team: string }, support: SupportInfo): Card {
  const number = formatCaseNumber(shown.number);
  // while the contact is asked a question, the case is not with the team, so there is nothing to return yet
  const live = shown.status === 'AssistRequest' && shown.team === team;
  const back: Button[] = live ? [actions.returnCase.button(shown.number, 'Return with answer', 'primary')] : [];
  return {
    summary: `${number} ${shown.subject}: ${live ? `waiting on ${team}` : statusLabel(shown.status)}`,
    elements: [
      { kind: 'heading', text: `${number} · ${shown.subject}` },
      live
        ? { kind: 'callout', tone: 'warning', text: [{ bold: `Waiting on ${team}` }] }
        : { kind: 'callout', tone: 'neutral', text: [{ bold: `${whereItIs(shown.status)}.` }, ' Nothing to do here.'] },
      ...(asked ? request(asked) : []),
      ...callouts(shown, 'advisor', support),
      { kind: 'fields', fields: caseFields(shown, 'advisor', support) },
      { kind: 'markdown', text: excerpt(shown.description) },
      {
        kind: 'actions',
        actions: [
          ...back,
          actions.view.button(shown.number, 'View case'),
          actions.note.button(shown.number, 'Internal note'),
          ...attachmentControls(shown, 'advisor'),
        ],
      },
      { kind: 'context', text: ['Replies here are internal.'] },
    ],
  };
}

function whereItIs(status: Status): string {
  return waitsOn(status) === 'support' ? 'Back with support' : statusLabel(status);
}

function request({ authorName, body }: NonNullable<CardDelivery['asked']>): Element[] {
  return [
    { kind: 'text', text: [{ bold: `${authorName} asked:` }] },
    { kind: 'markdown', text: body },
  ];
}
