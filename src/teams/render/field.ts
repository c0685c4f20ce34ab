// One field of a form, with its hint and its error.
import type { Field } from '../../cards/elements.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import type { CardElement, CardInput } from './adaptive-card.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';
import { inputIdOf } from './action.ts';
import { choiceSet } from './actions.ts';
import { contextLine } from './element.ts';
import { runLines } from './inline.ts';
import type { FieldContext } from './field-context.ts';
import { renderChoices, renderSearch } from './multi-select.ts';

/** A field that a card can show. Cards take no files. */
type Input = Exclude<Field, { kind: 'files' }>;

/** Whether a field can be shown: one without options to choose cannot. */
export function isUsable(field: Field): field is Input {
  return field.kind !== 'files' && (!('options' in field) || field.options.length > 0);
}

/** Renders a field: the input with its label, then its error, then its hint. */
export function renderField(field: Input, context: FieldContext): CardElement[] {
  const error = runLines(context.error ? [{ text: `⚠️ ${truncate(context.error, limits.hint)}` }] : [], { color: 'Attention' });
  const hint = field.hint && context.detail.hint > 0 ? contextLine(truncate(field.hint, context.detail.hint)) : [];
  return [renderInput(field, context), ...[...error, ...hint].map((line) => ({ ...line, spacing: 'None' as const }))];
}

function renderInput(field: Input, context: FieldContext): CardInput {
  const { detail, value: typed } = context;
  // the client reports a search field as missing although something is chosen (MicrosoftDocs/msteams-docs#10533)
  const checked = context.checked && field.kind !== 'search';
  const name = title(field.label, detail.label);
  const asked = {
    id: inputIdOf(field.name),
    // the client marks required fields that it checks itself
    label: field.required && !checked ? `${name} (required)` : name,
    ...(field.required && checked ? { isRequired: true as const, errorMessage: 'Required' } : {}),
  };
  switch (field.kind) {
    case 'line':
    case 'paragraph': {
      const proposed = (field.kind === 'paragraph' ? field.plain : undefined) ?? field.initial;
      const initial = truncate(visibleText(typed ?? proposed ?? ''), Math.min(field.max, detail.value));
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
      const [maxChoices, maxLength] = [detail.choices, detail.choiceText];
      return {
        ...choiceSet({
          id: inputIdOf(field.name),
          label: '',
          options,
          value: known ? typed : initial,
          placeholder,
          maxChoices,
          maxLength,
        }),
        ...asked,
      };
    }
    case 'choices':
      return { ...renderChoices(field, context), ...asked };
    case 'search':
      return { ...renderSearch(field, context), ...asked };
    case 'date': {
      const value = typed ?? field.initial;
      return { type: 'Input.Date', ...asked, ...(value !== undefined && isDate(value) ? { value } : {}) };
    }
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
