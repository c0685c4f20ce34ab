// Blocks as a person reads them: buttons in brackets, formatting marks gone, entities and dates resolved.
import type { Block } from './state.ts';

interface Text {
  type?: string;
  text: string;
}

export function readBlocks(blocks: Block[] | undefined, fallback = ''): string {
  if (!blocks) return unmark(fallback);
  return blocks.map(readBlock).join('\n');
}

function readBlock(block: Block): string {
  if (block.type === 'rich_text') return readRichText(block);
  if (block.type === 'image') return `(image ${String(block.alt_text)})`;
  if (block.type === 'table') return (block.rows as RichText[][]).map((cells) => cells.map(readRichText).join(' | ')).join('\n');
  const parts: string[] = [];
  if (block.text) parts.push(read(block.text as Text));
  for (const field of (block.fields ?? []) as Text[]) parts.push(unmark(field.text).replace('\n', ': '));
  for (const element of (block.elements ?? []) as { type: string; text?: string | Text }[]) parts.push(readElement(element));
  if (block.accessory) parts.push(readElement(block.accessory as { type: string; text?: Text }));
  if (block.type === 'input') parts.push(`${(block.label as Text).text}:${readInitial(block.element as Input)}`);
  return parts.join('\n');
}

interface Input {
  type: string;
  initial_value?: RichText;
}

/** The formatted text that a field begins with. */
function readInitial({ type, initial_value: initial }: Input): string {
  return type === 'rich_text_input' && initial ? ` ${readRichText(initial)}` : '';
}

interface RichText {
  type: string;
  text?: string;
  url?: string;
  name?: string;
  elements?: RichText[];
}

function readRichText({ type, text, url, name, elements = [] }: RichText): string {
  if (type === 'emoji') return `:${name}:`;
  const inside = elements.map(readRichText).join(type === 'rich_text' || type === 'rich_text_list' ? '\n' : '');
  return text ?? (inside || (url ?? ''));
}

function readElement(element: { type: string; text?: string | Text }): string {
  const text = typeof element.text === 'string' ? element.text : (element.text?.text ?? '');
  return element.type === 'button' ? `[${text}]` : unmark(text);
}

/** Plain text is shown as it is. */
function read(text: Text): string {
  return text.type === 'plain_text' ? text.text : unmark(text.text);
}

function unmark(text: string): string {
  return text
    .replace(/<!date\^(\d+)\^[^|]*\|([^>]*)>/g, '$2')
    .replace(/<@([^>]+)>/g, '@$1')
    .replace(/<(https?|tel|mailto)[^|>]*\|([^>]*)>/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_~])(?![\s\u200B])([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\u200B/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
