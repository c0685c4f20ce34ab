import { mentionIn, textOf } from "./message-tree.js";
const blocks = /^(p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|hr|tr|section|article|header|footer)$/;
export function messageWords(root) {
    return written(root, '')
        .split('\n')
        .map((line) => line.trim())
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .replace(/^[\s\u200B\u2060\uFEFF]+|[\s\u200B\u2060\uFEFF]+$/g, '');
}
/** @param before what is written already @returns all of it */
function written(node, before, isCode = false) {
    if (node.type === 'text')
        return before + typed(isCode ? node.value : oneSpace(node.value, before));
    if (!('children' in node))
        return before;
    if (node.type !== 'element')
        return inside(node, before, isCode);
    const actor = mentionIn(node);
    if (actor?.startsWith('@'))
        return before + actor;
    if (node.tagName === 'br')
        return `${before}\n`;
    if (node.tagName === 'a')
        return before + address(node);
    if (!blocks.test(node.tagName))
        return inside(node, before, isCode);
    return onOwnLine(inside(node, onOwnLine(before), isCode || node.tagName === 'pre'));
}
function inside(node, before, isCode) {
    return node.children.reduce((text, child) => written(child, text, isCode), before);
}
function onOwnLine(text) {
    return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
/** Space in HTML is one space, and none where a line begins or a space stands already. */
function oneSpace(value, before) {
    const spaced = value.replace(/[ \t\r\n\f]+/g, ' ');
    return /(^|\s)$/.test(before) ? spaced.replace(/^ /, '') : spaced;
}
/** People's own `@{` names nobody. */
function typed(value) {
    return value.replace(/\u00A0/g, ' ').replace(/@\{/g, '@\u200B{');
}
/** Teams makes links of what looks like one: what was typed stays; behind other words, the address says more. */
function address(node) {
    const words = typed(oneSpace(textOf([node]), ' ')).trim();
    const url = String(node.properties.href ?? '').replace(/^mailto:/i, '');
    const bare = (text) => text
        .replace(/^([a-z]+:)?\/\//i, '')
        .replace(/\/$/, '')
        .toLowerCase();
    return url === '' || bare(url) === bare(words) ? words : url;
}
//# sourceMappingURL=command-text.js.map