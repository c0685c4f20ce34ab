// The text in a rich text block: text, links and emoji, each with its style.
import type { types } from '@slack/bolt';
import type { Nodes, PhrasingContent } from 'mdast';
import { safeUrl } from '../../cards/safe-url.ts';

/** A piece of text in a rich text block. */
export type Part = types.RichTextElement;
/** How a piece of text looks. */
export interface Style {
  bold?: true;
  italic?: true;
  strike?: true;
  code?: true;
}

/** Renders inline content. */
export function phrasingParts(nodes: readonly PhrasingContent[], style: Style = {}): Part[] {
  return inside(nodes, style);
}

/** Renders a node's text. */
export function parts(node: Nodes, style: Style): Part[] {
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
      return linkParts(node.url, inside(node.children, style), style);
    case 'image':
      return linkParts(node.url, textPart(node.alt || 'image', style), style);
    default:
      return 'children' in node ? inside(node.children, style) : [];
  }
}

function inside(nodes: readonly Nodes[], style: Style): Part[] {
  return nodes.flatMap((node) => parts(node, style));
}

/** A label with several styles is several links to one address. */
function linkParts(url: string, label: Part[], style: Style): Part[] {
  const address = safeUrl(url);
  if (address === null) return label;
  if (label.length === 0) return [{ type: 'link', url: address, ...styled(style) }];
  return label.flatMap((part): Part[] => {
    if (part.type === 'emoji') return [{ type: 'link', url: address, text: `:${part.name}:`, ...styled(style) }];
    return part.type === 'text' || part.type === 'link' ? [{ ...part, type: 'link', url: address }] : [part];
  });
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
