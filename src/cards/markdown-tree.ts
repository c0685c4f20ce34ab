// What people write, parsed into a tree (mdast) and written back: CommonMark with strikethrough, tables and bare links, the same on every
// platform.
import type { Nodes, Root, RootContent, Text } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown, gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { plainTree } from './plain-tree.ts';
import { visibleText } from './visible-text.ts';

/** A hundred nested quotes or lists on one line. The parser recurses and would overflow the stack, so such a text stays plain. */
const tooDeep = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){100}/m;

/** Parses CommonMark. Invisible and direction-changing characters are removed first. */
export function markdownTree(markdown: string): Root {
  const text = visibleText(markdown);
  const plain = plainTree(text);
  if (plain) return plain;
  if (tooDeep.test(text)) return { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }] };
  return fromMarkdown(text, syntax);
}

const syntax = {
  extensions: [gfmStrikethrough({ singleTilde: false }), gfmAutolinkLiteral(), gfmTable()],
  mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown(), gfmTableFromMarkdown()],
};

/** The trees that were read last, the oldest first. */
const kept = new Map<string, Root>();
let keptLength = 0;
/** UTF-16 units of all texts whose trees are kept. A tree takes about 50 bytes for each. */
const maxKeptLength = 50_000;

/**
 * Parses CommonMark for readers. A post is drawn once for each of its conversations, and its text is read for the summary and for the body, so
 * the same tree is returned for the same text.
 * @returns a frozen tree; `markdownTree` returns one that may be changed
 */
export function sharedTree(markdown: string): Root {
  const known = kept.get(markdown);
  if (known) return known;
  const tree = markdownTree(markdown);
  freeze(tree);
  if (markdown.length > maxKeptLength) return tree;
  kept.set(markdown, tree);
  keptLength += markdown.length;
  for (const text of kept.keys()) {
    if (keptLength <= maxKeptLength) break;
    kept.delete(text);
    keptLength -= text.length;
  }
  return tree;
}

function freeze(node: Nodes): void {
  Object.freeze(node);
  if (!('children' in node)) return;
  Object.freeze(node.children);
  for (const child of node.children) freeze(child);
}

/** Writes a tree as CommonMark, without white space at its edges. */
export function writeMarkdown(children: readonly RootContent[]): string {
  return (plainParagraphs(children) ?? written(children)).trim();
}

/** A line in which nothing can be markup, wherever it is. Other lines may need escapes. */
const plainLine = /^\p{L}(?:[\p{L}\p{N} ,;:.?!'"’“”()…–—%$/@+=#-]*[\p{L}\p{N},;:.?!'"’“”)…%])?$/u;

/**
 * Writes paragraphs of plain lines, which most messages are, in a twentieth of the time that the writer takes.
 * @returns null for everything else
 */
function plainParagraphs(nodes: readonly RootContent[]): string | null {
  const paragraphs: string[] = [];
  for (const node of nodes) {
    if (node.type !== 'paragraph') return null;
    const lines = node.children.filter((_, at) => at % 2 === 0);
    const breaks = node.children.filter((_, at) => at % 2 === 1);
    if (breaks.length !== lines.length - 1 || breaks.some(({ type }) => type !== 'break')) return null;
    if (!lines.every((line) => line.type === 'text' && plainLine.test(line.value))) return null;
    paragraphs.push(lines.map((line) => (line as Text).value).join('\n'));
  }
  return paragraphs.join('\n\n');
}

function written(children: readonly RootContent[]): string {
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
  );
}
