// Tables, code and the headings of menus in messages, which local-slack does not draw: they are drawn here in the place of its text.
import { asSections, plainText } from './rich-text.js';
import { keepAtEnd } from './scroll.js';
import { drawText } from './text.js';
import { findMessage, nameOf } from './workspace.js';

/** @import { Block } from './types.js' */

/** Draws the tables and the code of messages. @param {Element} root */
export function redraw(root) {
  for (const heading of root.querySelectorAll('option[value^="heading:"]')) heading.setAttribute('disabled', '');
  const message = root.closest('.msg');
  for (const one of message ? [message] : root.querySelectorAll('.msg')) if (one instanceof HTMLElement) redrawMessage(one);
}

/** @param {HTMLElement} element */
function redrawMessage(element) {
  const { blocks = [], text = '' } = findMessage(element.dataset.ts ?? '') ?? {};
  if (blocks.length === 0)
    replace(element.querySelector('.msg-text .mrkdwn'), { type: 'section', text: { type: 'mrkdwn', text } });
  // local-slack draws one element for each block
  const places = element.querySelector('.blocks')?.children ?? [];
  for (const [at, block] of blocks.entries()) replace(places[at]?.querySelector('.bk-text .mrkdwn') ?? null, block);
}

/** @param {Element | null} place @param {Block} block */
function replace(place, block) {
  const [{ text } = block] = asSections([block]) ?? [];
  if (!place || !text?.text.includes('```')) return;
  const source = JSON.stringify(block);
  const drawn = place.firstElementChild;
  if (drawn instanceof HTMLElement && drawn.dataset.source === source) return;
  const element = document.createElement('div');
  element.dataset.source = source;
  element.append(block.type === 'table' ? tableOf(block) : drawText(text, nameOf));
  place.replaceChildren(element);
  keepAtEnd(element);
}

/** @param {Block} block */
function tableOf({ rows = [] }) {
  const table = document.createElement('table');
  for (const [at, cells] of rows.entries()) {
    const row = table.insertRow();
    for (const cell of cells) {
      const element = document.createElement(at === 0 ? 'th' : 'td');
      if (at === 0) element.setAttribute('scope', 'col');
      const [section] = asSections([{ type: 'rich_text', elements: /** @type {any[]} */ (cell.elements ?? []) }]) ?? [];
      // the first row is bold anyway
      if (cell.type === 'rich_text' && at > 0) element.append(drawText(section?.text, nameOf));
      else element.textContent = plainText(cell);
      row.append(element);
    }
  }
  const place = document.createElement('div');
  place.className = 'cb-table';
  place.append(table);
  return place;
}
