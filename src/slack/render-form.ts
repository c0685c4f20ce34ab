// A Form, or a card to read, as a modal view.
import type { types } from '@slack/bolt';
import type { Card, Field, Form } from '../chat/elements.ts';
import { cut, limits } from './limits.ts';
import { plain, renderBlocks, renderOption } from './render-card.ts';

/** What a view carries from its opening to its submission. */
export interface Carried {
  form: string;
  carries: Record<string, string>;
}

/** The id of a select whose choice draws the form anew. */
export const refreshId = 'refresh';
const valueId = 'value';

export function renderForm(form: Form): types.ModalView {
  const carried: Carried = { form: form.name, carries: form.carries };
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain(form.title, limits.viewTitle),
    ...(form.submit ? { submit: plain(form.submit, limits.viewSubmit) } : {}),
    close: plain('Cancel', limits.viewSubmit),
    private_metadata: JSON.stringify(carried),
    blocks: [...renderBlocks(form.intro, 20), ...form.fields.map(renderField)],
  };
}

/** A card in a window of its own. */
export function renderWindow(card: Card, title = 'Casebridge'): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'window',
    title: plain(title, limits.viewTitle),
    close: plain('Close', limits.viewSubmit),
    blocks: renderBlocks(card.elements, limits.viewBlocks),
  };
}

export function renderHome(card: Card): types.HomeView {
  return { type: 'home', blocks: renderBlocks(card.elements, limits.viewBlocks) };
}

/** Opened at once, because a trigger lives three seconds; filled when the answer is there. */
export const loadingView: types.ModalView = {
  type: 'modal',
  callback_id: 'window',
  title: plain('One moment', limits.viewTitle),
  close: plain('Cancel', limits.viewSubmit),
  blocks: [{ type: 'section', text: plain('Loading…', 100) }],
};

function renderField(field: Field): types.InputBlock {
  const refreshes = field.kind === 'choice' && field.refreshes === true;
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, limits.inputLabel),
    optional: !field.required,
    dispatch_action: refreshes,
    ...(field.hint ? { hint: plain(field.hint, limits.inputHint) } : {}),
    element: renderInput(field, refreshes ? refreshId : valueId),
  };
}

function renderInput(field: Field, action_id: string): types.InputBlock['element'] {
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.kind === 'paragraph',
        max_length: Math.min(field.max, limits.inputLength),
        ...(field.initial ? { initial_value: cut(field.initial, Math.min(field.max, limits.inputLength)) } : {}),
        ...(field.placeholder ? { placeholder: plain(field.placeholder, limits.placeholder) } : {}),
      };
    case 'choice': {
      const options = field.options.slice(0, limits.selectOptions).map(renderOption);
      const initial = options.find((option) => option.value === field.initial);
      return {
        type: 'static_select',
        action_id,
        options,
        placeholder: plain(field.placeholder ?? 'Choose', limits.placeholder),
        ...(initial ? { initial_option: initial } : {}),
      };
    }
    case 'date':
      return { type: 'datepicker', action_id, ...(field.initial ? { initial_date: field.initial } : {}) };
  }
}

interface Typed {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_date?: string | null;
}

/** The values of a view's fields by name; what was left empty is absent. */
export function readValues(values: Record<string, Record<string, Typed>>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, block] of Object.entries(values)) {
    const [typed] = Object.values(block);
    const value = typed?.value ?? typed?.selected_option?.value ?? typed?.selected_date;
    if (value) read[name] = value;
  }
  return read;
}
