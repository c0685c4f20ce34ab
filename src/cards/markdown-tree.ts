// What people write, parsed into a tree (mdast) and written back: CommonMark with strikethrough, tables and bare links, the same on every
// platform.
import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast';
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

/** Characters of which none is markup within a line. */
const plain = String.raw`\p{L}\p{N} ,;:.?!'"’“”()…–—%$/@+=#-`;
const plainText = new RegExp(`^[${plain}]+$`, 'u');
/** A marked text whose marks count whatever is next to them, because a letter or digit is at both of its edges. */
const plainMarked = new RegExp(String.raw`^\p{L}(?:[${plain}]*[\p{L}\p{N}])?$`, 'u');
/** The edges of a line, where some of these characters would begin a list or a heading, and spaces would get lost. */
const plainEdges = /^(?:\p{L}|\*\*?\p{L}).*[\p{L}\p{N},;:.?!'"’“”)…%*]$|^\p{L}$/u;

/**
 * Writes paragraphs of plain lines with some bold or italic text, which most messages are, in a twentieth of the time that the writer takes.
 * @returns null for everything else
 */
function plainParagraphs(nodes: readonly RootContent[]): string | null {
  let written = '';
  for (const node of nodes) {
    const text = node.type === 'paragraph' ? plainParagraph(node.children) : null;
    if (text === null) return null;
    written += written === '' ? text : `\n\n${text}`;
  }
  return written;
}

function plainParagraph(nodes: readonly PhrasingContent[]): string | null {
  let [written, line] = ['', ''];
  let before: PhrasingContent['type'] = 'break';
  let mark: 'strong' | 'emphasis' | null = null;
  for (const node of nodes) {
    // marks next to each other, or of two kinds, may need characters that keep them apart
    if (node.type === before || (before !== 'text' && before !== 'break' && node.type !== 'text' && node.type !== 'break'))
      return null;
    before = node.type;
    if (node.type === 'break') {
      if (!plainEdges.test(line)) return null;
      written += `${line}\n`;
      line = '';
    } else if (node.type === 'text') {
      if (!plainText.test(node.value)) return null;
      line += node.value;
    } else if (node.type === 'strong' || node.type === 'emphasis') {
      const [only] = node.children;
      if (only?.type !== 'text' || node.children.length > 1 || !plainMarked.test(only.value)) return null;
      if (mark !== null && mark !== node.type) return null;
      mark = node.type;
      line += mark === 'strong' ? `**${only.value}**` : `*${only.value}*`;
    } else return null;
  }
  return plainEdges.test(line) ? written + line : null;
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
