// Slack's text, as the demo shows it.

/** @import { TextObject } from './types.js' */

const moment = /<!date\^(\d+)\^([^|>]*)\|[^>]*>/g;

/** Shows a moment in the reader's zone. @param {string} _ @param {string} seconds @param {string} format */
function showMoment(_, seconds, format) {
  const time = format.includes('{time}') ? /** @type {const} */ ({ hour: 'numeric', minute: '2-digit' }) : {};
  return new Date(Number(seconds) * 1000).toLocaleString(undefined, { month: 'short', day: 'numeric', ...time });
}

/** Replaces what local-slack shows raw: dates, telephone links, entities and times like 04:30 PM. @param {string} text */
export function mendText(text) {
  if (/^0\d:\d\d [AP]M$/.test(text)) return text.slice(1);
  return decode(text.replace(moment, showMoment).replace(/<(?:tel|mailto):[^|>]*\|([^>]*)>/g, '$1'));
}

/** @param {string} text */
function decode(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

const inline =
  /```([^]+?)```|`([^`\n]+)`|<([^<>|]+)(?:\|([^<>]*))?>|(?<![\w*])\*([^*\n]+)\*|(?<![\w_])_([^_\n]+)_|(?<![\w~])~([^~\n]+)~/;

/**
 * Draws a Block Kit text object.
 * @param {TextObject | undefined} text
 * @param {(user: string) => string} nameOf
 * @returns {Node}
 */
export function drawText(text, nameOf) {
  const all = document.createDocumentFragment();
  if (!text) return all;
  if (text.type === 'plain_text') all.append(text.text);
  else for (const line of quotes(text.text.replace(moment, showMoment))) all.append(drawLine(line, nameOf));
  return all;
}

/** @param {string} text @returns {{ text: string, quoted: boolean }[]} runs of lines that are quoted, or are not */
function quotes(text) {
  /** @type {{ text: string, quoted: boolean }[]} */
  const runs = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:>|&gt;) ?/.test(line);
    const content = quoted ? line.replace(/^(?:>|&gt;) ?/, '') : line;
    const last = runs.at(-1);
    if (last?.quoted === quoted) last.text += `\n${content}`;
    else runs.push({ text: content, quoted });
  }
  return runs;
}

/** @param {{ text: string, quoted: boolean }} run @param {(user: string) => string} nameOf */
function drawLine({ text, quoted }, nameOf) {
  const place = document.createElement(quoted ? 'blockquote' : 'span');
  if (quoted) place.className = 'mrkdwn-quote';
  place.append(drawInline(text, nameOf));
  return place;
}

/** @param {string} text @param {(user: string) => string} nameOf @returns {Node} */
function drawInline(text, nameOf) {
  const all = document.createDocumentFragment();
  const found = inline.exec(text);
  if (!found) {
    all.append(decode(text));
    return all;
  }
  const [whole, block, code, target, label, bold, italic, struck] = found;
  all.append(decode(text.slice(0, found.index)));
  if (block !== undefined || code !== undefined)
    all.append(block === undefined ? tag('code', decode(code ?? '')) : tag('pre', decode(block.replace(/^\r?\n|\r?\n$/g, ''))));
  else if (target !== undefined) all.append(drawTarget(target, label, nameOf));
  else if (bold !== undefined) all.append(tag('strong', drawInline(bold, nameOf)));
  else if (italic !== undefined) all.append(tag('em', drawInline(italic, nameOf)));
  else all.append(tag('del', drawInline(struck ?? '', nameOf)));
  all.append(drawInline(text.slice(found.index + whole.length), nameOf));
  return all;
}

/** @param {string} target @param {string | undefined} label @param {(user: string) => string} nameOf */
function drawTarget(target, label, nameOf) {
  if (target.startsWith('@')) return tag('span', `@${nameOf(target.slice(1))}`, 'mention');
  if (/^[#!]/.test(target)) return tag('span', decode(label ?? target), 'mention');
  const link = tag('a', decode(label ?? target));
  if (!/^(https?|tel|mailto):/.test(target)) return link;
  link.setAttribute('href', decode(target));
  link.setAttribute('target', '_blank');
  return link;
}

/** @param {string} name @param {string | Node} content @param {string} [className] */
function tag(name, content, className) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(content);
  return element;
}
