// The text of what is not typed: blocks that other apps send, and attachments: forwarded messages, alerts, previews of links. Buttons, menus
// and pictures have no text to keep, except a picture's title. Follows docs.slack.dev/reference/block-kit/blocks and
// docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments.
import type { AlignType, Blockquote, Paragraph, RootContent } from 'mdast';
import { paragraphs } from '../../cards/paragraphs.ts';
import { markdownTree } from '../../cards/markdown-tree.ts';
import { cellContent, tableOf } from '../../cards/table.ts';
import { parseMrkdwn, unescape } from './parse-mrkdwn.ts';
import type { ReadOptions } from './read-options.ts';
import { isRichText, parseRichText } from './rich-text.ts';
import type { SlackFile } from './sent-files.ts';

/** The fields of an attachment that are read. */
export interface Attachment {
  /** a message that somebody forwarded */
  is_share?: boolean;
  /** the address whose preview this is */
  from_url?: string;
  original_url?: string;
  author_name?: string;
  author_subname?: string;
  author_id?: string;
  pretext?: string;
  title?: string;
  text?: string;
  fallback?: string;
  footer?: string;
  fields?: { title?: string; value?: string }[];
  blocks?: unknown[];
  message_blocks?: { message?: { blocks?: unknown[]; attachments?: Attachment[] } }[];
  /** of a message that was forwarded twice, or of a forwarded alert */
  attachments?: Attachment[];
  files?: SlackFile[];
}

/** Lists the files of a message and of the messages that were forwarded with it. */
export function filesIn({ files = [], attachments = [] }: Pick<Attachment, 'files' | 'attachments'>): SlackFile[] {
  return [...files, ...attachments.flatMap(({ files: own, ...rest }) => filesIn({ files: own, attachments: insideOf(rest) }))];
}

/** Lists the attachments of the message that an attachment shows. */
function insideOf({ attachments = [], message_blocks: messages = [] }: Attachment): Attachment[] {
  return [...attachments, ...messages.flatMap(({ message }) => message?.attachments ?? [])];
}

/** Reads blocks as a Markdown tree. */
export function readBlocks(blocks: readonly unknown[], options: ReadOptions): RootContent[] {
  return blocks.flatMap((block) => (isRichText(block) ? parseRichText(block, options) : otherBlock(block, options)));
}

/**
 * Reads attachments as a Markdown tree: a forwarded message as a quotation with its author, and an app's text as it is.
 * @param isAlone whether the message says nothing else; otherwise previews of its links are left out
 */
export function readAttachments(attachments: readonly Attachment[], options: ReadOptions, isAlone: boolean): RootContent[] {
  return attachments.flatMap((attachment): RootContent[] => {
    if (attachment.is_share) return forwarded(attachment, options);
    const isPreview = Boolean(attachment.from_url ?? attachment.original_url);
    return isPreview && !isAlone ? [] : content(attachment, options);
  });
}

function forwarded(attachment: Attachment, options: ReadOptions): RootContent[] {
  const { author_id: id, author_name, author_subname, ...rest } = attachment;
  const name = author_name || author_subname;
  const author = (name && unescape(name)) || (id && options.names?.(id));
  const inside = content(rest, options);
  if (inside.length === 0) return [];
  const by: Paragraph = author
    ? {
        type: 'paragraph',
        children: [
          { type: 'strong', children: [{ type: 'text', value: author }] },
          { type: 'text', value: ' wrote:' },
        ],
      }
    : { type: 'paragraph', children: [{ type: 'text', value: 'Forwarded message:' }] };
  return [{ type: 'blockquote', children: [by, ...inside] as Blockquote['children'] }];
}

function content(attachment: Attachment, options: ReadOptions): RootContent[] {
  const { author_name: author, pretext, title, text, fields = [], fallback, footer } = attachment;
  const blocks = [
    ...(attachment.blocks ?? []),
    ...(attachment.message_blocks ?? []).flatMap(({ message }) => message?.blocks ?? []),
  ];
  const fromBlocks = readBlocks(blocks, options);
  const body = fromBlocks.length > 0 ? fromBlocks : parseMrkdwn(text ?? '', options);
  const found = [
    ...parseMrkdwn(pretext ?? '', options),
    ...bold(author),
    ...bold(title),
    ...body,
    ...fields.flatMap((field) => [...bold(field.title), ...parseMrkdwn(field.value ?? '', options)]),
    ...readAttachments(insideOf(attachment), options, body.length === 0),
  ];
  if (found.length === 0) return parseMrkdwn(fallback ?? '', options);
  return attachment.is_share === undefined ? [...found, ...parseMrkdwn(footer ?? '', options)] : found;
}

function bold(text: string | undefined): Paragraph[] {
  return paragraphs(text ? [{ text: unescape(text), strong: true }] : []);
}

/** Fields of a block or an element that may hold text, in the order in which Slack shows them. */
const textFields = ['title', 'subtitle', 'text', 'body', 'description', 'fields', 'elements', 'alt_text'] as const;
/** What an unknown block says where none of those does. */
const otherFields = ['fallback', 'value', 'name', 'url'] as const;
/** Elements that people press or fill in. */
const controls =
  /^(button|overflow|.*_select|checkboxes|radio_buttons|datepicker|timepicker|datetimepicker|.*_input|actions|input)$/;

function otherBlock(value: unknown, options: ReadOptions): RootContent[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => otherBlock(one, options));
  if (typeof value !== 'object' || value === null) return [];
  const block = value as Record<string, unknown> & { type?: unknown };
  if (isRichText(block)) return parseRichText(block, options);
  const { type, text, rows } = block;
  if (typeof type === 'string' && controls.test(type)) return [];
  if (typeof text === 'string') return textObject(type, text, options);
  const found = [
    ...textFields.flatMap((field) => inside(block[field], options)),
    ...(Array.isArray(rows) ? table(rows, block.column_settings, options) : []),
  ];
  if (found.length === 0) return otherFields.flatMap((field) => inside(block[field], options)).slice(0, 1);
  return type === 'header' ? found.map(strong) : found;
}

function textObject(type: unknown, text: string, options: ReadOptions): RootContent[] {
  if (type === 'markdown') return markdownTree(text).children;
  return type === 'mrkdwn' ? parseMrkdwn(text, options) : paragraphs([{ text }]);
}

function inside(value: unknown, options: ReadOptions): RootContent[] {
  return typeof value === 'string' ? paragraphs([{ text: value }]) : otherBlock(value, options);
}

/** Reads the rows of a table; what is not a row of cells is read as any block (docs.slack.dev/reference/block-kit/blocks/table-block). */
function table(rows: readonly unknown[], settings: unknown, options: ReadOptions): RootContent[] {
  const cells = rows
    .filter((row) => Array.isArray(row))
    .map((row: unknown[]) => row.map((cell) => cellContent(otherBlock(cell, options))));
  if (!cells.some((row) => row.some(({ length }) => length > 0))) return otherBlock(rows, options);
  return [tableOf(cells, Array.isArray(settings) ? settings.map(alignmentOf) : [])];
}

function alignmentOf(setting: unknown): AlignType {
  const align = (setting as { align?: unknown } | null)?.align;
  return align === 'center' || align === 'right' ? align : null;
}

function strong(node: RootContent): RootContent {
  return node.type === 'paragraph' ? { ...node, children: [{ type: 'strong', children: node.children }] } : node;
}
