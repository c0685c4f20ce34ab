// Walks an adaptive card: its elements, actions and inputs, in the order they are read (adaptivecards.io/explorer).
import type { Json } from './state.ts';

export const adaptive = 'application/vnd.microsoft.card.adaptive';

/** what holds children, and where */
const parts = ['body', 'items', 'columns', 'inlines', 'facts', 'rows', 'cells', 'images', 'actions', 'inlineAction', 'card'];

/** Every object of a card but what other programs may show instead of it (fallbacks) and what nobody sees (refresh). */
export function* walk(node: Json): Generator<Json> {
  yield node;
  for (const part of parts) {
    const child = node[part];
    for (const one of Array.isArray(child) ? (child as unknown[]) : [child])
      if (typeof one === 'object' && one !== null) yield* walk(one as Json);
  }
}

/** The actions of `actions` and of ActionSets, also inside an Action.ShowCard; a selectAction is not among them. */
export function buttonsOf(card: Json): Json[] {
  return [...walk(card)].filter(({ type }) => String(type).startsWith('Action.'));
}

/** What happens when something other than a button is pressed. */
export function selectActionsOf(card: Json): Json[] {
  return [...walk(card)].flatMap(({ selectAction }) =>
    typeof selectAction === 'object' && selectAction ? [selectAction as Json] : [],
  );
}

export function inputsOf(card: Json): Json[] {
  return [...walk(card)].filter(({ type }) => String(type).startsWith('Input.'));
}

/** @throws Error naming the buttons there are */
export function findAction(card: Json, label: string): Json {
  const all = [...buttonsOf(card), ...selectActionsOf(card)];
  const found = all.find(({ title }) => title === label);
  if (found) return found;
  throw new Error(`the card has no button “${label}”, only: ${all.map(({ title }) => `[${String(title)}]`).join(' ')}`);
}

/** Converts a string, number or boolean to text, and any other value to ''. */
export function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
