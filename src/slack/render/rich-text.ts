// CommonMark as a rich text block, in which no character is a marker. Mrkdwn has no escapes: text with literal markers can only be shown with
// invisible or similar characters, which people then copy along. Such text is sent this way (element.ts).
// Follows docs.slack.dev/reference/block-kit/blocks/rich-text-block.
import type { types } from '@slack/bolt';
import type { List, Nodes, RootContent } from 'mdast';
import { markdownTree } from '../../cards/markdown-tree.ts';
import { safeUrl } from '../../cards/safe-url.ts';

type Part = types.RichTextElement;
type Style = { bold?: true; italic?: true; strike?: true; code?: true };
type Block = types.RichTextBlock['elements'][number];

/** Renders CommonMark as one rich text block. @returns null for a text that shows nothing, or that defines its links elsewhere */
export function richTextBlock(markdown: string): types.RichTextBlock | null {
  const { children } = markdownTree(markdown);
  const elements = children.some(({ type }) => type === 'definition') ? [] : blocks(children);
  return elements.length > 0 ? { type: 'rich_text', elements } : null;
}

function blocks(nodes: readonly RootContent[]): Block[] {
  const found: Block[] = [];
  for (const node of nodes) {
    const last = found.at(-1);
    for (const block of blockOf(node)) {
      // sections follow each other without a gap
      if (block.type === 'rich_text_section' && last?.type === 'rich_text_section')
        last.elements.push({ type: 'text', text: '\n\n' }, ...block.elements);
      else found.push(block);
    }
  }
  return found;
}

function blockOf(node: RootContent): Block[] {
  switch (node.type) {
    case 'list':
      return listBlocks(node, 0);
    case 'code':
      return node.value === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: node.value }] }];
    case 'blockquote': {
      const elements = lines(node.children);
      return elements.length > 0 ? [{ type: 'rich_text_quote', elements }] : [];
    }
    case 'thematicBreak':
      return [{ type: 'rich_text_section', elements: [{ type: 'text', text: '———' }] }];
    default: {
      const elements = parts(node, node.type === 'heading' ? { bold: true } : {});
      return elements.length > 0 ? [{ type: 'rich_text_section', elements }] : [];
    }
  }
}

/** Slack indents lists at most this deep. */
const maxIndent = 8;

/** A nested list is a block of its own after the items before it. */
function listBlocks(list: List, indent: number): Block[] {
  const style = list.ordered ? 'ordered' : 'bullet';
  const start = list.start ?? 1;
  const found: types.RichTextList[] = [];
  list.children.forEach((item, index) => {
    const inner = item.children.filter((child) => child.type === 'list');
    const elements = lines(item.children.filter((child) => child.type !== 'list'));
    const section: types.RichTextSection = { type: 'rich_text_section', elements };
    const last = found.at(-1);
    const offset = start - 1 + index;
    if (last?.indent === indent) last.elements.push(section);
    else
      found.push({
        type: 'rich_text_list',
        style,
        indent,
        elements: [section],
        ...(list.ordered && offset > 0 ? { offset } : {}),
      });
    for (const one of inner) found.push(...(listBlocks(one, Math.min(indent + 1, maxIndent)) as types.RichTextList[]));
  });
  return found;
}

/** Blocks where only text can be: one below the other. */
function lines(nodes: readonly RootContent[]): Part[] {
  return nodes.flatMap((node, index) => [
    ...(index > 0 ? [{ type: 'text' as const, text: '\n' }] : []),
    ...('children' in node && node.type !== 'paragraph' && node.type !== 'heading'
      ? lines(node.children as RootContent[])
      : parts(node, {})),
  ]);
}

function parts(node: Nodes, style: Style): Part[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return withEmoji(node.value, style);
    case 'code':
    case 'inlineCode':
      return textPart(node.value, { ...style, code: true });
    case 'strong':
      return inside(node.children, { ...style, bold: true });
    case 'emphasis':
      return inside(node.children, { ...style, italic: true });
    case 'delete':
      return inside(node.children, { ...style, strike: true });
    case 'break':
      return [{ type: 'text', text: '\n' }];
    case 'link':
      return linkPart(node.url, inside(node.children, style), style);
    case 'image':
      return linkPart(node.url, textPart(node.alt || 'image', style), style);
    case 'definition':
      return [];
    default:
      return 'children' in node ? inside(node.children, style) : [];
  }
}

function inside(nodes: readonly Nodes[], style: Style): Part[] {
  return nodes.flatMap((node) => parts(node, style));
}

function linkPart(url: string, label: Part[], style: Style): Part[] {
  const address = safeUrl(url);
  if (address === null) return label;
  const text = label.map((part) => ('text' in part ? part.text : part.type === 'emoji' ? `:${part.name}:` : '')).join('');
  return [{ type: 'link', url: address, ...(text === '' ? {} : { text }), ...styled(style) }];
}

/** `:wave:` is an emoji in a message, and only text in a text element. */
function withEmoji(text: string, style: Style): Part[] {
  return text
    .split(/:([a-z0-9_+'-]*[a-z+-][a-z0-9_+'-]*):/)
    .flatMap((part, index): Part[] => (index % 2 === 1 ? [{ type: 'emoji', name: part }] : textPart(part, style)));
}

function textPart(text: string, style: Style): Part[] {
  return text === '' ? [] : [{ type: 'text', text, ...styled(style) }];
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length > 0 ? { style } : {};
}
