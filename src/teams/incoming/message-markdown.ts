// A message's tree as CommonMark, in the style that src/slack/incoming/message-markdown.ts writes. The other direction is render/markdown.ts.
import type { Root } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import type { RootContent } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { blank } from './message-tree.ts';
import { plainText, tidy } from './tidy-markdown.ts';

/** Writes a message's tree as CommonMark. */
export function messageMarkdown(root: Root): string {
  const tree = toMdast(root, { document: true });
  const blocks = tidy(tree.type === 'root' ? tree.children : []);
  return writeMarkdown(withVisibleNoteMark(blocks)).replace(new RegExp(`^${blank}+`, 'u'), '');
}

/**
 * An internal note begins with `//` (src/domain/note.ts). If the first block is a heading, a quotation, a table or a link, its markup would
 * come before the slashes, and the note would reach the contact. Such a block loses its formatting.
 */
function withVisibleNoteMark(blocks: readonly RootContent[]): RootContent[] {
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

const slashes = new RegExp(`^${blank}*/${blank}*/`, 'u');
const markedAsNote = new RegExp(`^(?:${blank}|[*_~\`\\\\])*/${blank}*/`, 'u');
