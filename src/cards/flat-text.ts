import type { Nodes } from 'mdast';
import { markdownTree } from './markdown-tree.ts';

const holdsBlocks: readonly Nodes['type'][] = ['root', 'blockquote', 'list', 'listItem'];

/** Writes CommonMark as one line of plain text, without its markup. */
export function flatText(markdown: string): string {
  return textOf(markdownTree(markdown)).replace(/\s+/g, ' ').trim();
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  if (!('children' in node)) return ' ';
  return node.children.map(textOf).join(holdsBlocks.includes(node.type) ? ' ' : '');
}
