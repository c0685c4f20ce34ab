// Turns what people type in Slack into CommonMark: from rich text blocks where Slack sends them, otherwise from mrkdwn. The other direction
// is render/markdown.ts.
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { withVisibleNoteMark } from '../../cards/note-mark.ts';
import { readAttachments, readBlocks, type Attachment } from './attached-text.ts';
import { parseMrkdwn, unescape } from './parse-mrkdwn.ts';
import { isRichText } from './rich-text.ts';
import type { ReadOptions } from './read-options.ts';

/** The fields of a message that are read as text. */
export interface TextMessage {
  text?: string;
  blocks?: unknown;
  attachments?: readonly Attachment[];
}

/** Converts a message, with or without blocks and attachments, to CommonMark. */
export function toCommonMark(message: TextMessage, options: ReadOptions = {}): string {
  const { text = '', blocks, attachments = [] } = message;
  const labels = labelsIn(text);
  const named = { ...options, names: (id: string) => options.names?.(id) ?? labels.get(id) };
  const all = Array.isArray(blocks) ? (blocks as unknown[]) : [];
  const fromBlocks = readBlocks(all, named);
  const own = fromBlocks.length > 0 || all.some(isRichText) ? fromBlocks : parseMrkdwn(text, named);
  return writeMarkdown(withVisibleNoteMark([...own, ...readAttachments(attachments, named, own.length === 0)]));
}

/** Rich text names channels and user groups by their ids alone; the message's text has their labels. */
function labelsIn(text: string): Map<string, string> {
  const found = [...text.matchAll(/<(?:#|!subteam\^)([A-Z0-9]+)\|[@#]?([^<>]+)>/g)];
  return new Map(found.map(([, id = '', label = '']) => [id, unescape(label)]));
}

/** Lists the ids of the users a message mentions. */
export function mentionedUsers({ text = '', attachments = [] }: TextMessage): string[] {
  const texts = [text, ...attachments.map((attachment) => attachment.text ?? '')].join('\n');
  return [...texts.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '');
}
