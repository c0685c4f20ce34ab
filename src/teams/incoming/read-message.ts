// Reads what people type in Teams: as CommonMark for posts, and as plain text for commands.
import type { Paragraph } from 'mdast';
import { writeMarkdown } from '../../cards/markdown-tree.ts';
import { forwardedIn, type Forwarded } from './attached-text.ts';
import { toCommandText } from './command-text.ts';
import type { MessageActivity } from './mentions.ts';
import { messageMarkdown } from './message-markdown.ts';
import { messageTree } from './message-tree.ts';

/** What a message says. */
export interface MessageContent {
  /** CommonMark, with people as `@Name` */
  text: string;
  /** plain text for the router, with people as `@{directory id}` */
  commandText: string;
  /** the id of the message that is quoted to reply to it */
  quoted?: string;
  /** names of files: `file` where Teams does not tell the name, `image` for pictures */
  files: string[];
}

const fileDownload = 'application/vnd.microsoft.teams.file.download.info';

/** Reads a message. @param botId the bot's own id in Teams (`28:…`); a mention of it at the beginning is left out */
export function readMessage(activity: MessageActivity, botId: string): MessageContent {
  const { root, quoted, ...counts } = messageTree(activity, botId);
  const typed = messageMarkdown(root);
  const attachments = activity.attachments ?? [];
  const forwarded = forwardedIn(attachments).map(quotation);
  const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('\n\n');
  return {
    text: joined(typed, ...forwarded),
    commandText: joined(toCommandText(root), ...forwarded),
    ...(quoted === undefined ? {} : { quoted }),
    files: filesOf(activity, counts),
  };
}

/** A forwarded message as a quotation with its author. */
function quotation({ html, author }: Forwarded): string {
  const { root } = messageTree({ attachments: [{ contentType: 'text/html', content: html }] }, '');
  const said = messageMarkdown(root);
  const by = author === '' ? 'Forwarded message:' : `${writeMarkdown([bold(author)])} wrote:`;
  return said === '' ? '' : `${by}\n\n${said}`.replace(/^/gm, '> ').replace(/^> $/gm, '>');
}

function bold(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'strong', children: [{ type: 'text', value }] }] };
}

/** A picture in the text comes as an attachment as well, so the larger number counts. */
function filesOf({ attachments }: MessageActivity, { images, files }: { images: number; files: number }): string[] {
  const all = attachments ?? [];
  const named = all.filter(({ contentType }) => contentType === fileDownload).map(({ name }) => name || 'file');
  const pictures = all.filter(({ contentType }) => contentType.startsWith('image/')).length;
  const nameless = Math.max(files - named.length, 0);
  return [...named, ...times(nameless, 'file'), ...times(Math.max(images, pictures), 'image')];
}

const times = (count: number, name: string): string[] => Array.from({ length: count }, () => name);
