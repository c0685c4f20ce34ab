// Fields with several choices. Teams joins the chosen values with commas, so commas in values are encoded.
// Follows learn.microsoft.com/microsoftteams/platform, task-modules-and-cards/cards/dynamic-search.
import { chosenValues, joinChosenValues } from '../../cards/chosen-values.ts';
import type { Field, Option } from '../../cards/elements.ts';
import type { ChoiceSet } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import type { FieldContext } from './field-context.ts';

type MultiChoiceSet = Omit<ChoiceSet, 'id' | 'label'>;

/** Whether a field can have several values. */
export function isMultiSelect(field: Field): boolean {
  return field.kind === 'choices' || field.kind === 'search';
}

/** Renders a choice of several options. Where not all fit, the chosen ones stay, because they would be lost otherwise. */
export function renderChoices(
  { options, initial = [] }: Field & { kind: 'choices' },
  { detail, value: typed }: FieldContext,
): MultiChoiceSet {
  const chosen = typed === undefined ? initial : chosenValues(typed);
  const first = [...options].sort((a, b) => Number(chosen.includes(b.value)) - Number(chosen.includes(a.value)));
  const kept = new Set(first.slice(0, Math.max(detail.choices, chosen.length)));
  const shown = options.filter((option) => kept.has(option));
  return {
    ...choiceSet(shown, detail.choiceText),
    style: options.length <= limits.expandedChoices ? 'expanded' : 'compact',
    placeholder: 'Choose',
    ...valueOf(shown.filter(({ value }) => chosen.includes(value))),
  };
}

/** Renders a search field. With any style but `compact`, iOS does not show the choice (MicrosoftDocs/msteams-docs#10472). */
export function renderSearch(
  { name, initial = [], placeholder }: Field & { kind: 'search' },
  { detail, form }: FieldContext,
): MultiChoiceSet {
  return {
    ...choiceSet(initial, detail.choiceText),
    style: 'compact',
    'choices.data': { type: 'Data.Query', dataset: `${form}/${name}` },
    placeholder: title(placeholder ?? 'Type to search', limits.placeholder),
    ...valueOf(initial),
  };
}

function choiceSet(options: readonly Option[], maxLength: number): Pick<MultiChoiceSet, 'type' | 'isMultiSelect' | 'choices'> {
  return { type: 'Input.ChoiceSet', isMultiSelect: true, choices: options.map((option) => renderChoice(option, maxLength)) };
}

/** Renders one option. @param maxLength characters of its label */
export function renderChoice({ label, value }: Option, maxLength: number = limits.choiceText): ChoiceSet['choices'][number] {
  return { title: title(label, maxLength), value: encodeCommas(value) || ' ' };
}

function valueOf(chosen: readonly Option[]): { value?: string } {
  return chosen.length > 0 ? { value: chosen.map(({ value }) => encodeCommas(value)).join(',') } : {};
}

function encodeCommas(value: string): string {
  return value.replace(/[%,]/g, (sign) => (sign === ',' ? '%2C' : '%25'));
}

/** Reads the values that Teams sends. @returns them as `chosenValues` reads them */
export function readMultiSelect(sent: string): string {
  return joinChosenValues(sent.split(',').map((value) => value.replace(/%(2C|25)/g, (_, code) => (code === '2C' ? ',' : '%'))));
}
