// What people type in Slack as CommonMark: from rich text blocks where Slack sends them, from mrkdwn where it does not.
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import { isRichText, parseRichText } from './rich-text.ts';

export interface Readers {
  /** the display name of a mentioned user, where known */
  names?: (userId: string) => string | undefined;
  /** the bot's own user id: a mention of it at the beginning is left out */
  bot?: string;
}

interface Written {
  text?: string;
  blocks?: unknown;
}

/** @param message a message event, with or without blocks */
export function toCommonMark(message: Written, readers: Readers = {}): string {
  const blocks = Array.isArray(message.blocks) ? (message.blocks as unknown[]) : [];
  const rich = blocks.filter(isRichText);
  const tree =
    rich.length > 0
      ? rich.flatMap((block) => parseRichText(block, readers))
      : parseMrkdwn(message.text || wordsOf(blocks), readers);
  return writeMarkdown(tree);
}

/** The users a message mentions. */
export function mentionedUsers(message: { text?: string }): string[] {
  return [...(message.text ?? '').matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '');
}

/** What another app's message says that has blocks only. */
function wordsOf(blocks: readonly unknown[]): string {
  return blocks
    .map((block) => (block as { text?: { text?: unknown } } | null)?.text?.text)
    .filter((text) => typeof text === 'string')
    .join('\n\n');
}
