// Text that people wrote, as blocks. Mrkdwn sections are the default, because clients fold long ones. A rich text block is used for what mrkdwn
// cannot say: lists, code in quotations, formatted labels, and characters that would format something. Tables are table blocks; how many of
// them a message or a view may have is decided in fit.ts.
import type { types } from '@slack/bolt';
import type { Nodes, RootContent } from 'mdast';
import { sharedTree } from '../../cards/markdown-tree.ts';
import { toMrkdwn } from './markdown.ts';
import { richTextBlock } from './rich-text.ts';
import { sections } from './sections.ts';
import { tableBlock } from './table.ts';

/** How much is shown of a text. */
export interface WrittenDetail {
  /** sections */
  sections: number;
  /** characters of a rich text block or a table as JSON; a larger one is shown as mrkdwn */
  native: number;
}

/** Renders CommonMark. */
export function writtenBlocks(markdown: string, detail: WrittenDetail): types.KnownBlock[] {
  const { children } = sharedTree(markdown);
  const definitions = children.filter(({ type }) => type === 'definition');
  const parts = detail.sections === Infinity ? aroundTables(children) : [children];
  const blocks = parts.flatMap((nodes): types.KnownBlock[] => {
    const [first] = nodes;
    const table = nodes.length === 1 && first?.type === 'table' ? tableBlock(first) : null;
    return table && isSmall(table, detail) ? [table] : textBlocks([...nodes, ...definitions], detail);
  });
  return blocks.length > 0 ? blocks : sections('', detail.sections);
}

function isSmall(block: types.KnownBlock, { native }: WrittenDetail): boolean {
  return native === Infinity || (native > 0 && JSON.stringify(block).length <= native);
}

/** Each table alone, and what is between them. */
function aroundTables(nodes: readonly RootContent[]): RootContent[][] {
  const parts: RootContent[][] = [];
  let isOpen = false;
  for (const node of nodes) {
    if (node.type !== 'table' && isOpen) parts.at(-1)?.push(node);
    else parts.push([node]);
    isOpen = node.type !== 'table';
  }
  return parts;
}

/** Characters that mrkdwn has in place of, or beside, literal markers. The text is copied from here, so it has none that nobody typed. */
const substitutes = /[\u200Bˋ¦]/g;

const countSubstitutes = (text: string): number => text.match(substitutes)?.length ?? 0;

/** Counts the substitutes in all texts of a tree: values, addresses, titles and labels. */
function substitutesIn(nodes: readonly Nodes[]): number {
  let count = 0;
  for (const node of nodes) {
    for (const value of Object.values(node)) if (typeof value === 'string') count += countSubstitutes(value);
    if ('children' in node) count += substitutesIn(node.children);
  }
  return count;
}

function textBlocks(nodes: RootContent[], detail: WrittenDetail): types.KnownBlock[] {
  if (nodes.every(({ type }) => type === 'definition')) return [];
  const root = { type: 'root' as const, children: nodes };
  const text = toMrkdwn(root);
  const isChanged = countSubstitutes(text) !== substitutesIn(nodes);
  const rich = detail.native > 0 && (isChanged || needsRichText(root)) ? richTextBlock(root) : null;
  return rich && isSmall(rich, detail) ? [rich] : sections(text, detail.sections);
}

const markers: Partial<Record<Nodes['type'], string>> = { strong: '*', emphasis: '_', delete: '~' };

function needsRichText(node: Nodes): boolean {
  if (node.type === 'list') return true;
  if (node.type === 'blockquote' && node.children.some(({ type }) => type !== 'paragraph')) return true;
  if (node.type === 'link') return node.children.some(({ type }) => type !== 'text');
  const marker = markers[node.type];
  if (marker !== undefined && textIn(node).includes(marker)) return true;
  return 'children' in node && node.children.some(needsRichText);
}

function textIn(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textIn).join('') : '';
}
