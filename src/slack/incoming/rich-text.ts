// Parses rich text blocks, the form in which Slack's own editor sends messages, as a Markdown tree. Text without blocks is parsed in
// parse-mrkdwn.ts. Follows docs.slack.dev/reference/block-kit/blocks/rich-text-block.
import type { List, ListItem, RootContent } from 'mdast';
import { emojiNamed } from '../../cards/emoji.ts';
import { codeBlock, paragraphs, type Run } from '../../cards/paragraphs.ts';
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
  elements?: RichText[];
}

/** Whether a block of a message is rich text. payload.ts has checked its fields. */
export function isRichText(block: unknown): block is RichText {
  return (block as { type?: unknown } | null)?.type === 'rich_text';
}

/** Parses one rich text block. */
export function parseRichText(block: RichText, options: ReadOptions): RootContent[] {
  const content: RootContent[] = [];
  /** lists that the next item may continue, outermost first */
  let open: { indent: number; list: List }[] = [];
  for (const element of withoutOwnMention(block.elements ?? [], options.bot)) {
    if (element.type !== 'rich_text_list') {
      open = [];
      content.push(...blockOf(element, options));
      continue;
    }
    const [list, indent] = [listOf(element, options), element.indent ?? 0];
    open = open.filter((one) => one.indent < indent || (one.indent === indent && one.list.ordered === list.ordered));
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

/** A mention of the bot at the beginning only addresses it. */
function withoutOwnMention(elements: readonly RichText[], bot: string | undefined): readonly RichText[] {
  const [first, ...rest] = elements;
  const [mention, ...others] = first?.elements ?? [];
  if (!first || !bot || mention?.type !== 'user' || mention.user_id !== bot) return elements;
  return [{ ...first, elements: others }, ...rest];
}

function blockOf(element: RichText, options: ReadOptions): RootContent[] {
  switch (element.type) {
    case 'rich_text_preformatted':
      return [codeBlock((element.elements ?? []).map((child) => plain(child, options)).join(''))];
    case 'rich_text_quote':
      return [{ type: 'blockquote', children: paragraphs(runs(element, options)) }];
    default:
      return paragraphs(element.elements ? runs(element, options) : [{ ...marksOf(element), text: plain(element, options) }]);
  }
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
      children: paragraphs(runs(item, options)),
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
  if (code) return { code };
  return {
    ...((type === 'link' || type === 'date') && url ? { link: url } : {}),
    ...(strike ? { delete: true } : {}),
    ...(italic ? { emphasis: true } : {}),
    ...(bold ? { strong: true } : {}),
  };
}
