// Slack's editor: the rich text block that it makes of what somebody types, with markers that format as they are typed, mentions,
// lists, quotations and code blocks.
import type { Block } from './state.ts';

type Part = Record<string, unknown> & { type: string };

const styles: Record<string, string> = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'code' };
const marker = /(?<![\p{L}\p{N}])([*_~`])(?=\S)((?:(?!\1).)*\S)\1(?![\p{L}\p{N}])|(https?:\/\/\S+)|<@(U\w+)>/u;

/** Makes the value of a rich text input. */
export function composed(typed: string): Block {
  const elements: Part[] = [];
  for (const part of typed.split(/(```[^]*?```)/)) {
    if (part.startsWith('```'))
      elements.push({ type: 'rich_text_preformatted', elements: text(part.slice(3, -3).replace(/^\n|\n$/g, '')) });
    else for (const line of lines(part)) add(elements, line);
  }
  return { type: 'rich_text', elements };
}

/** The line breaks beside a code block belong to it. */
function lines(part: string): string[] {
  const inner = part.replace(/^\n|\n$/g, '');
  return inner === '' ? [] : inner.split('\n');
}

function add(elements: Part[], line: string): void {
  const last = elements.at(-1);
  const item = /^( *)(?:[-•]|(\d+)\.) +(.+)$/.exec(line);
  if (item) {
    const [, { length: spaces } = '', number, content = ''] = item;
    const [style, indent] = [number === undefined ? 'bullet' : 'ordered', Math.floor(spaces / 2)];
    const section = { type: 'rich_text_section', elements: inline(content) };
    if (last?.type === 'rich_text_list' && last.style === style && last.indent === indent)
      (last.elements as Part[]).push(section);
    else
      elements.push({
        type: 'rich_text_list',
        style,
        indent,
        border: 0,
        ...(Number(number) > 1 ? { offset: Number(number) - 1 } : {}),
        elements: [section],
      });
    return;
  }
  const quoted = line.startsWith('> ');
  const [type, content] = [quoted ? 'rich_text_quote' : 'rich_text_section', quoted ? line.slice(2) : line];
  if (last?.type === type) (last.elements as Part[]).push(...text('\n'), ...inline(content));
  else elements.push({ type, elements: inline(content) });
}

function inline(content: string, style: Record<string, boolean> = {}): Part[] {
  const found = marker.exec(content);
  if (!found) return text(content, style);
  const [whole, mark = '', inside = '', url, user] = found;
  const rest = inline(content.slice(found.index + whole.length), style);
  const before = text(content.slice(0, found.index), style);
  if (user !== undefined) return [...before, { type: 'user', user_id: user }, ...rest];
  if (url !== undefined) return [...before, { type: 'link', url, ...styled(style) }, ...rest];
  const more = { ...style, [styles[mark] ?? '']: true };
  return [...before, ...(mark === '`' ? text(inside, more) : inline(inside, more)), ...rest];
}

function text(content: string, style: Record<string, boolean> = {}): Part[] {
  return content === '' ? [] : [{ type: 'text', text: content, ...styled(style) }];
}

function styled(style: Record<string, boolean>): { style?: Record<string, boolean> } {
  return Object.keys(style).length > 0 ? { style } : {};
}
