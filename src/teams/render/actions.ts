// The buttons, links and selects of one element.
import type { Control, Option, Select } from '../../cards/elements.ts';
import type { Action, ActionSet, CardElement, ChoiceSet, RichTextBlock } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import { isUsable, spotKey, type Spots } from './plan-actions.ts';
import { asLink, openAction, buttonAction, sendAction, type CardContext } from './action.ts';
import { runLines } from './inline.ts';

interface ControlContext extends CardContext {
  spots: Spots;
}

/** Renders an element's controls: selects, then buttons, then what exceeds the card's buttons, as lines. @param at the element's index in the card */
export function renderControls(controls: readonly Control[], at: number, context: ControlContext): CardElement[] {
  const selects: CardElement[] = [];
  const buttons: Action[] = [];
  const lines: RichTextBlock[] = [];
  controls.forEach((control, index) => {
    const spot = context.spots.get(spotKey(at, index));
    if (!spot || !isUsable(control)) return;
    if (control.kind === 'select') return void selects.push(...renderSelect(control, spot.inputId, spot.isButton, context));
    const action = control.kind === 'link' ? openAction(control) : buttonAction(control, context);
    if (action === null) lines.push(...runLines([{ text: control.label }], {}));
    else if (spot.isButton) buttons.push(action);
    else lines.push(asLink(action));
  });
  return [...selects, ...inRows(buttons), ...lines];
}

/** Phones cut the labels of more than three in a row. */
const buttonsPerRow = 3;

function inRows(buttons: readonly Action[]): ActionSet[] {
  return Array.from({ length: Math.ceil(buttons.length / buttonsPerRow) }, (_, row) => ({
    type: 'ActionSet',
    actions: buttons.slice(row * buttonsPerRow, (row + 1) * buttonsPerRow),
    ...(row > 0 ? { spacing: 'Small' as const } : {}),
  }));
}

/** Teams does not report a choice, so a button beside it sends it. */
function renderSelect(select: Select, id: string, isButton: boolean, { shownIn }: ControlContext): CardElement[] {
  const input = choiceSet({ id, label: select.label, options: select.options, value: select.initial });
  const apply = sendAction(
    { title: title(select.submit ?? 'Set', limits.title), data: { casebridge: { press: select.action, from: id } } },
    select.action,
    shownIn,
  );
  if (!isButton) return [input, asLink(apply)];
  return [
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'stretch', items: [input] },
        {
          type: 'Column',
          width: 'auto',
          verticalContentAlignment: 'Bottom',
          items: [{ type: 'ActionSet', actions: [apply] }],
        },
      ],
    },
  ];
}

interface Choice {
  id: string;
  label: string;
  options: readonly Option[];
  value: string | undefined;
  placeholder?: string;
  /** how many choices at most, and how many characters of each label */
  maxChoices?: number;
  maxLength?: number;
}

/** Makes the input for a choice of one option. */
export function choiceSet({ id, label, options, value, placeholder, maxChoices = limits.choices, maxLength }: Choice): ChoiceSet {
  const choices = options.slice(0, maxChoices).map((option) => ({
    title: title(option.label, maxLength ?? limits.choiceText),
    value: option.value.slice(0, limits.choiceValue) || ' ',
  }));
  const chosen = value === undefined ? undefined : choices[options.findIndex((option) => option.value === value)];
  return {
    type: 'Input.ChoiceSet',
    id,
    label: title(label, limits.label),
    style: 'compact',
    choices,
    ...(placeholder ? { placeholder: title(placeholder, limits.placeholder) } : {}),
    ...(chosen ? { value: chosen.value } : {}),
  };
}
