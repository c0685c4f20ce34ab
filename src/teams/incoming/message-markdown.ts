// A message as CommonMark, written as what is typed in Slack is (src/slack/incoming/message-markdown.ts).
import type { Root } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import type { RootContent } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { blank } from './message-tree.ts';
import { plainText, tidy } from './tidy-markdown.ts';

export function messageMarkdown(root: Root): string {
  const tree = toMdast(root, { document: true });
  const blocks = tidy(tree.type === 'root' ? tree.children : []);
  return writeMarkdown(noteFirst(blocks)).replace(new RegExp(`^${blank}+`, 'u'), '');
}

/**
 * An internal note begins with `//` (src/domain/note.ts), whatever it is formatted as: a heading, a quotation or a link must not hide it,
 * or the note leaks. Where they would, the first block loses its formatting.
 */
function noteFirst(blocks: readonly RootContent[]): RootContent[] {
  const [first, ...rest] = blocks;
  if (!first || !slashes.test(plainText(first)) || written.test(writeMarkdown(blocks))) return [...blocks];
  if (first.type === 'blockquote') return noteFirst([...first.children, ...rest]);
  if (first.type !== 'paragraph' && first.type !== 'heading') return [...blocks];
  const lines = plainText(first).split('\n');
  const children = lines.flatMap((value, index) => [
    ...(index > 0 ? [{ type: 'break' as const }] : []),
    { type: 'text' as const, value },
  ]);
  return [{ type: 'paragraph', children }, ...rest];
}

const slashes = new RegExp(`^${blank}*/${blank}*/`, 'u');
const written = new RegExp(`^(?:${blank}|[*_~\`\\\\])*/${blank}*/`, 'u');
