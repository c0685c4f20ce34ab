// Fills in a card's inputs and says what its client sends for them (the client of adaptivecards 3: SubmitAction, Input.isSet).
import { inputsOf, toText } from './card-tree.ts';
import type { Json } from './state.ts';

export type Values = Record<string, string>;

export interface Filled {
  /** by input; what is empty is not sent at all */
  sent: Values;
  /** what the client tells the person instead of sending, by input */
  mistakes: Values;
}

export interface Choice {
  title: string;
  value: string;
}

/**
 * @param typed of several chosen ones: one a line
 * @param found what inputs that search have offered, by input
 * @throws Error for an input the card does not have, or a choice it does not offer
 */
export function fillIn(card: Json, typed: Values, found: ReadonlyMap<string, readonly Choice[]> = new Map()): Filled {
  const inputs = inputsOf(card);
  for (const id of Object.keys(typed))
    if (!inputs.some((input) => input.id === id))
      throw new Error(`the form has no input “${id}”, only ${inputs.map((input) => String(input.id)).join(', ')}`);
  const sent: Values = {};
  const mistakes: Values = {};
  for (const input of inputs) {
    const id = String(input.id);
    if (typed[id] !== undefined) checkChoice(input, typed[id], found.get(id) ?? []);
    const value = input.isMultiSelect === true ? together(typed[id], input) : (typed[id] ?? initialOf(input));
    if (value !== '') sent[id] = value;
    if (!isGood(input, value)) mistakes[id] = typeof input.errorMessage === 'string' ? input.errorMessage : 'This is not valid.';
  }
  return { sent, mistakes };
}

function initialOf({ type, value, valueOff }: Json): string {
  return type === 'Input.Toggle' ? toText(value ?? valueOff ?? 'false') : toText(value);
}

/** Teams joins what is chosen by commas. */
function together(typed: string | undefined, input: Json): string {
  return typed === undefined ? initialOf(input) : typed.split('\n').join(',');
}

function checkChoice(input: Json, value: string, found: readonly Choice[]): void {
  if (input.type !== 'Input.ChoiceSet' || value === '') return;
  const offered = [...((input.choices ?? []) as Choice[]), ...found].map((choice) => choice.value);
  for (const one of input.isMultiSelect === true ? value.split('\n') : [value])
    if (!offered.includes(one)) throw new Error(`“${String(input.id)}” has no choice “${one}”, only ${offered.join(', ')}`);
}

function isGood(input: Json, value: string): boolean {
  const set =
    input.type === 'Input.Toggle' && input.isRequired === true ? value === toText(input.valueOn ?? 'true') : value !== '';
  if (!set) return input.isRequired !== true;
  if (typeof input.maxLength === 'number' && value.length > input.maxLength) return false;
  if (typeof input.regex === 'string' && !new RegExp(input.regex).test(value)) return false;
  if (input.type === 'Input.Date' && !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  if (input.type === 'Input.Time' && !/^\d\d:\d\d$/.test(value)) return false;
  return isBetween(input, value);
}

function isBetween({ type, min, max }: Json, value: string): boolean {
  if (type === 'Input.Number')
    return (
      Number.isFinite(Number(value)) && !(Number(value) < Number(min ?? -Infinity)) && !(Number(value) > Number(max ?? Infinity))
    );
  if (type === 'Input.Date' || type === 'Input.Time')
    return !(typeof min === 'string' && value < min) && !(typeof max === 'string' && value > max);
  return true;
}
