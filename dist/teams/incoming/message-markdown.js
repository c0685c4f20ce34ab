import { toMdast } from 'hast-util-to-mdast';
import { writeMarkdown } from "../../cards/markdown-tree.js";
import { blank } from "./message-tree.js";
import { plainText, tidy } from "./tidy-markdown.js";
export function messageMarkdown(root) {
    const tree = toMdast(root, { document: true });
    const blocks = tidy(tree.type === 'root' ? tree.children : []);
    return writeMarkdown(noteFirst(blocks)).replace(new RegExp(`^${blank}+`, 'u'), '');
}
/**
 * An internal note begins with `//` (src/domain/note.ts), whatever it is formatted as: a heading, a quotation or a link must not hide it,
 * or the note leaks. Where they would, the first block loses its formatting.
 */
function noteFirst(blocks) {
    const [first, ...rest] = blocks;
    if (!first || !slashes.test(plainText(first)) || written.test(writeMarkdown(blocks)))
        return [...blocks];
    if (first.type === 'blockquote')
        return noteFirst([...first.children, ...rest]);
    if (first.type !== 'paragraph' && first.type !== 'heading')
        return [...blocks];
    const lines = plainText(first).split('\n');
    const children = lines.flatMap((value, index) => [
        ...(index > 0 ? [{ type: 'break' }] : []),
        { type: 'text', value },
    ]);
    return [{ type: 'paragraph', children }, ...rest];
}
const slashes = new RegExp(`^${blank}*/${blank}*/`, 'u');
const written = new RegExp(`^(?:${blank}|[*_~\`\\\\])*/${blank}*/`, 'u');
//# sourceMappingURL=message-markdown.js.map