// Single buttons and links as actions of a card. Which of a card's controls become buttons is decided in plan-actions.ts.
// Follows learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model.
import type { Button, LinkButton } from '../../cards/elements.ts';
import { safeUrl } from '../../cards/safe-url.ts';
import type { Action, ExecuteAction, OpenUrlAction, RichTextBlock, SubmitAction } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';

/** Where a card is shown. A dialog accepts no action but Action.Submit (task/submit). */
export type ShownIn = 'message' | 'dialog';

/** Where a card is shown, and what a button may do there. */
export interface CardContext {
  shownIn: ShownIn;
  /** whether this client can show a form in a dialog */
  dialogs: boolean;
  /** whether the answer to this action is a form */
  opensForm: (action: string, value: string) => boolean;
}

/** Key of our own data in the data of an action. */
export const ourKey = 'casebridge';

/** Returns the id of a field's input. Teams sends the input's value under this id, beside our own data and its own (`msteams`). */
export function inputIdOf(name: string): string {
  return name === ourKey || name === 'msteams' ? `field:${name}` : name;
}

/** Returns the name of the field whose input has this id, or null for a key that is not an input's. */
export function fieldNameOf(id: string): string | null {
  if (id === ourKey || id === 'msteams') return null;
  return id.startsWith('field:') ? id.slice('field:'.length) : id;
}

/** Renders a button. One that opens a form opens it as a dialog where the client has dialogs. */
export function buttonAction({ label, action, value: whole, style }: Omit<Button, 'kind'>, context: CardContext): Action {
  const value = whole?.slice(0, limits.value);
  const data = { casebridge: { press: action, ...(value ? { value } : {}) } };
  const look = {
    title: title(label, limits.title),
    ...(style ? { style: style === 'primary' ? ('positive' as const) : ('destructive' as const) } : {}),
  };
  if (context.shownIn === 'message' && context.dialogs && context.opensForm(action, value ?? ''))
    return { type: 'Action.Submit', ...look, data: { msteams: { type: 'task/fetch' }, ...data } };
  return sendAction({ ...look, data }, action, context.shownIn);
}

/** Makes an action that sends data to the bot. @param verb names the action in the logs of the Teams service */
export function sendAction(action: Omit<SubmitAction, 'type'>, verb: string, shownIn: ShownIn): ExecuteAction | SubmitAction {
  if (shownIn === 'dialog') return { type: 'Action.Submit', ...action };
  const { style: _, ...plain } = action;
  return { type: 'Action.Execute', ...action, verb, fallback: { type: 'Action.Submit', ...plain } };
}

/** Renders a link. @returns null for an address that may not be opened */
export function openAction({ label, url }: Omit<LinkButton, 'kind'>): OpenUrlAction | null {
  const address = safeUrl(url, limits.url);
  return address === null ? null : { type: 'Action.OpenUrl', title: title(label, limits.title), url: address };
}

/** Renders an action as a line of text, for a card that has its maximum number of buttons. */
export function asLink<A extends Action>(action: A): RichTextBlock {
  const { style: _, ...selectAction } = action;
  return {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: action.title, color: 'Accent', underline: true, selectAction: selectAction as A }],
  };
}
