// A post about a case for a person who must act on it and is not mentioned in a conversation of the case: an SLA alert or an escalation.
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { AlertDelivery } from '../../usecases/notifications/load-alert.ts';
import { actions } from '../actions.ts';
import type { Card } from '../../cards/elements.ts';
import { postCard } from './post-card.ts';

/** Renders the post with what it is about and the way to the case. @param brand the support organization's name */
export function alertCard({ case: of, post }: AlertDelivery, brand: string): Card {
  const card = postCard(post, of, 'advisor', brand, []);
  return {
    ...card,
    elements: [
      { kind: 'context', text: [{ bold: `${formatCaseNumber(of.number)} · ${of.subject}` }] },
      ...card.elements.filter(({ kind }) => kind !== 'actions'),
      { kind: 'actions', actions: [actions.view.button(of.number, 'View case', 'primary')] },
    ],
  };
}
