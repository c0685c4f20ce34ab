import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { Card } from '../../cards/elements.ts';
import { actions } from '../actions.ts';

/** Adds to the card in an advisor's direct conversation why they have it, and the way out. */
export function watchedCard(card: Card, { number }: Pick<CaseFacts, 'number'>): Card {
  return {
    ...card,
    elements: [
      ...card.elements,
      { kind: 'context', text: ['You watch this case: everything that happens on it arrives here.'] },
      { kind: 'actions', actions: [actions.unwatch.button(number, 'Stop watching')] },
    ],
  };
}
