// The inputs of a modal. Each reads its first value from what was typed before, or else from Block Kit's `initial_…`, and reports changes in
// Slack's `view.state` format.

import { filesField } from './file-field.js';
import { richText, typedText } from './rich-text.js';

/** @import { Block, Element, InputState, Option } from './types.js' */

/**
 * @typedef {object} Field
 * @property {Block} block
 * @property {Element} element
 * @property {string} id of the control, for its label
 * @property {InputState} state
 * @property {(state: InputState) => void} change
 * @property {(text: string) => Promise<Option[]>} search what a search field offers for what was typed
 */

/** Reads the value an untouched input has. @param {Element} element @returns {InputState} */
export function initialState({ type, initial_value, initial_option, initial_options, initial_date }) {
  if (type === 'rich_text_input') return { type, rich_text_value: typeof initial_value === 'object' ? initial_value : null };
  if (type === 'plain_text_input') return { type, value: typeof initial_value === 'string' ? initial_value : null };
  if (type === 'file_input') return { type, files: [] };
  if (type === 'datepicker') return { type, selected_date: initial_date ?? null };
  if (type === 'checkboxes' || type.startsWith('multi_')) return { type, selected_options: initial_options ?? [] };
  return { type, selected_option: initial_option ?? null };
}

/** Tells whether an input has no value. @param {InputState} state */
export function isEmpty({ value, rich_text_value, selected_option, selected_options, selected_date, files }) {
  const chosen = [...(selected_options ?? []), ...(files ?? [])];
  return !value && !rich_text_value && !selected_option && !selected_date && chosen.length === 0;
}

/** Draws the control of an input block. @param {Field} field @returns {HTMLElement} */
export function drawField(field) {
  switch (field.element.type) {
    case 'plain_text_input':
    case 'rich_text_input':
      return textField(field);
    case 'datepicker':
      return dateField(field);
    case 'static_select':
      return selectField(field);
    case 'checkboxes':
    case 'multi_static_select':
      return choicesField(field, 'checkbox');
    case 'radio_buttons':
      return choicesField(field, 'radio');
    case 'multi_external_select':
      return searchField(field);
    case 'file_input':
      return filesField(field);
    default:
      return Object.assign(document.createElement('span'), { textContent: `[${field.element.type}]`, className: 'bk-unknown' });
  }
}

/** @param {Field} field */
function textField({ id, element, state, change }) {
  const isRich = element.type === 'rich_text_input';
  const control = document.createElement(isRich || element.multiline ? 'textarea' : 'input');
  control.id = id;
  control.className = 'bk-plain-input';
  control.value = isRich ? typedText(state.rich_text_value) : (state.value ?? '');
  control.placeholder = element.placeholder?.text ?? '';
  if (element.max_length) control.maxLength = element.max_length;
  if (control instanceof HTMLTextAreaElement) control.rows = 4;
  control.addEventListener('input', () => {
    const typed = control.value;
    change({ type: element.type, ...(isRich ? { rich_text_value: richText(typed) } : { value: typed || null }) });
  });
  return control;
}

/** @param {Field} field */
function dateField({ id, element, state, change }) {
  const control = Object.assign(document.createElement('input'), { id, type: 'date', className: 'bk-plain-input' });
  control.value = state.selected_date ?? '';
  control.addEventListener('change', () => change({ type: element.type, selected_date: control.value || null }));
  return control;
}

/** @param {Field} field */
function selectField({ id, block, element, state, change }) {
  const control = Object.assign(document.createElement('select'), { id, className: 'bk-select' });
  const nothing = new Option(element.placeholder?.text ?? 'Select', '');
  // what is required cannot be emptied again
  nothing.hidden = block.optional !== true;
  if (block.optional || !state.selected_option) control.append(nothing);
  for (const { text, value } of element.options ?? []) control.append(new Option(text.text, value));
  control.value = state.selected_option?.value ?? '';
  control.addEventListener('change', () => {
    const selected_option = element.options?.find(({ value }) => value === control.value) ?? null;
    change({ type: element.type, selected_option });
  });
  return control;
}

/** @param {Field} field @param {'checkbox' | 'radio'} type */
function choicesField({ id, element, state, change }, type) {
  const group = Object.assign(document.createElement('div'), { id, className: 'bk-options', role: 'group' });
  const chosen = new Set(
    [...(state.selected_options ?? []), ...(state.selected_option ? [state.selected_option] : [])].map(({ value }) => value),
  );
  for (const option of element.options ?? []) {
    const label = document.createElement('label');
    const control = Object.assign(document.createElement('input'), { type, name: id, checked: chosen.has(option.value) });
    control.addEventListener('change', () => {
      if (type === 'radio') return change({ type: element.type, selected_option: option });
      if (control.checked) chosen.add(option.value);
      else chosen.delete(option.value);
      change({ type: element.type, selected_options: (element.options ?? []).filter(({ value }) => chosen.has(value)) });
    });
    label.append(control, ` ${option.text.text}`);
    group.append(label);
  }
  return group;
}

/** @param {Field} field */
function searchField({ id, element, state, change, search }) {
  const place = Object.assign(document.createElement('div'), { className: 'cb-search' });
  const chips = Object.assign(document.createElement('div'), { className: 'cb-chips' });
  const control = Object.assign(document.createElement('input'), { id, className: 'bk-plain-input', autocomplete: 'off' });
  control.placeholder = element.placeholder?.text ?? '';
  const list = Object.assign(document.createElement('div'), { className: 'cb-found', role: 'listbox' });
  let chosen = state.selected_options ?? [];

  /** @param {Option[]} options */
  const choose = (options) => {
    chosen = options.slice(0, element.max_selected_items ?? Infinity);
    chips.replaceChildren(...chosen.map(chip));
    change({ type: element.type, selected_options: chosen });
  };
  /** @param {Option} option */
  const chip = (option) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: `${option.text.text} ✕` });
    button.setAttribute('aria-label', `Remove ${option.text.text}`);
    button.addEventListener('click', () => choose(chosen.filter(({ value }) => value !== option.value)));
    return button;
  };
  /** @param {Option} option */
  const offer = (option) => {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: option.text.text,
      role: 'option',
    });
    button.addEventListener('click', () => {
      if (chosen.every(({ value }) => value !== option.value)) choose([...chosen, option]);
      control.value = '';
      list.replaceChildren();
    });
    return button;
  };
  control.addEventListener('input', async () => {
    const typed = control.value;
    const found = typed ? await search(typed) : [];
    if (control.value === typed) list.replaceChildren(...found.map(offer));
  });
  chips.replaceChildren(...chosen.map(chip));
  place.append(chips, control, list);
  return place;
}
