// What people type in Slack as CommonMark: from rich text blocks where Slack sends them, from mrkdwn where it does not.
import { writeMarkdown } from "../../cards/markdown-tree.js";
import { parseMrkdwn } from "./parse-mrkdwn.js";
import { isRichText, parseRichText } from "./rich-text.js";
/** @param message a message event, with or without blocks */
export function toCommonMark(message, readers = {}) {
    const blocks = Array.isArray(message.blocks) ? message.blocks : [];
    const rich = blocks.filter(isRichText);
    const tree = rich.length > 0
        ? rich.flatMap((block) => parseRichText(block, readers))
        : parseMrkdwn(message.text || wordsOf(blocks), readers);
    return writeMarkdown(tree);
}
/** The users a message mentions. */
export function mentionedUsers(message) {
    return [...(message.text ?? '').matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '');
}
/** What another app's message says that has blocks only. */
function wordsOf(blocks) {
    return blocks
        .map((block) => block?.text?.text)
        .filter((text) => typeof text === 'string')
        .join('\n\n');
}
//# sourceMappingURL=message-markdown.js.map