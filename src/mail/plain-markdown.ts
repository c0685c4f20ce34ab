// Posts (CommonMark) as plain text, for mail clients that do not show HTML: lines, lists and quotations as they were typed, tables in aligned
// columns, without markup.
import type { List, Nodes, RootContent } from 'mdast';
import { safeUrl } from '../cards/safe-url.ts';
import { alignedTable } from '../cards/table.ts';
import { writtenTree } from './written-tree.ts';

/** Renders CommonMark as plain text. */
export function plainMarkdown(markdown: string): string {
  return blocks(writtenTree(markdown).children);
}

function blocks(nodes: readonly RootContent[]): string {
  return nodes
    .map(text)
    .filter((block) => block.trim() !== '')
    .join('\n\n');
}

function text(node: Nodes): string {
  switch (node.type) {
    case 'list':
      return list(node);
    case 'blockquote':
      return blocks(node.children).replace(/^/gm, '> ').replace(/^> $/gm, '>');
    case 'table':
      return alignedTable(node, (cell) => ('children' in cell ? inside(cell.children) : ''));
    case 'thematicBreak':
      return '--------';
    case 'break':
      return '\n';
    case 'link':
      return linked(inside(node.children), node.url);
    case 'image':
      return linked(node.alt ?? '', node.url);
    case 'definition':
      return '';
    default:
      if ('value' in node) return node.value;
      return 'children' in node ? inside(node.children) : '';
  }
}

function inside(nodes: readonly Nodes[]): string {
  return nodes.map(text).join('');
}

function list({ ordered, start, children }: List): string {
  return children
    .map((item, index) => {
      const sign = ordered ? `${(start ?? 1) + index}. ` : '- ';
      const lines = item.children.map(text).join('\n');
      return sign + lines.replace(/\n(?=.)/g, `\n${' '.repeat(sign.length)}`);
    })
    .join('\n');
}

/** A label that is the address itself is not repeated. */
function linked(label: string, url: string): string {
  const address = safeUrl(url);
  if (address === null) return label || url;
  const bare = (shown: string): string => shown.replace(/^(mailto:|tel:|https?:\/\/)/i, '').replace(/\/$/, '');
  return label === '' || bare(label) === bare(url) ? label || url : `${label} <${address}>`;
}
