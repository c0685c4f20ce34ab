// What comes back from a card: the data of a button, together with the values of the card's inputs.
import { fieldNameOf, ourKey } from '../render/action.ts';
import { readMultiSelect } from '../render/multi-select.ts';

/** A button or a form, as it was sent. */
export type FormData =
  | { kind: 'form-submitted' | 'form-changed'; form: string; state: Record<string, string>; values: Record<string, string> }
  | { kind: 'action'; action: string; value: string };

/** The answer to a button that no card of this version has. */
export const oldButton = 'This button is from an older version and no longer works. Use the buttons of a newer message.';

/**
 * Reads what a card sent. An empty field is absent; a multi-select without a choice is ''.
 * @param data of an adaptiveCard/action, a task/fetch, a task/submit or a message's `value`
 * @returns null for data that no card of ours sends
 */
export function readForm(data: unknown): FormData | null {
  if (!isRecord(data)) return null;
  return isRecord(data[ourKey]) ? read(data[ourKey], data, fieldNameOf) : read(renamed(data), data, oldFieldNameOf);
}

/** @param sent our own part of the data @param typed all of the data, with the inputs' values at its top */
function read(
  sent: Record<string, unknown>,
  typed: Record<string, unknown>,
  nameOf: (key: string) => string | null,
): FormData | null {
  const { press, value, from } = sent;
  if (isName(press)) return { kind: 'action', action: press, value: text(typeof from === 'string' ? own(typed, from) : value) };
  const form = isName(sent.submit) ? sent.submit : sent.change;
  if (!isName(form)) return null;
  const state = isRecord(sent.state) ? strings(sent.state) : {};
  const values = Object.fromEntries(
    Object.entries(strings(typed)).flatMap(([key, value]) => {
      const name = nameOf(key);
      return name === null || value === '' ? [] : [[name, value]];
    }),
  );
  // an explicit "nothing chosen", or the form would fall back to what it proposed
  for (const name of namesIn(sent.several)) values[name] = readMultiSelect(text(own(values, name)));
  return { kind: isName(sent.submit) ? 'form-submitted' : 'form-changed', form, state, values };
}

/** Cards of 0.4.0 have our part of the data at its top, among the inputs' values. */
function renamed({ carries, ...sent }: Record<string, unknown>): Record<string, unknown> {
  return { ...sent, state: carries };
}

const oldReservedNames = new Set(['submit', 'change', 'carries', 'several', 'press', 'value', 'from', 'msteams']);

function oldFieldNameOf(key: string): string | null {
  return oldReservedNames.has(key) ? null : key;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function namesIn(several: unknown): string[] {
  return Array.isArray(several) ? several.filter(isName) : [];
}

function own(data: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function strings(data: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
