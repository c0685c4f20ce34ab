import type { Nodes } from 'mdast';
import { truncate } from './visible-text.ts';
import { sharedTree } from './markdown-tree.ts';

const holdsBlocks: readonly Nodes['type'][] = ['root', 'blockquote', 'list', 'listItem', 'table', 'tableRow'];

/** Writes CommonMark as one line of plain text, without its markup. */
export function flatText(markdown: string): string {
  return textOf(sharedTree(markdown)).replace(/\s+/g, ' ').trim();
}

/**
 * Writes CommonMark as one line of plain text of limited length: for summaries, previews and titles, which show no markup.
 * @param max length in UTF-16 units
 */
export function preview(markdown: string, max: number): string {
  return truncate(flatText(markdown), max);
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  if (!('children' in node)) return ' ';
  return node.children.map(textOf).join(holdsBlocks.includes(node.type) ? ' ' : '');
}
