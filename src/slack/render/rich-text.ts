// CommonMark as a rich text block, in which no character is a marker. Mrkdwn has no escapes: text with literal markers can only be shown with
// invisible or similar characters, which people then copy along. Such text is sent this way (written-text.ts), and so are lists.
// Follows docs.slack.dev/reference/block-kit/blocks/rich-text-block.
import type { types } from '@slack/bolt';
import type { List, ListItem, Root, RootContent } from 'mdast';
import { sharedTree } from '../../cards/markdown-tree.ts';
import { resolveReferences } from '../../cards/resolve-references.ts';
import { typedTable } from '../../cards/typed-table.ts';
import { parts, type Part } from './rich-text-parts.ts';
import { tableText } from './table.ts';

type Block = types.RichTextBlock['elements'][number];

/** Renders CommonMark as one rich text block. @param markdown the text, or its tree @returns null for a text that shows nothing */
export function richTextBlock(markdown: string | Root): types.RichTextBlock | null {
  return blockOfTree(typeof markdown === 'string' ? sharedTree(markdown) : markdown);
}

/** Renders CommonMark as the first value of a rich text input, in which tables are typed with pipes. @returns null for an empty input */
export function richTextValue(markdown: string): types.RichTextBlock | null {
  const { type, children } = sharedTree(markdown);
  return blockOfTree({ type, children: children.map((node) => (node.type === 'table' ? typedTable(node) : node)) });
}

function blockOfTree(tree: Root): types.RichTextBlock | null {
  const elements = blocks(resolveReferences(tree).children, false);
  return elements.length > 0 ? { type: 'rich_text', elements } : null;
}

/** @param quoted whether a quotation is around these: its lists and code have a border then, as Slack's editor writes them */
function blocks(nodes: readonly RootContent[], quoted: boolean): Block[] {
  const found: Block[] = [];
  for (const node of nodes) {
    const last = found.at(-1);
    for (const block of blockOf(node, quoted)) {
      // sections follow each other without a gap
      if (isText(block) && last && isText(last) && last.type === block.type && (quoted || block.type === 'rich_text_section'))
        last.elements.push({ type: 'text', text: '\n\n' }, ...block.elements);
      else found.push(block);
    }
  }
  return found;
}

function isText(block: Block): block is types.RichTextSection | types.RichTextQuote {
  return block.type === 'rich_text_section' || block.type === 'rich_text_quote';
}

function blockOf(node: RootContent, quoted: boolean): Block[] {
  switch (node.type) {
    case 'list':
      return listBlocks(node, 0, quoted);
    case 'code':
      return preformatted(node.value, quoted);
    case 'table':
      return preformatted(tableText(node), quoted);
    case 'blockquote':
      return quoted ? textBlock(lines(node.children), quoted) : blocks(node.children, true);
    case 'thematicBreak':
      return textBlock([{ type: 'text', text: '———' }], quoted);
    default:
      return textBlock(parts(node, node.type === 'heading' ? { bold: true } : {}), quoted);
  }
}

function textBlock(elements: Part[], quoted: boolean): Block[] {
  return elements.length > 0 ? [{ type: quoted ? 'rich_text_quote' : 'rich_text_section', elements }] : [];
}

function preformatted(text: string, quoted: boolean): Block[] {
  return text === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }], ...bordered(quoted) }];
}

function bordered(quoted: boolean): { border?: 1 } {
  return quoted ? { border: 1 } : {};
}

/** Slack indents lists at most this deep. */
const maxIndent = 8;

/** A nested list is a block of its own after the items before it. */
function listBlocks(list: List, indent: number, quoted: boolean): Block[] {
  const style = list.ordered ? 'ordered' : 'bullet';
  const found: types.RichTextList[] = [];
  list.children.forEach((item, index) => {
    const section: types.RichTextSection = { type: 'rich_text_section', elements: itemParts(item) };
    const last = found.at(-1);
    const offset = (list.start ?? 1) - 1 + index;
    if (last?.indent === indent) last.elements.push(section);
    else
      found.push({
        type: 'rich_text_list',
        style,
        indent,
        elements: [section],
        ...(list.ordered && offset > 0 ? { offset } : {}),
        ...bordered(quoted),
      });
    for (const child of item.children)
      if (child.type === 'list')
        found.push(...(listBlocks(child, Math.min(indent + 1, maxIndent), quoted) as types.RichTextList[]));
  });
  return found;
}

/** Slack has no item without any text. */
function itemParts({ children }: ListItem): Part[] {
  const found = lines(children.filter(({ type }) => type !== 'list'));
  return found.length > 0 ? found : [{ type: 'text', text: ' ' }];
}

/** Blocks where only text can be, one below the other, with an empty line between paragraphs. */
function lines(nodes: readonly RootContent[]): Part[] {
  return nodes.flatMap((node, index) => [
    ...(index > 0 ? [{ type: 'text' as const, text: isParagraph(node) && isParagraph(nodes[index - 1]) ? '\n\n' : '\n' }] : []),
    ...lineParts(node),
  ]);
}

function isParagraph(node: RootContent | undefined): boolean {
  return node?.type === 'paragraph' || node?.type === 'heading';
}

function lineParts(node: RootContent): Part[] {
  if (node.type === 'table') return [{ type: 'text', text: tableText(node), style: { code: true } }];
  if (node.type === 'list')
    return node.children.flatMap((item, index) => [
      { type: 'text' as const, text: `${index > 0 ? '\n' : ''}${node.ordered ? `${(node.start ?? 1) + index}.` : '•'} ` },
      ...lines(item.children),
    ]);
  return 'children' in node && !isParagraph(node) ? lines(node.children) : parts(node, {});
}
