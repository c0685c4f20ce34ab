// An internal note begins with `//` (src/domain/note.ts). Markup that comes before the slashes would hide them, and the note would reach the
// contact.
import type { RootContent } from 'mdast';
import { writeMarkdown } from './markdown-tree.ts';

/** An invisible character, as in src/domain/note.ts. */
const blank = String.raw`[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}⠀]`;
const slashes = new RegExp(`^${blank}*/${blank}*/`, 'u');
const markedAsNote = new RegExp(`^(?:${blank}|[*_~\`\\\\])*/${blank}*/`, 'u');

/** Removes the formatting of a first block that shows `//` at its beginning: a heading, a quotation, a table or a link. */
export function withVisibleNoteMark(blocks: readonly RootContent[]): RootContent[] {
  const [first, ...rest] = blocks;
  if (!first || !slashes.test(plainText(first)) || markedAsNote.test(writeMarkdown(blocks))) return [...blocks];
  if (first.type === 'blockquote') return withVisibleNoteMark([...first.children, ...rest]);
  if (first.type !== 'paragraph' && first.type !== 'heading' && first.type !== 'table') return [...blocks];
  const lines = plainText(first).split('\n');
  const children = lines.flatMap((value, index) => [
    ...(index > 0 ? [{ type: 'break' as const }] : []),
    { type: 'text' as const, value },
  ]);
  return [{ type: 'paragraph', children }, ...rest];
}

/** Reads a block's text without its formatting. Rows are lines. */
export function plainText(node: RootContent): string {
  if (node.type === 'break') return '\n';
  if ('value' in node) return node.value;
  if (node.type === 'table') return node.children.map((row) => plainText(row)).join('\n');
  if (node.type === 'tableRow') return node.children.map((one) => plainText(one)).join(' | ');
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : '';
}
