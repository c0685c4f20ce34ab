// What people type in Teams, as CommonMark and as words.
import type { MessageActivity } from './mentions.ts';
import { messageMarkdown } from './message-markdown.ts';
import { messageTree } from './message-tree.ts';
import { toCommandText } from './command-text.ts';

export interface MessageContent {
  /** CommonMark; people as `@Name` */
  text: string;
  /** what the router reads: plain text, people as `@{directory id}` */
  commandText: string;
  /** the id of the message that is quoted to reply to it */
  quoted?: string;
  /** names of files, `file` where Teams tells none; pictures have none */
  files: string[];
}

const download = 'application/vnd.microsoft.teams.file.download.info';

/** @param botId the bot's own id in Teams (`28:…`), whose mention at the beginning is no word */
export function readMessage(activity: MessageActivity, botId: string): MessageContent {
  const { root, quoted, ...counted } = messageTree(activity, botId);
  return {
    text: messageMarkdown(root),
    commandText: toCommandText(root),
    ...(quoted === undefined ? {} : { quoted }),
    files: filesOf(activity, counted),
  };
}

/** A picture in the text comes as an attachment, too. */
function filesOf({ attachments }: MessageActivity, { images, files }: { images: number; files: number }): string[] {
  const all = attachments ?? [];
  const named = all.filter(({ contentType }) => contentType === download).map(({ name }) => name || 'file');
  const pictures = all.filter(({ contentType }) => contentType.startsWith('image/')).length;
  const nameless = Math.max(files - named.length, 0);
  return [...named, ...times(nameless, 'file'), ...times(Math.max(images, pictures), 'image')];
}

const times = (count: number, name: string): string[] => Array.from({ length: count }, () => name);
