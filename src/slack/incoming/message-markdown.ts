// Turns what people type in Slack into CommonMark: from rich text blocks where Slack sends them, otherwise from mrkdwn. The other direction
// is render/markdown.ts.
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import type { ReadOptions } from './read-options.ts';
import { isRichText, parseRichText } from './rich-text.ts';

/** Converts a message, with or without blocks, to CommonMark. */
export function toCommonMark(message: { text?: string; blocks?: unknown }, options: ReadOptions = {}): string {
  const blocks = Array.isArray(message.blocks) ? (message.blocks as unknown[]) : [];
  const rich = blocks.filter(isRichText);
  const tree =
    rich.length > 0
      ? rich.flatMap((block) => parseRichText(block, options))
      : parseMrkdwn(message.text || textIn(blocks), options);
  return writeMarkdown(tree);
}

/** Lists the ids of the users a message mentions. */
export function mentionedUsers(message: { text?: string }): string[] {
  return [...(message.text ?? '').matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '');
}

/** Messages of other apps may have blocks only. */
function textIn(blocks: readonly unknown[]): string {
  return blocks
    .map((block) => (block as { text?: { text?: unknown } } | null)?.text?.text)
    .filter((text) => typeof text === 'string')
    .join('\n\n');
}
