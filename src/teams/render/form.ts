// A Form as a card: in a dialog, or in a message where the client shows no dialogs.
import type { Field, Form } from '../../cards/elements.ts';
import type { Action, AdaptiveCard, CardElement } from './adaptive-card.ts';
import { bytesOf } from './fit.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import { asLink, pressAction, sendAction, type Surface } from './action.ts';
import { assemble, type Back } from './card.ts';
import { renderCallout } from './element.ts';
import { isUsable, renderField, type FieldDetail } from './field.ts';
import { runLines } from './inline.ts';
import { isSeveral } from './multi-select.ts';

export { readForm } from '../incoming/read-form.ts';

export interface FormOptions {
  surface: Surface['surface'];
  /** typed before, by field name: stands before what the form proposes */
  values?: Record<string, string>;
  /** by field name */
  mistakes?: Record<string, string>;
  /** the way out of a form that stands in a message */
  back?: Back;
}

/** @throws Error when the state is too large, or a field has too many options */
export function renderForm(form: Form, { surface, values = {}, mistakes = {}, back }: FormOptions): AdaptiveCard {
  check(form);
  const where: Surface = { surface, dialogs: false, opensForm: () => false };
  const fields = form.fields.filter(isUsable);
  const changes = fields.filter(refreshes);
  const leave = back ? [{ ...pressAction(back, where), associatedInputs: 'none' as const } as Action] : [];
  const actions = [...submitAction(form, fields, surface), ...leave];
  const buttons = new Set(changes.slice(0, limits.actions - actions.length));
  const draw = (detail: FieldDetail): CardElement[] => [
    ...(fields.some((field) => isShortened(field, values[field.name], detail)) ? [tooLong] : []),
    ...fields.flatMap((field) => [
      ...renderField(field, {
        form: form.name,
        detail,
        value: values[field.name],
        mistake: mistakes[field.name],
        checked: changes.length === 0,
      }),
      ...(refreshes(field) ? [changeElement(form, field, surface, buttons.has(field))] : []),
    ]),
  ];
  const above = [...headOf(form, surface), ...strayMistakes(fields, mistakes)];
  const below = fitted(draw, limits.cardBytes - roomOfIntro - bytesOf(above) - bytesOf(actions));
  const card = assemble(form.title, form.intro, {
    surface: where,
    actions,
    claimed: actions.length + buttons.size,
    above,
    below,
  });
  if (bytesOf(card) > limits.cardBytes) throw new Error(`form ${form.name} takes ${bytesOf(card)} bytes`);
  return card;
}

/** Bytes that stay for the intro and the card around it. */
const roomOfIntro = limits.cardMargin + 3_000;

/** A form that does not fit says less, and last of all forgets what was typed: it is never refused for its length. */
const details: FieldDetail[] = [
  { value: Infinity, label: limits.label, hint: limits.hint, choices: limits.choices, choiceText: limits.choiceText },
  ...[2500, 1500, 800, 400].map((value) => ({ value, label: 150, hint: 150, choices: 50, choiceText: 75 })),
  { value: 100, label: 60, hint: 0, choices: 20, choiceText: 40 },
  { value: 0, label: 40, hint: 0, choices: 3, choiceText: 20 },
];

function fitted(draw: (detail: FieldDetail) => CardElement[], room: number): CardElement[] {
  let drawn: CardElement[] = [];
  for (const detail of details) {
    drawn = draw(detail);
    if (bytesOf(drawn) <= room) break;
  }
  return drawn;
}

const tooLong = callout('This form is too long to be shown whole: some of what was typed, or some choices, are cut off here.');

function isShortened(field: Field, typed: string | undefined, { value, choices }: FieldDetail): boolean {
  if ('options' in field) return field.options.length > choices;
  return 'max' in field && Math.min((typed ?? field.initial ?? '').length, field.max) > value;
}

function check(form: Form): void {
  const carried = JSON.stringify(form.state).length;
  if (carried > limits.state) throw new Error(`form ${form.name} keeps ${carried} characters`);
  const long = form.fields.find((field) => field.kind === 'choices' && field.options.length > limits.choices);
  if (long) throw new Error(`field ${long.name} has more than ${limits.choices} options`);
}

function refreshes(field: Field): boolean {
  return field.kind === 'choice' && field.refreshes === true;
}

/** A dialog has its title in its frame. */
function headOf({ title: text }: Form, surface: Surface['surface']): CardElement[] {
  return surface === 'dialog' ? [] : runLines([{ text: title(text, limits.heading) }], { size: 'Large', weight: 'Bolder' });
}

/** A mistake in what is not shown must be seen all the same. */
function strayMistakes(fields: readonly Field[], mistakes: Record<string, string>): CardElement[] {
  const shown = new Set(fields.map(({ name }) => name));
  return Object.entries(mistakes).flatMap(([name, mistake]) => (shown.has(name) ? [] : [callout(mistake)]));
}

function callout(words: string): CardElement {
  return renderCallout('warning', [words.slice(0, limits.hint)], { detail: { text: limits.hint }, mentions: new Map() });
}

function submitAction({ name, submit, ...form }: Form, fields: readonly Field[], surface: Surface['surface']): Action[] {
  if (!submit && fields.length === 0) return [];
  const press = { title: title(submit ?? 'Send', limits.title), style: 'positive' as const };
  return [sendAction({ ...press, data: { casebridge: { submit: name, ...comesBack(form) } } }, 'submit', surface)];
}

/** The form's state, and which of its fields hold several values. */
function comesBack({ state, fields }: Pick<Form, 'state' | 'fields'>): { state: Form['state']; several?: string[] } {
  const several = fields.filter(isSeveral).map(({ name }) => name);
  return { state, ...(several.length > 0 ? { several } : {}) };
}

/** Teams sends nothing when something is chosen: a button below the field does, and the form is drawn anew. */
function changeElement(form: Form, field: Field, surface: Surface['surface'], isButton: boolean): CardElement {
  const words = `Update for this ${field.label.toLowerCase()}`;
  const action = sendAction(
    { title: title(words, limits.title), data: { casebridge: { change: form.name, ...comesBack(form) } } },
    'change',
    surface,
  );
  return isButton ? { type: 'ActionSet', actions: [action] } : asLink(action);
}
