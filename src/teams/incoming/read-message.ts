// Reads what people type in Teams: as CommonMark for posts, and as plain text for commands.
import type { Paragraph } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import type { SentFile } from '../../ports.ts';
import { forwardedIn, type Forwarded } from './attached-text.ts';
import { toCommandText } from './command-text.ts';
import type { MessageActivity } from './mentions.ts';
import { messageMarkdown } from './message-markdown.ts';
import { messageTree } from './message-tree.ts';
import { sentFiles, type FilePlace, type Picture } from './sent-files.ts';

/** What a message says. */
export interface MessageContent {
  /** CommonMark, with people as `@Name` */
  text: string;
  /** plain text for the router, with people as `@{directory id}` */
  commandText: string;
  /** the id of the message that is quoted to reply to it */
  quoted?: string;
  files: SentFile[];
}

/**
 * Reads a message.
 * @param botId the bot's own id in Teams (`28:…`); a mention of it at the beginning is left out
 * @param place absent where files are named, and nothing can be read
 */
export function readMessage(activity: MessageActivity, botId: string, place?: FilePlace): MessageContent {
  const { root, quoted, pictures, attached } = messageTree(activity, botId);
  const typed = messageMarkdown(root);
  const attachments = activity.attachments ?? [];
  const quotations = forwardedIn(attachments).map(quotation);
  const forwarded = quotations.map(({ text }) => text);
  const found = { attached, pictures: [...pictures, ...quotations.flatMap((one) => one.pictures)] };
  const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('\n\n');
  return {
    text: joined(typed, ...forwarded),
    commandText: joined(toCommandText(root), ...forwarded),
    ...(quoted === undefined ? {} : { quoted }),
    files: sentFiles(activity, found, place),
  };
}

/** A forwarded message as a quotation with its author, and its pictures. */
function quotation({ html, author }: Forwarded): { text: string; pictures: Picture[] } {
  const { root, pictures } = messageTree({ attachments: [{ contentType: 'text/html', content: html }] }, '');
  const said = messageMarkdown(root);
  const by = author === '' ? 'Forwarded message:' : `${writeMarkdown([bold(author)])} wrote:`;
  const text = said === '' ? '' : `${by}\n\n${said}`.replace(/^/gm, '> ').replace(/^> $/gm, '>');
  return { text, pictures };
}

function bold(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'strong', children: [{ type: 'text', value }] }] };
}
