// A message as the router reads commands: plain text, people as `@{user id}`, links as their address.
import type { Element, Nodes, Root } from 'hast';
import { mentionIn, textOf } from './message-tree.ts';

const blocks = /^(p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|hr|tr|section|article|header|footer)$/;

/** Reads a message's tree as plain text. */
export function toCommandText(root: Root): string {
  return append(root, '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^[\s\u200B\u2060\uFEFF]+|[\s\u200B\u2060\uFEFF]+$/g, '');
}

/** Appends a node's text to the text before it. */
function append(node: Nodes, before: string, isCode = false): string {
  if (node.type === 'text') return before + withoutMentionMark(isCode ? node.value : collapseSpace(node.value, before));
  if (!('children' in node)) return before;
  if (node.type !== 'element') return appendChildren(node, before, isCode);
  const mention = mentionIn(node);
  if (mention?.startsWith('@')) return before + mention;
  if (node.tagName === 'br') return `${before}\n`;
  if (node.tagName === 'a') return before + linkText(node);
  if (/^t[dh]$/.test(node.tagName)) return appendChildren(node, betweenCells(before), isCode);
  if (!blocks.test(node.tagName)) return appendChildren(node, before, isCode);
  return onNewLine(appendChildren(node, onNewLine(before), isCode || node.tagName === 'pre'));
}

function appendChildren(node: Element | Root, before: string, isCode: boolean): string {
  return node.children.reduce((text, child) => append(child as Nodes, text, isCode), before);
}

function betweenCells(before: string): string {
  return /(^|\n)$/.test(before) ? before : `${before.trimEnd()} | `;
}

function onNewLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** HTML shows any amount of space as one space, and none at the start of a line or after another space. */
function collapseSpace(value: string, before: string): string {
  const spaced = value.replace(/[ \t\r\n\f]+/g, ' ');
  return /(^|\s)$/.test(before) ? spaced.replace(/^ /, '') : spaced;
}

/** A `@{` that somebody typed must not read as a mention. */
function withoutMentionMark(value: string): string {
  return value.replace(/\u00A0/g, ' ').replace(/@\{/g, '@\u200B{');
}

/** Teams turns addresses that people type into links: those keep the typed text. A link with another label becomes its address. */
function linkText(node: Element): string {
  const label = withoutMentionMark(collapseSpace(textOf([node]), ' ')).trim();
  const url = String(node.properties.href ?? '').replace(/^mailto:/i, '');
  const bare = (text: string): string =>
    text
      .replace(/^([a-z]+:)?\/\//i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return url === '' || bare(url) === bare(label) ? label : url;
}
