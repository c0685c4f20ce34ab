import { messageMarkdown } from "./message-markdown.js";
import { messageTree } from "./message-tree.js";
import { messageWords } from "./command-text.js";
const download = 'application/vnd.microsoft.teams.file.download.info';
/** @param botId the bot's own id in Teams (`28:…`), whose mention at the beginning is no word */
export function readMessage(activity, botId) {
    const { root, quoted, ...counted } = messageTree(activity, botId);
    const words = messageWords(root);
    return { text: messageMarkdown(root), words, ...(quoted === undefined ? {} : { quoted }), files: filesOf(activity, counted) };
}
/** A picture in the text comes as an attachment, too. */
function filesOf({ attachments }, { images, files }) {
    const all = attachments ?? [];
    const named = all.filter(({ contentType }) => contentType === download).map(({ name }) => name || 'file');
    const pictures = all.filter(({ contentType }) => contentType.startsWith('image/')).length;
    const nameless = Math.max(files - named.length, 0);
    return [...named, ...times(nameless, 'file'), ...times(Math.max(images, pictures), 'image')];
}
const times = (count, name) => Array.from({ length: count }, () => name);
//# sourceMappingURL=read-html.js.map