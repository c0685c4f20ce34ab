// A Form as a modal view; incoming/read-form.ts reads what comes back.
import type { types } from '@slack/bolt';
import type { Field, Form } from '../../cards/elements.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import { viewBlocks } from './fit.ts';
import { limits } from './limits.ts';
import { plainText, renderOptions } from './element.ts';
import { typedText } from './typed-text.ts';
import { renderChoices, renderSearch } from './multi-select.ts';

/** A view's metadata: travels with it from its opening to its submission. */
export interface FormMetadata {
  form: string;
  state: Record<string, string>;
}

/** Callback id of every modal with a form. */
export const formCallback = 'form';
/** The action of a select whose choice rerenders the form. */
export const refreshAction = 'refresh';
const valueAction = 'value';

/** Renders a form as a modal. @throws Error when its state exceeds a view's metadata, or a field has more options than Slack accepts */
export function renderForm(form: Form): types.ModalView {
  const metadata = JSON.stringify({ form: form.name, state: form.state } satisfies FormMetadata);
  if (metadata.length > limits.viewMetadata) throw new Error(`form ${form.name} has ${metadata.length} characters of state`);
  const fields = form.fields
    .filter(isUsable)
    .slice(0, limits.viewBlocks - 1)
    .map(renderField);
  return {
    type: 'modal',
    callback_id: formCallback,
    title: plainText(form.title, limits.viewTitle),
    // Slack refuses a view that has fields and no submit button
    ...(form.submit || fields.length > 0 ? { submit: plainText(form.submit ?? 'Send', limits.viewSubmit) } : {}),
    close: plainText('Cancel', limits.viewSubmit),
    private_metadata: metadata,
    blocks: [...viewBlocks(form.intro, fields), ...fields],
  };
}

/** Slack refuses a select without options. */
function isUsable(field: Field): boolean {
  return !('options' in field) || field.options.length > 0;
}

function renderField(field: Field): types.InputBlock {
  const refreshes = field.kind === 'choice' && field.refreshes === true;
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, limits.inputLabel),
    optional: !field.required,
    dispatch_action: refreshes,
    ...(field.hint ? { hint: plainText(field.hint, limits.inputHint) } : {}),
    element: renderInput(field, refreshes ? refreshAction : valueAction),
  };
}

function renderInput(field: Field, action_id: string): types.InputBlock['element'] {
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return textInput(field, action_id);
    case 'choice':
      return { type: 'static_select', action_id, ...renderOptions(field.options, field.initial, field.placeholder ?? 'Choose') };
    case 'choices':
      return renderChoices(field, action_id);
    case 'search':
      return renderSearch(field);
    case 'date':
      return { type: 'datepicker', action_id, ...(isDate(field.initial) ? { initial_date: field.initial } : {}) };
  }
}

function textInput(field: Field & { kind: 'line' | 'paragraph' }, action_id: string): types.PlainTextInput {
  const max_length = Math.min(field.max, limits.inputLength);
  const text = field.kind === 'paragraph' ? typedText(field.initial ?? '') : visibleText(field.initial ?? '');
  const initial = truncate(text, max_length);
  return {
    type: 'plain_text_input',
    action_id,
    multiline: field.kind === 'paragraph',
    max_length,
    ...(initial ? { initial_value: initial } : {}),
    ...(field.placeholder ? { placeholder: plainText(field.placeholder, limits.placeholder) } : {}),
  };
}

function isDate(text: string | undefined): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');
}
