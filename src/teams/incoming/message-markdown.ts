// A message's tree as CommonMark, in the style that src/slack/incoming/message-markdown.ts writes. The other direction is render/markdown.ts.
import type { Root } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { withVisibleNoteMark } from '../../cards/note-mark.ts';
import { blank } from './message-tree.ts';
import { tidy } from './tidy-markdown.ts';

/** Writes a message's tree as CommonMark. */
export function messageMarkdown(root: Root): string {
  const tree = toMdast(root, { document: true });
  const blocks = tidy(tree.type === 'root' ? tree.children : []);
  return writeMarkdown(withVisibleNoteMark(blocks)).replace(new RegExp(`^${blank}+`, 'u'), '');
}
