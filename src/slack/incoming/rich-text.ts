// Parses rich text blocks, the form in which Slack's own editor sends messages, as a Markdown tree. Text without blocks is parsed in
// parse-mrkdwn.ts. Follows docs.slack.dev/reference/block-kit/blocks/rich-text-block.
import type { Blockquote, List, ListItem, RootContent } from 'mdast';
import { emojiNamed } from '../../cards/emoji.ts';
import { codeBlock, type Run } from '../../cards/paragraphs.ts';
import { textBlocks } from '../../cards/typed-table.ts';
import { formatDateTokens } from './format-date.ts';
import type { ReadOptions } from './read-options.ts';

interface Style {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
}

/** The fields of a rich text block, and of any element in it, that are read. */
export interface RichText {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  /** of a color: its hexadecimal code */
  value?: string;
  /** of a date: seconds since 1970, and how it is written */
  timestamp?: number;
  format?: string;
  range?: string;
  name?: string;
  unicode?: string;
  fallback?: string;
  style?: Style | string;
  indent?: number;
  offset?: number;
  /** 1: part of a quotation, as Slack's editor writes lists and code in one */
  border?: number;
  elements?: RichText[];
}

/** Whether a block of a message is rich text. payload.ts has checked its fields. */
export function isRichText(block: unknown): block is RichText {
  return (block as { type?: unknown } | null)?.type === 'rich_text';
}

/** Parses one rich text block. */
export function parseRichText(block: RichText, options: ReadOptions): RootContent[] {
  const elements = withoutOwnMention(block.elements ?? [], options.bot);
  return quotations(elements).flatMap((part): RootContent[] => {
    if (!part.every(isQuoted)) return parseElements(part, options);
    const children = parseElements(part.map(unquoted), options) as Blockquote['children'];
    return children.length > 0 ? [{ type: 'blockquote', children }] : [];
  });
}

/** Divides elements into quotations, each with its lists and code, and what is between them. */
function quotations(elements: readonly RichText[]): RichText[][] {
  const parts: RichText[][] = [];
  for (const element of elements) {
    const last = parts.at(-1);
    const continues = last?.[0] && isQuoted(element) === isQuoted(last[0]);
    // two quotations without a border between them are two
    if (last && continues && !(element.type === 'rich_text_quote' && last.at(-1)?.type === 'rich_text_quote')) last.push(element);
    else parts.push([element]);
  }
  return parts;
}

function isQuoted({ type, border }: RichText): boolean {
  return type === 'rich_text_quote' || border === 1;
}

function unquoted(element: RichText): RichText {
  return element.type === 'rich_text_quote' ? { ...element, type: 'rich_text_section' } : { ...element, border: 0 };
}

function parseElements(elements: readonly RichText[], options: ReadOptions): RootContent[] {
  const content: RootContent[] = [];
  /** lists that the next item may continue, outermost first */
  let open: { indent: number; list: List }[] = [];
  let before: RichText | undefined;
  for (const element of elements) {
    const previous = before;
    before = element;
    if (element.type !== 'rich_text_list') {
      open = [];
      content.push(...blockOf(element, options));
      continue;
    }
    const [list, indent] = [listOf(element, options), element.indent ?? 0];
    open = open.filter((one) => one.indent < indent || (one.indent === indent && continues(one.list, element, previous)));
    const last = open.at(-1);
    if (last?.indent === indent) {
      last.list.children.push(...list.children);
      continue;
    }
    const host = last?.list.children.at(-1);
    if (host) host.children.push(list);
    else content.push(list);
    open.push({ indent, list });
  }
  return content;
}

/** Whether items belong to the list before them. Numbers that do not go on, or begin at 1 again, are a list of their own. */
function continues(list: List, { style, offset, indent }: RichText, previous: RichText | undefined): boolean {
  if (list.ordered !== (style === 'ordered')) return false;
  if (!list.ordered) return true;
  if (offset !== undefined) return offset + 1 === (list.start ?? 1) + list.children.length;
  return (previous?.indent ?? 0) !== (indent ?? 0);
}

/** A mention of the bot at the beginning only addresses it. */
function withoutOwnMention(elements: readonly RichText[], bot: string | undefined): readonly RichText[] {
  const [first, ...rest] = elements;
  const [mention, ...others] = first?.elements ?? [];
  if (!first || !bot || mention?.type !== 'user' || mention.user_id !== bot) return elements;
  return [{ ...first, elements: others }, ...rest];
}

function blockOf(element: RichText, options: ReadOptions): RootContent[] {
  if (element.type === 'rich_text_preformatted')
    return [codeBlock((element.elements ?? []).map((child) => plain(child, options)).join(''))];
  return textBlocks(element.elements ? runs(element, options) : [{ ...marksOf(element), text: plain(element, options) }]);
}

function listOf(element: RichText, options: ReadOptions): List {
  const ordered = element.style === 'ordered';
  return {
    type: 'list',
    ordered,
    ...(ordered ? { start: (element.offset ?? 0) + 1 } : {}),
    spread: false,
    children: (element.elements ?? []).map((item): ListItem => ({
      type: 'listItem',
      spread: false,
      children: textBlocks(runs(item, options)),
    })),
  };
}

function runs(element: RichText, options: ReadOptions): Run[] {
  return (element.elements ?? []).map((child) => ({ ...marksOf(child), text: plain(child, options) }));
}

function plain(element: RichText, options: ReadOptions): string {
  const { names } = options;
  switch (element.type) {
    case 'user':
      return `@${names?.(element.user_id ?? '') ?? 'user'}`;
    case 'broadcast':
      return `@${element.range ?? 'channel'}`;
    case 'usergroup':
      return `@${names?.(element.usergroup_id ?? '') ?? element.usergroup_id ?? 'group'}`;
    case 'channel':
      return `#${names?.(element.channel_id ?? '') ?? element.channel_id ?? 'channel'}`;
    case 'emoji':
      return (element.unicode && characters(element.unicode)) || (emojiNamed(element.name ?? '') ?? `:${element.name ?? ''}:`);
    case 'link':
      return element.text || (element.url ?? '');
    case 'date':
      return formatDateTokens(element.timestamp, element.format) ?? element.fallback ?? otherText(element, options);
    case 'text':
      return element.text ?? '';
    default:
      return otherText(element, options);
  }
}

/** Reads an element that Slack has added since. It shows something in Slack, so it is never left out. */
function otherText(element: RichText, options: ReadOptions): string {
  const inside = (element.elements ?? []).map((child) => plain(child, options)).join('');
  const { text, fallback, value, name, url, type } = element;
  return [text, fallback, value, inside, name, url].find(Boolean) ?? `[${type}]`;
}

/** @param codes hexadecimal code points, for example `1f468-200d-1f4bb` */
function characters(codes: string): string {
  const points = codes.split('-').map((hex) => parseInt(hex, 16));
  return points.every(isCharacter) ? String.fromCodePoint(...points) : '';
}

function isCharacter(point: number): boolean {
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}

function marksOf({ type, url, style }: RichText): Omit<Run, 'text'> {
  const { code, strike, italic, bold }: Style = typeof style === 'object' ? style : {};
  return {
    ...(code ? { code } : {}),
    ...((type === 'link' || type === 'date') && url ? { link: url } : {}),
    ...(strike ? { delete: true } : {}),
    ...(italic ? { emphasis: true } : {}),
    ...(bold ? { strong: true } : {}),
  };
}
