// One field of a form, with what is said about it.
import type { Field } from '../../cards/elements.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import type { CardElement, CardInput } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import { inputIdOf } from './action.ts';
import { choiceSet } from './actions.ts';
import { quietLine } from './element.ts';
import { runLines } from './inline.ts';
import { renderChoices, renderSearch } from './multi-select.ts';

/** How much of a form is shown; less where it would not fit. */
export interface FieldDetail {
  /** characters of what was typed */
  value: number;
  /** of a label; hints are left out at 0 */
  label: number;
  hint: number;
  /** choices of a field, and characters of each */
  choices: number;
  choiceText: number;
}

export interface Shown {
  /** the form's name */
  form: string;
  detail: FieldDetail;
  /** typed before */
  value?: string;
  mistake?: string;
  /** the client itself asks for what is missing */
  checked: boolean;
}

/** Nothing can be chosen from nothing. */
export function isUsable(field: Field): boolean {
  return !('options' in field) || field.options.length > 0;
}

/** The input with its label, a mistake right below it, and its hint. */
export function renderField(field: Field, shown: Shown): CardElement[] {
  const mistake = runLines(shown.mistake ? [{ text: `⚠️ ${shown.mistake.slice(0, limits.hint)}` }] : [], { color: 'Attention' });
  const hint = field.hint && shown.detail.hint > 0 ? quietLine(truncate(field.hint, shown.detail.hint)) : [];
  return [renderInput(field, shown), ...[...mistake, ...hint].map((line) => ({ ...line, spacing: 'None' as const }))];
}

function renderInput(field: Field, shown: Shown): CardInput {
  const { detail, value: typed } = shown;
  // of what was searched for, the client says that it is missing when it is chosen (MicrosoftDocs/msteams-docs#10533)
  const checked = shown.checked && field.kind !== 'search';
  const name = title(field.label, detail.label);
  const asked = {
    id: inputIdOf(field.name),
    // the client marks what it checks itself
    label: field.required && !checked ? `${name} (required)` : name,
    ...(field.required && checked ? { isRequired: true as const, errorMessage: `${name} is required.` } : {}),
  };
  switch (field.kind) {
    case 'line':
    case 'paragraph': {
      const initial = truncate(visibleText(typed ?? field.initial ?? ''), Math.min(field.max, detail.value));
      return {
        type: 'Input.Text',
        ...asked,
        maxLength: field.max,
        ...(field.kind === 'paragraph' ? { isMultiline: true } : {}),
        ...(field.placeholder && detail.hint > 0 ? { placeholder: title(field.placeholder, limits.placeholder) } : {}),
        ...(initial ? { value: initial } : {}),
      };
    }
    case 'choice': {
      const { options, initial, placeholder = 'Choose' } = field;
      const known = options.some((option) => option.value === typed);
      const [most, longest] = [detail.choices, detail.choiceText];
      return {
        ...choiceSet({
          id: inputIdOf(field.name),
          label: '',
          options,
          value: known ? typed : initial,
          placeholder,
          most,
          longest,
        }),
        ...asked,
      };
    }
    case 'choices':
      return { ...renderChoices(field, shown), ...asked };
    case 'search':
      return { ...renderSearch(field, shown), ...asked };
    case 'date': {
      const value = typed ?? field.initial;
      return { type: 'Input.Date', ...asked, ...(value !== undefined && isDate(value) ? { value } : {}) };
    }
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
