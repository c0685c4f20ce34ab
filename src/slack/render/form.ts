// A Form as a modal view; incoming/read-form.ts reads what comes back.
import type { types } from '@slack/bolt';
import type { Field, Form } from '../../cards/elements.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import { plural } from '../../domain/text/numbers.ts';
import { viewBlocks } from './fit.ts';
import { limits } from './limits.ts';
import { plainText, renderOptions } from './element.ts';
import { richTextValue } from './rich-text.ts';
import { renderChoices, renderSearch } from './multi-select.ts';

/** A view's metadata: travels with it from its opening to its submission. */
export interface FormMetadata {
  form: string;
  state: Record<string, string>;
}

/** Callback id of every modal with a form. */
export const formCallback = 'form';
/** The action of a field or button that rerenders the form. A button's field comes after a `#`. */
export const refreshAction = 'refresh';
const valueAction = 'value';

/** Renders a form as a modal. @throws Error when its state exceeds a view's metadata, or a field has more options than Slack accepts */
export function renderForm(form: Form): types.ModalView {
  const metadata = JSON.stringify({ form: form.name, state: form.state } satisfies FormMetadata);
  if (metadata.length > limits.viewMetadata) throw new Error(`form ${form.name} has ${metadata.length} characters of state`);
  const fields = form.fields
    .filter(isUsable)
    .slice(0, limits.viewBlocks - 2)
    .map(renderField);
  const below = [...fields, ...(form.more ? [moreButton(form.more)] : [])];
  return {
    type: 'modal',
    callback_id: formCallback,
    title: plainText(form.title, limits.viewTitle),
    // Slack refuses a view that has fields and no submit button
    ...(form.submit || fields.length > 0 ? { submit: plainText(form.submit ?? 'Send', limits.viewSubmit) } : {}),
    close: plainText('Cancel', limits.viewSubmit),
    private_metadata: metadata,
    blocks: [...viewBlocks(form.intro, below), ...below],
  };
}

/** Slack refuses a select without options. */
function isUsable(field: Field): boolean {
  return !('options' in field) || field.options.length > 0;
}

function moreButton({ label, name, value }: NonNullable<Form['more']>): types.ActionsBlock {
  const button: types.Button = {
    type: 'button',
    text: plainText(label, limits.buttonText),
    action_id: `${refreshAction}#${name}`,
    value: value.slice(0, limits.buttonValue),
  };
  return { type: 'actions', elements: [button] };
}

function renderField(field: Field): types.InputBlock {
  const refreshes = 'refreshes' in field && field.refreshes === true;
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(field.label, limits.inputLabel),
    optional: !field.required,
    dispatch_action: refreshes,
    ...(hintOf(field) ? { hint: plainText(hintOf(field), limits.inputHint) } : {}),
    element: renderInput(field, refreshes ? refreshAction : valueAction),
  };
}

function hintOf(field: Field): string {
  return [field.hint, field.kind === 'files' ? fileHint(field) : undefined].filter((part) => part !== undefined).join(' ');
}

/** Slack takes smaller files in forms than in messages. */
function fileHint({ max, maxMegabytes }: Field & { kind: 'files' }): string {
  const count = plural(Math.min(max, limits.inputFiles), 'file');
  const size = Math.min(maxMegabytes, limits.inputFileMegabytes);
  return `Up to ${count} of ${size} MB each.${size < maxMegabytes ? ' Send larger files as a reply in the thread.' : ''}`;
}

function renderInput(field: Field, action_id: string): types.InputBlock['element'] {
  switch (field.kind) {
    case 'line':
      return lineInput(field, action_id);
    case 'paragraph':
      return richTextInput(field, action_id);
    case 'choice':
      return { type: 'static_select', action_id, ...renderOptions(field.options, field.initial, field.placeholder ?? 'Choose') };
    case 'choices':
      return renderChoices(field, action_id);
    case 'search':
      return renderSearch(field);
    case 'date':
      return { type: 'datepicker', action_id, ...(isDate(field.initial) ? { initial_date: field.initial } : {}) };
    case 'files':
      return { type: 'file_input', action_id, max_files: Math.min(field.max, limits.inputFiles) };
  }
}

function lineInput({ max, initial, placeholder }: Field & { kind: 'line' }, action_id: string): types.PlainTextInput {
  const max_length = Math.min(max, limits.inputLength);
  const initial_value = truncate(visibleText(initial ?? ''), max_length);
  return {
    type: 'plain_text_input',
    action_id,
    multiline: false,
    max_length,
    ...(initial_value ? { initial_value } : {}),
    ...(placeholder ? { placeholder: plainText(placeholder, limits.placeholder) } : {}),
  };
}

/** Slack's own editor. It knows no longest text, so the length is checked when it is submitted. */
function richTextInput({ initial, placeholder }: Field & { kind: 'paragraph' }, action_id: string): types.RichTextInput {
  const initial_value = richTextValue(initial ?? '');
  return {
    type: 'rich_text_input',
    action_id,
    ...(initial_value ? { initial_value } : {}),
    ...(placeholder ? { placeholder: plainText(placeholder, limits.placeholder) } : {}),
  };
}

function isDate(text: string | undefined): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');
}
