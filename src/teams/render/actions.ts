// Buttons, links and selects of one element.
import type { Control, Option, Select } from '../../cards/elements.ts';
import type { Action, ActionSet, CardElement, ChoiceSet, RichTextBlock } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import { isUsable, spotKey, type Spots } from './plan-actions.ts';
import { asLink, openAction, pressAction, sendAction, type Surface } from './action.ts';
import { runLines } from './inline.ts';

interface Around extends Surface {
  spots: Spots;
}

/** Selects, then buttons, then what is beyond the buttons of the card. @param at the element's place in the card */
export function renderControls(controls: readonly Control[], at: number, around: Around): CardElement[] {
  const selects: CardElement[] = [];
  const buttons: Action[] = [];
  const lines: RichTextBlock[] = [];
  controls.forEach((control, index) => {
    const spot = around.spots.get(spotKey(at, index));
    if (!spot || !isUsable(control)) return;
    if (control.kind === 'select') return void selects.push(...renderSelect(control, spot.inputId, spot.isButton, around));
    const action = control.kind === 'link' ? openAction(control) : pressAction(control, around);
    if (action === null) lines.push(...runLines([{ text: control.label }], {}));
    else if (spot.isButton) buttons.push(action);
    else lines.push(asLink(action));
  });
  return [...selects, ...inRows(buttons), ...lines];
}

/** More than three in a row are cut to their first letters on a phone. */
const buttonsInARow = 3;

function inRows(buttons: readonly Action[]): ActionSet[] {
  return Array.from({ length: Math.ceil(buttons.length / buttonsInARow) }, (_, row) => ({
    type: 'ActionSet',
    actions: buttons.slice(row * buttonsInARow, (row + 1) * buttonsInARow),
    ...(row > 0 ? { spacing: 'Small' as const } : {}),
  }));
}

/** Teams sends nothing when something is chosen: a button beside the choice does. */
function renderSelect(select: Select, id: string, isButton: boolean, { surface }: Around): CardElement[] {
  const input = choiceSet({ id, label: select.label, options: select.options, value: select.initial });
  const apply = sendAction(
    { title: title(`Apply: ${select.label}`, limits.title), data: { casebridge: { press: select.action, from: id } } },
    select.action,
    surface,
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
  /** choices at most, and characters of each one's label */
  most?: number;
  longest?: number;
}

export function choiceSet({ id, label, options, value, placeholder, most = limits.choices, longest }: Choice): ChoiceSet {
  const choices = options.slice(0, most).map((option) => ({
    title: title(option.label, longest ?? limits.choiceText),
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
