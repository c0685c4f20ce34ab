import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown, gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { visibleText } from "./visible-text.js";
/** Quotations and lists in one another, a hundred on one line: the parser recurses and would overflow the stack; it is plain text. */
const bottomless = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){100}/m;
export function markdownTree(markdown) {
    const text = visibleText(markdown);
    if (bottomless.test(text))
        return { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }] };
    return fromMarkdown(text, {
        extensions: [gfmStrikethrough({ singleTilde: false }), gfmAutolinkLiteral()],
        mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown()],
    });
}
/** A tree as CommonMark, without outer white space. */
export function writeMarkdown(children) {
    return toMarkdown({ type: 'root', children: [...children] }, {
        bullet: '-',
        emphasis: '*',
        fences: true,
        extensions: [gfmStrikethroughToMarkdown()],
        // a line break of the chat is one of the text: a lone newline says so, too, and reads better than a backslash
        handlers: { break: () => '\n' },
    }).trim();
}
//# sourceMappingURL=markdown-tree.js.map