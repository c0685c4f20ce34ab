// The buttons of a case's card in a queue: the daily work first, so that nobody has to open the case for it, then *More*.
import type { Button, Control } from '../../cards/elements.ts';
import { isOpen } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import { actions } from '../actions.ts';
import type { Action } from '../define-action.ts';
import { advisorOffers, attachmentControls, moreSelect, offerButton, type Offer } from './case-offers.ts';

/** The daily work with a case: each has a button of its own, in this order. */
const dailyWork = [
  actions.claim,
  actions.confirmPhoneCall,
  actions.applyContactChange,
  actions.ask,
  actions.resolve,
  actions.assign,
  actions.triage,
];

/**
 * Makes the buttons of the daily work, and the list *More* for everything else that an advisor can do. A colleague's case is taken over from
 * the whole case, because the answer would replace a card that everybody in the queue sees.
 */
export function queueControls(shown: CaseFacts): Control[] {
  const { number } = shown;
  const note = actions.note.button(number, 'Internal note');
  const details = [actions.view.button(number, 'View case'), ...attachmentControls(shown, 'advisor')];
  if (!isOpen(shown.status)) return [note, ...details];
  const offers = advisorOffers(shown).filter(({ action }) => action !== actions.claim || shown.advisor === null);
  const daily = dailyWork.flatMap((action) => offers.filter((offer) => offer.action === action));
  const rest = offers.filter(({ action }) => !dailyWork.includes(action) && !hasButton(action, shown));
  return [...daily.map((offer) => dailyButton(offer, shown)), ...details, note, ...moreSelect(rest, shown)];
}

/** Whether an action has a button beside those of the daily work. */
function hasButton(action: Action<number>, { fileCount }: CaseFacts): boolean {
  return action === actions.note || action === actions.files || (action === actions.addFiles && fileCount === 0);
}

function dailyButton(offer: Offer, shown: CaseFacts): Button {
  const button = offerButton(offer, shown);
  return offer.action === actions.claim ? { ...button, style: 'primary' } : button;
}
