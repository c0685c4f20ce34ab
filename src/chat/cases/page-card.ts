// Renders the message that calls a person on call to a critical case. Once somebody has the case, it says so and loses its button. Who is
// paged and when: domain/on-call.ts and usecases/page-on-call.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { needsPaging } from '../../domain/on-call.ts';
import { statusLabel } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { Card, Inline } from '../../cards/elements.ts';
import { actions } from '../actions.ts';
import { excerpt } from './case-card.ts';

/** Renders a page for a case. */
export function pageCard(shown: CaseFacts): Card {
  const { number, subject, contact, account, advisor } = shown;
  const name = `${formatCaseNumber(number)} · ${subject}`;
  const view = actions.view.button(number, 'View case');
  const isOpen = needsPaging({ ...shown, advisorId: advisor?.id ?? null });
  if (!isOpen) {
    const text = advisor
      ? `${advisor.name} is working on ${name}.`
      : `${name} no longer needs you (${statusLabel(shown.status)}).`;
    return {
      summary: text,
      elements: [
        { kind: 'text', text: [text] },
        { kind: 'actions', actions: [view] },
      ],
    };
  }
  const due: Inline[] = shown.respondBy ? [' The first response is due ', { at: shown.respondBy, as: 'moment' }, '.'] : [];
  return {
    summary: `Critical and unclaimed: ${name}`,
    elements: [
      { kind: 'heading', text: name },
      { kind: 'callout', tone: 'danger', text: [{ bold: 'Critical and unclaimed.' }, " You're on call.", ...due] },
      { kind: 'text', text: [`${contact.name}, ${account.name} · ${shown.module}`] },
      { kind: 'markdown', text: excerpt(shown.description) },
      { kind: 'actions', actions: [actions.claim.button(number, 'Claim', 'primary'), view] },
    ],
  };
}
