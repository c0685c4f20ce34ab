// Block Kit in a modal.
import { drawField } from './fields.js';
import { asSections } from './rich-text.js';
import { drawText } from './text.js';
import { nameOf } from './workspace.js';

/** @import { Action, Block, Element, InputState, Option, TextObject } from './types.js' */

/**
 * @typedef {object} Context
 * @property {(blockId: string, element: Element) => InputState} stateOf
 * @property {(blockId: string, element: Element, state: InputState, tells: boolean) => void} change
 * @property {(action: Action) => void} act
 * @property {(blockId: string, element: Element, text: string) => Promise<Option[]>} search
 */

/** @param {Block[]} blocks @param {Context} context @returns {HTMLElement} */
export function drawBlocks(blocks, context) {
  const all = element('div', 'blocks');
  all.append(...(asSections(blocks) ?? []).map((block) => drawBlock(block, context)));
  return all;
}

/** @param {Block} block @param {Context} context @returns {Node} */
function drawBlock(block, context) {
  switch (block.type) {
    case 'header':
      return element('div', 'bk-header', block.text?.text ?? '');
    case 'divider':
      return element('hr', 'bk-divider');
    case 'section':
      return drawSection(block, context);
    case 'context':
      return element('div', 'bk-context', ...(block.elements ?? []).map((part) => element('span', '', text(part))));
    case 'actions':
      return element('div', 'bk-actions', ...(block.elements ?? []).map((control) => drawControl(control, block, context)));
    case 'image':
      return Object.assign(document.createElement('img'), { src: block.image_url ?? '', alt: block.alt_text ?? '' });
    case 'input':
      return drawInput(block, context);
    default:
      return element('div', 'bk-unknown', `[${block.type}]`);
  }
}

/** @param {Block} block @param {Context} context */
function drawSection(block, context) {
  const section = element('div', 'bk-section');
  if (block.text) section.append(element('div', 'bk-text', text(block.text)));
  if (block.fields)
    section.append(element('div', 'bk-fields', ...block.fields.map((field) => element('div', 'bk-field', text(field)))));
  if (block.accessory) section.append(drawControl(block.accessory, block, context));
  return section;
}

/** @param {Element} control @param {Block} block @param {Context} context */
function drawControl(control, block, { act }) {
  const names = { action_id: control.action_id, block_id: block.block_id, type: control.type };
  if (control.type === 'static_select') {
    const select = Object.assign(document.createElement('select'), { className: 'bk-select' });
    select.append(new Option(control.placeholder?.text ?? 'Select', ''));
    for (const option of control.options ?? []) select.append(new Option(option.text.text, option.value));
    for (const { label, options } of control.option_groups ?? []) {
      const group = Object.assign(document.createElement('optgroup'), { label: label.text });
      group.append(...options.map((option) => new Option(option.text.text, option.value)));
      select.append(group);
    }
    select.addEventListener('change', () => {
      const all = [...(control.options ?? []), ...(control.option_groups ?? []).flatMap(({ options }) => options)];
      const selected_option = all.find(({ value }) => value === select.value);
      if (selected_option) act({ ...names, selected_option });
    });
    return select;
  }
  const button = element('button', `bk-button ${control.style ? `bk-${control.style}` : ''}`, control.text?.text ?? '');
  button.setAttribute('type', 'button');
  button.addEventListener('click', () => {
    if (control.url) window.open(control.url, '_blank', 'noreferrer');
    act({ ...names, value: control.value });
  });
  return button;
}

/** @param {Block} block @param {Context} context */
function drawInput(block, { stateOf, change, search }) {
  const { block_id = '', element: control } = block;
  const place = element('div', 'bk-input');
  if (!control) return place;
  place.dataset.block = block_id;
  const id = `field-${block_id}`;
  const label = element('label', 'bk-label', block.label?.text ?? '');
  label.setAttribute('for', id);
  if (block.optional) label.append(element('span', 'cb-optional', ' (optional)'));
  const field = drawField({
    block,
    element: control,
    id,
    state: stateOf(block_id, control),
    change: (state) => change(block_id, control, state, block.dispatch_action === true),
    search: (typed) => search(block_id, control, typed),
  });
  place.append(label, field);
  if (block.hint) place.append(element('div', 'bk-hint', block.hint.text));
  return place;
}

/** @param {TextObject} object */
function text(object) {
  return drawText(object, nameOf);
}

/** @param {string} tag @param {string} className @param {(Node | string)[]} content */
function element(tag, className, ...content) {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.append(...content);
  return created;
}
