// What people write, parsed into a tree (mdast) and written back: CommonMark with strikethrough, tables and bare links, the same on every
// platform.
import type { Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown, gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { visibleText } from './visible-text.ts';

/** A hundred nested quotes or lists on one line. The parser recurses and would overflow the stack, so such a text stays plain. */
const tooDeep = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){100}/m;

/** Parses CommonMark. Invisible and direction-changing characters are removed first. */
export function markdownTree(markdown: string): Root {
  const text = visibleText(markdown);
  if (tooDeep.test(text)) return { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }] };
  return fromMarkdown(text, {
    extensions: [gfmStrikethrough({ singleTilde: false }), gfmAutolinkLiteral(), gfmTable()],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown(), gfmTableFromMarkdown()],
  });
}

/** Writes a tree as CommonMark, without white space at its edges. */
export function writeMarkdown(children: readonly RootContent[]): string {
  return toMarkdown(
    { type: 'root', children: [...children] },
    {
      bullet: '-',
      emphasis: '*',
      fences: true,
      // cells are not padded: one long cell would make every row as long
      extensions: [gfmStrikethroughToMarkdown(), gfmTableToMarkdown({ tablePipeAlign: false })],
      // chat messages break lines at a lone newline, and it reads better than the backslash that is the default
      handlers: { break: (_node, _parent, state) => (state.stack.includes('tableCell') ? ' ' : '\n') },
    },
  ).trim();
}
