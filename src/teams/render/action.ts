// What can be pressed, as actions of a card (learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model).
import type { Button, LinkButton } from '../../cards/elements.ts';
import type { Action, ExecuteAction, OpenUrlAction, RichTextBlock, SubmitAction } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { addressOf, title } from './plain-text.ts';

/** Where a card is shown, and what a press may do there. */
export interface Surface {
  /** in a dialog, Teams knows nothing but Action.Submit (task/submit) */
  surface: 'message' | 'dialog';
  /** whether this client can show a form in a dialog */
  dialogs: boolean;
  /** whether this press is answered with a form */
  opensForm: (action: string, value: string) => boolean;
}

/** Where our own data is kept in the data of an action. */
export const ourKey = 'casebridge';

/** Returns the id of a field's input. Teams sends what was typed under that id, beside our own data and its own (`msteams`). */
export function inputIdOf(name: string): string {
  return name === ourKey || name === 'msteams' ? `field:${name}` : name;
}

/** Returns the name of the field whose input has this id, or null for what is not an input. */
export function fieldNameOf(id: string): string | null {
  if (id === ourKey || id === 'msteams') return null;
  return id.startsWith('field:') ? id.slice('field:'.length) : id;
}

export function pressAction({ label, action, value: whole, style }: Omit<Button, 'kind'>, surface: Surface): Action {
  const value = whole?.slice(0, limits.value);
  const data = { casebridge: { press: action, ...(value ? { value } : {}) } };
  const press = {
    title: title(label, limits.title),
    ...(style ? { style: style === 'primary' ? ('positive' as const) : ('destructive' as const) } : {}),
  };
  if (surface.surface === 'message' && surface.dialogs && surface.opensForm(action, value ?? ''))
    return { type: 'Action.Submit', ...press, data: { msteams: { type: 'task/fetch' }, ...data } };
  return sendAction({ ...press, data }, action, surface.surface);
}

/** @param verb says in the service's logs what was pressed */
export function sendAction(
  press: Omit<SubmitAction, 'type'>,
  verb: string,
  surface: Surface['surface'],
): ExecuteAction | SubmitAction {
  if (surface === 'dialog') return { type: 'Action.Submit', ...press };
  const { style: _, ...plain } = press;
  return { type: 'Action.Execute', ...press, verb, fallback: { type: 'Action.Submit', ...plain } };
}

/** @returns null where the address is none that may be opened */
export function openAction({ label, url }: Omit<LinkButton, 'kind'>): OpenUrlAction | null {
  const address = addressOf(url, limits.url);
  return address === null ? null : { type: 'Action.OpenUrl', title: title(label, limits.title), url: address };
}

/** A press as words in a line, where a card has no room for one more button. */
export function asLink<A extends Action>(action: A): RichTextBlock {
  const { style: _, ...selectAction } = action;
  return {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: action.title, color: 'Accent', underline: true, selectAction: selectAction as A }],
  };
}
