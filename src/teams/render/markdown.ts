// CommonMark as elements of a card. What a person typed comes out as TextRuns, which no client interprets. The other direction is
// incoming/message-markdown.ts.
import type { Definition, List, Nodes, Parents, RootContent } from 'mdast';
import { sharedTree } from '../../cards/markdown-tree.ts';
import type { CardElement, Container, TextStyle } from './adaptive-card.ts';
import { codeLines, runLines, type Run } from './inline.ts';
import { renderTable, tableText } from './table.ts';

/** Renders CommonMark, with strikethrough, tables and bare links. */
export function markdownElements(markdown: string): CardElement[] {
  const tree = sharedTree(markdown);
  const definitions = tree.children.filter((node) => node.type === 'definition');
  return blocks(tree.children, { definitions, style: {}, depth: 0 });
}

interface MarkdownContext {
  definitions: readonly Definition[];
  style: TextStyle;
  /** number of quotations and lists around this */
  depth: number;
}

/** Deeper quotations and lists become plain text: they would overflow the screen, and the stack. */
const maxDepth = 5;

function blocks(nodes: readonly RootContent[], context: MarkdownContext): CardElement[] {
  return nodes.flatMap((node) => one(node, context));
}

function one(node: RootContent, context: MarkdownContext): CardElement[] {
  switch (node.type) {
    case 'heading':
      return runLines(inside(node, {}, context), node.depth < 3 ? { size: 'Medium', weight: 'Bolder' } : { weight: 'Bolder' });
    case 'code':
      return boxed(codeLines(node.value));
    case 'table': {
      const texts = node.children.map((row) => row.children.map((cell) => inside(cell, {}, context)));
      return [renderTable(node, texts) ?? boxed(codeLines(tableText(node, texts)))].flat();
    }
    case 'html':
      return runLines([{ text: node.value }], context.style);
    case 'blockquote':
      return context.depth < maxDepth ? boxed(blocks(node.children, deeper(context))) : flat(node, context);
    case 'list':
      return context.depth < maxDepth ? list(node, context) : flat(node, context);
    case 'thematicBreak':
      return runLines([{ text: '———' }], { isSubtle: true });
    case 'definition':
      return [];
    default:
      return runLines(runsOf(node, {}, context), context.style);
  }
}

function deeper(context: MarkdownContext): MarkdownContext {
  return { ...context, depth: context.depth + 1 };
}

function boxed(items: CardElement[]): Container[] {
  return items.length > 0 ? [{ type: 'Container', style: 'emphasis', bleed: false, items }] : [];
}

/** Each item's lines follow its bullet; the rest is indented with spaces that no client collapses. */
function list(node: List, context: MarkdownContext): CardElement[] {
  const indent = '\u00A0'.repeat(4 * context.depth);
  return node.children.flatMap((item, index) => {
    const sign = node.ordered ? `${(node.start ?? 1) + index}. ` : '• ';
    const [first, ...rest] = item.children;
    const starts = first?.type === 'paragraph' || first?.type === 'heading';
    const text = starts ? inside(first, first.type === 'heading' ? { bold: true } : {}, context) : [];
    const lead = indented([{ text: `${indent}${sign}` }, ...text], `${indent}\u00A0\u00A0\u00A0`);
    const lines = runLines(lead, context.style).map((line, at) => ({
      ...line,
      spacing: index === 0 && at === 0 && context.depth === 0 ? ('Small' as const) : ('None' as const),
    }));
    const below = starts ? rest : item.children;
    return [
      ...lines,
      ...below.flatMap((child) => (child.type === 'paragraph' ? paragraph(child, context) : one(child, deeper(context)))),
    ];
  });
  function paragraph(child: Parents, of: MarkdownContext): CardElement[] {
    const margin = `${indent}\u00A0\u00A0\u00A0`;
    return runLines(indented([{ text: margin }, ...inside(child, {}, of)], margin), of.style);
  }
}

function indented(runs: readonly Run[], margin: string): Run[] {
  return runs.map((run) => ({ ...run, text: run.text.replace(/\n/g, `\n${margin}`) }));
}

/** The text alone, read without recursion, because it may be nested deeply. */
function flat(node: Nodes, context: MarkdownContext): CardElement[] {
  const texts: string[] = [];
  const open: Nodes[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if ('value' in next) texts.push(next.value);
    else if ('children' in next) open.push(...next.children.toReversed());
    if (next.type === 'paragraph') texts.push('\n');
  }
  return runLines([{ text: texts.join('') }], context.style);
}

function inside(node: Parents, look: Partial<Run>, context: MarkdownContext): Run[] {
  return node.children.flatMap((child) => runsOf(child, look, context));
}

function runsOf(node: Nodes, look: Partial<Run>, context: MarkdownContext): Run[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return [{ ...look, text: node.value }];
    case 'strong':
      return inside(node, { ...look, bold: true }, context);
    case 'emphasis':
      return inside(node, { ...look, italic: true }, context);
    case 'delete':
      return inside(node, { ...look, strike: true }, context);
    case 'inlineCode':
      return [{ ...look, code: true, text: node.value }];
    case 'link':
      return inside(node, { ...look, link: node.url }, context);
    case 'linkReference':
      return inside(node, { ...look, link: urlOf(node.identifier, context) }, context);
    case 'image':
      return [{ ...look, link: look.link ?? node.url, text: node.alt || 'image' }];
    case 'imageReference':
      return [{ ...look, link: look.link ?? urlOf(node.identifier, context), text: node.alt || 'image' }];
    case 'break':
      return [{ ...look, text: '\n' }];
    default:
      return 'children' in node ? inside(node, look, context) : [];
  }
}

function urlOf(identifier: string, { definitions }: MarkdownContext): string | undefined {
  return definitions.find((definition) => definition.identifier === identifier)?.url;
}
