import { actions } from './actions.ts';
import type { Card, Control, Element } from '../cards/elements.ts';

/** Removes the controls that change something from a card, for the conversation of a Read-Only contact. */
export function readOnlyCard(card: Card): Card {
  const elements = card.elements.flatMap((element): Element[] => {
    if (element.kind !== 'actions') return [element];
    const controls = element.actions.filter(onlyShows);
    return controls.length > 0 ? [{ ...element, actions: controls }] : [];
  });
  return { ...card, elements };
}

const shows = [actions.view.name, actions.files.name];

function onlyShows(control: Control): boolean {
  return control.kind === 'link' || (control.kind === 'button' && shows.includes(control.action));
}
