// A form as a card: in a dialog, or in a message where dialogs are off (TEAMS_DIALOGS=0). incoming/read-form.ts reads what comes back.
// Follows learn.microsoft.com/adaptive-cards/authoring-cards/input-validation.
import type { Field, Form } from '../../cards/elements.ts';
import type { Action, AdaptiveCard, CardElement } from './adaptive-card.ts';
import { bytesOf } from './fit.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import { asLink, buttonAction, inputIdOf, sendAction, type CardContext, type ShownIn } from './action.ts';
import { assemble, type Back } from './card.ts';
import { renderCallout } from './element.ts';
import type { FieldDetail } from './field-context.ts';
import { isUsable, renderField } from './field.ts';
import { runLines } from './inline.ts';
import { isMultiSelect } from './multi-select.ts';
import { truncate } from '../../cards/visible-text.ts';

/** How a form is rendered. */
export interface FormOptions {
  shownIn: ShownIn;
  /** typed before, by field name; replaces what the form proposes */
  values?: Record<string, string>;
  /** by field name */
  errors?: Record<string, string>;
  /** a button that leads out of a form in a message */
  back?: Back;
}

/** Renders a form. @throws Error when its state is too large to come back, or a field has too many options */
export function renderForm(form: Form, { shownIn, values = {}, errors = {}, back }: FormOptions): AdaptiveCard {
  check(form);
  const context: CardContext = { shownIn, dialogs: false, opensForm: () => false };
  const fields = form.fields.filter(isUsable);
  const changes = lastOfEachLabel(fields.filter(refreshes));
  const leave = back ? [{ ...buttonAction(back, context), associatedInputs: 'none' as const } as Action] : [];
  const actions = [...submitAction(form, fields, shownIn), ...leave];
  const { more } = form;
  const buttons = new Set(changes.slice(0, limits.actions - actions.length - (more ? 1 : 0)));
  const render = (detail: FieldDetail): CardElement[] => [
    ...(fields.some((field) => isShortened(field, values[field.name], detail)) ? [tooLong] : []),
    ...fields.flatMap((field) => [
      ...renderField(field, {
        form: form.name,
        detail,
        value: values[field.name],
        error: errors[field.name],
        checked: changes.length === 0 && more === undefined,
      }),
      ...(changes.includes(field) ? [refreshElement(form, refreshLabel(field), shownIn, buttons.has(field))] : []),
    ]),
    ...(more ? [refreshElement(form, more.label, shownIn, true, more)] : []),
  ];
  const above = [...headOf(form, shownIn), ...hiddenFieldErrors(fields, errors)];
  const below = fitted(render, limits.cardBytes - roomOfIntro - bytesOf(above) - bytesOf(actions));
  const card = assemble(form.title, form.intro, {
    context,
    actions,
    claimed: actions.length + buttons.size + (more ? 1 : 0),
    above,
    below,
  });
  if (bytesOf(card) > limits.cardBytes) throw new Error(`form ${form.name} takes ${bytesOf(card)} bytes`);
  return card;
}

/** Bytes reserved for the intro and the card around it. */
const roomOfIntro = limits.cardMargin + 3_000;

/** A form that does not fit shows less, and in the end drops typed values. It is never refused for its length. */
const details: FieldDetail[] = [
  { value: Infinity, label: limits.label, hint: limits.hint, choices: limits.choices, choiceText: limits.choiceText },
  ...[2500, 1500, 800, 400].map((value) => ({ value, label: 150, hint: 150, choices: 50, choiceText: 75 })),
  { value: 100, label: 60, hint: 0, choices: 20, choiceText: 40 },
  { value: 0, label: 40, hint: 0, choices: 3, choiceText: 20 },
];

function fitted(render: (detail: FieldDetail) => CardElement[], room: number): CardElement[] {
  let rendered: CardElement[] = [];
  for (const detail of details) {
    rendered = render(detail);
    if (bytesOf(rendered) <= room) break;
  }
  return rendered;
}

const tooLong = callout('This form is too long to show in full. Some typed text or choices were cut.');

function isShortened(field: Field, typed: string | undefined, { value, choices }: FieldDetail): boolean {
  if ('options' in field) return field.options.length > choices;
  return 'max' in field && field.kind !== 'files' && Math.min((typed ?? field.initial ?? '').length, field.max) > value;
}

function check(form: Form): void {
  const size = JSON.stringify(form.state).length;
  if (size > limits.state) throw new Error(`form ${form.name} has ${size} characters of state`);
  const long = form.fields.find((field) => field.kind === 'choices' && field.options.length > limits.choices);
  if (long) throw new Error(`field ${long.name} has more than ${limits.choices} options`);
}

function refreshes(field: Field): boolean {
  return 'refreshes' in field && field.refreshes === true;
}

/** A refresh sends the whole form, so one button does for all fields above it that have the same one. */
function lastOfEachLabel(changes: readonly Field[]): Field[] {
  return changes.filter((field, index) => !changes.slice(index + 1).some((later) => refreshLabel(later) === refreshLabel(field)));
}

function refreshLabel(field: Field): string {
  return (field.kind === 'choice' ? field.refreshLabel : undefined) ?? 'Refresh the form';
}

/** A dialog shows the title in its frame. */
function headOf({ title: text }: Form, shownIn: ShownIn): CardElement[] {
  return shownIn === 'dialog' ? [] : runLines([{ text: title(text, limits.heading) }], { size: 'Large', weight: 'Bolder' });
}

/** Errors of fields that are not shown. */
function hiddenFieldErrors(fields: readonly Field[], errors: Record<string, string>): CardElement[] {
  const shown = new Set(fields.map(({ name }) => name));
  return Object.entries(errors).flatMap(([name, error]) => (shown.has(name) ? [] : [callout(error)]));
}

function callout(text: string): CardElement {
  return renderCallout('warning', [truncate(text, limits.hint)], { detail: { text: limits.hint }, mentions: new Map() });
}

function submitAction({ name, submit, ...form }: Form, fields: readonly Field[], shownIn: ShownIn): Action[] {
  if (!submit && fields.length === 0) return [];
  const look = { title: title(submit ?? 'Send', limits.title), style: 'positive' as const };
  return [sendAction({ ...look, data: { casebridge: { submit: name, ...returnedData(form) } } }, 'submit', shownIn)];
}

/** The form's state, and which of its fields hold several values. */
function returnedData({ state, fields }: Pick<Form, 'state' | 'fields'>): { state: Form['state']; several?: string[] } {
  const several = fields.filter(isMultiSelect).map(({ name }) => name);
  return { state, ...(several.length > 0 ? { several } : {}) };
}

/**
 * Teams does not report a choice, so a button below the field sends it, and the form is rendered again.
 * @param value sent as if it had been typed
 */
function refreshElement(form: Form, label: string, shownIn: ShownIn, isButton: boolean, value?: Form['more']): CardElement {
  const data = {
    casebridge: { change: form.name, ...returnedData(form) },
    ...(value ? { [inputIdOf(value.name)]: value.value } : {}),
  };
  const action = sendAction({ title: title(label, limits.title), data }, 'change', shownIn);
  return isButton ? { type: 'ActionSet', actions: [action] } : asLink(action);
}
