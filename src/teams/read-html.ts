// What people type in Teams, as CommonMark and as words.
import type { HeardActivity } from './heard-mentions.ts';
import { messageMarkdown } from './message-markdown.ts';
import { messageTree } from './message-tree.ts';
import { messageWords } from './message-words.ts';

export interface HeardMessage {
  /** CommonMark; people as `@Name` */
  text: string;
  /** what the router reads: plain text, people as `@{directory id}` */
  words: string;
  /** the id of the message that is quoted to reply to it */
  quoted?: string;
  /** names of files; pictures have none */
  files: string[];
}

const download = 'application/vnd.microsoft.teams.file.download.info';

/** @param botId the bot's own id in Teams (`28:…`), whose mention at the beginning is no word */
export function readMessage(activity: HeardActivity, botId: string): HeardMessage {
  const { root, quoted, images } = messageTree(activity, botId);
  const words = messageWords(root);
  return { text: messageMarkdown(root), words, ...(quoted === undefined ? {} : { quoted }), files: filesOf(activity, images) };
}

/** A picture in the text comes as an attachment, too. */
function filesOf({ attachments }: HeardActivity, images: number): string[] {
  const all = attachments ?? [];
  const files = all.filter(({ contentType }) => contentType === download).map(({ name }) => name || 'file');
  const pictures = all.filter(({ contentType }) => contentType.startsWith('image/')).length;
  return [...files, ...Array.from({ length: Math.max(images, pictures) }, () => 'image')];
}
