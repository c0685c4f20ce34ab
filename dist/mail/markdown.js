import { h } from 'hastscript';
import { toHast } from 'mdast-util-to-hast';
import { markdownTree } from "../cards/markdown-tree.js";
import { markdownStyles } from "./styles.js";
import { safeUrl } from "./inline.js";
const kept = new Set('p a em strong del code pre blockquote ul ol li br hr'.split(' '));
/** Renders CommonMark as safe HTML. */
export function markdownHtml(markdown) {
    const tree = toHast(markdownTree(markdown), {
        handlers: { html: (_state, node) => ({ type: 'text', value: node.value }) },
    });
    return ('children' in tree ? tree.children : [tree]).flatMap(clean);
}
function clean(node) {
    if (node.type === 'text')
        return [{ type: 'text', value: node.value }];
    if (node.type !== 'element')
        return [];
    const { tagName, properties, children } = node;
    const inside = children.flatMap(clean);
    if (tagName === 'img')
        return picture(String(properties.src ?? ''), String(properties.alt ?? ''));
    if (tagName === 'a')
        return linked(String(properties.href ?? ''), inside);
    if (/^h[1-6]$/.test(tagName))
        return [styled('h4', inside)];
    if (!kept.has(tagName))
        return inside;
    const { start } = properties;
    return [styled(tagName, inside, tagName === 'ol' && typeof start === 'number' ? { start } : {})];
}
function styled(tagName, children, properties = {}) {
    const style = markdownStyles[tagName];
    return h(tagName, { ...properties, ...(style ? { style } : {}) }, children);
}
function linked(url, inside) {
    const href = safeUrl(url);
    return href === null ? inside : [styled('a', inside, { href })];
}
/** Images are not loaded: loading one would reveal who reads the mail, and when. */
function picture(url, alt) {
    return linked(url, [{ type: 'text', value: alt || url }]);
}
//# sourceMappingURL=markdown.js.map