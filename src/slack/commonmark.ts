// What people type in Slack as CommonMark: from rich text blocks where Slack sends them, from mrkdwn where it does not.
import type { BlockContent, ListItem, PhrasingContent, RootContent } from 'mdast';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { toMarkdown } from 'mdast-util-to-markdown';
import { parseMrkdwn } from './mrkdwn-parse.ts';

export type Names = (userId: string) => string | undefined;

interface Style {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
}

/** The elements of a rich text block that are read (docs.slack.dev/reference/block-kit/blocks/rich-text-block). */
interface Rich {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  range?: string;
  name?: string;
  unicode?: string;
  style?: Style | string;
  elements?: Rich[];
  fallback?: string;
}

/**
 * @param message a message event, with or without blocks
 * @param names the display name of a mentioned user, where known
 */
export function toCommonMark(message: { text?: string; blocks?: unknown }, names: Names): string {
  const rich = Array.isArray(message.blocks) ? (message.blocks as Rich[]).filter((block) => block.type === 'rich_text') : [];
  const tree =
    rich.length > 0
      ? rich.flatMap((block) => (block.elements ?? []).flatMap((element) => richBlock(element, names)))
      : parseMrkdwn(message.text ?? '', names);
  return write(tree);
}

/** The users a message mentions. */
export function mentionedUsers(message: { text?: string }): string[] {
  return [...(message.text ?? '').matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '');
}

function write(children: RootContent[]): string {
  const markdown = toMarkdown(
    { type: 'root', children },
    { bullet: '-', emphasis: '_', fences: true, extensions: [gfmStrikethroughToMarkdown()] },
  );
  // a line break of the chat is a line break of the text: a lone newline says so in CommonMark, too, and reads better than a backslash
  return markdown.replace(/\\\n/g, '\n').trim();
}

function richBlock(element: Rich, names: Names): RootContent[] {
  const children = element.elements ?? [];
  switch (element.type) {
    case 'rich_text_list':
      return [
        {
          type: 'list',
          ordered: element.style === 'ordered',
          spread: false,
          children: children.map((item): ListItem => ({ type: 'listItem', spread: false, children: paragraphs(item, names) })),
        },
      ];
    case 'rich_text_preformatted':
      return [{ type: 'code', value: children.map((child) => child.text ?? child.url ?? '').join('') }];
    case 'rich_text_quote':
      return [{ type: 'blockquote', children: paragraphs(element, names) }];
    default:
      return paragraphs(element, names);
  }
}

/** An empty line begins a paragraph, a newline breaks the line. */
function paragraphs(element: Rich, names: Names): BlockContent[] {
  const lines: PhrasingContent[][] = [[]];
  for (const child of element.elements ?? []) {
    plain(child, names)
      .split(/\n{2,}/)
      .forEach((part, index) => {
        if (index > 0) lines.push([]);
        part.split('\n').forEach((line, at) => {
          if (at > 0) lines.at(-1)?.push({ type: 'break' });
          if (line !== '') lines.at(-1)?.push(phrase(child, line));
        });
      });
  }
  return lines
    .map(trimBreaks)
    .filter((line) => line.length > 0)
    .map((line) => ({ type: 'paragraph', children: line }));
}

function trimBreaks(line: PhrasingContent[]): PhrasingContent[] {
  while (line[0]?.type === 'break') line.shift();
  while (line.at(-1)?.type === 'break') line.pop();
  return line;
}

function plain(element: Rich, names: Names): string {
  switch (element.type) {
    case 'user':
      return `@${names(element.user_id ?? '') ?? 'user'}`;
    case 'broadcast':
      return `@${element.range ?? 'channel'}`;
    case 'usergroup':
      return '@group';
    case 'channel':
      return '#channel';
    case 'emoji':
      return element.unicode
        ? String.fromCodePoint(...element.unicode.split('-').map((hex) => parseInt(hex, 16)))
        : `:${element.name ?? ''}:`;
    case 'link':
      return element.text ?? element.url ?? '';
    default:
      return element.text ?? element.fallback ?? '';
  }
}

function phrase(element: Rich, text: string): PhrasingContent {
  const style: Style = typeof element.style === 'object' ? element.style : {};
  if (style.code) return { type: 'inlineCode', value: text };
  let node: PhrasingContent =
    element.type === 'link' && element.url
      ? { type: 'link', url: element.url, children: [{ type: 'text', value: text }] }
      : { type: 'text', value: text };
  if (style.strike) node = { type: 'delete', children: [node] };
  if (style.italic) node = { type: 'emphasis', children: [node] };
  if (style.bold) node = { type: 'strong', children: [node] };
  return node;
}
