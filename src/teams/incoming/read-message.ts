// Reads what people type in Teams: as CommonMark for posts, and as plain text for commands.
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
  return {
    text: messageMarkdown(root),
    commandText: toCommandText(root),
    ...(quoted === undefined ? {} : { quoted }),
    files: filesOf(activity, counts),
  };
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
