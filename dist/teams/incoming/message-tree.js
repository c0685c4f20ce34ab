import { fromHtml } from 'hast-util-from-html';
import { findMention, mentionsIn } from "./mentions.js";
/** Whatever shows nothing; the same as in src/domain/note.ts. */
export const blank = String.raw `[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}⠀]`;
export function messageTree(activity, botId) {
    const found = { mentions: mentionsIn(activity, botId), images: 0, files: 0 };
    const root = { type: 'root', children: cleanAll(sourceOf(activity).children, found) };
    dropCall(root.children);
    return { root, images: found.images, files: found.files, ...(found.quoted === undefined ? {} : { quoted: found.quoted }) };
}
/** Teams sends what was typed as HTML beside the text, which has lost its formatting. */
function sourceOf({ text, textFormat, attachments }) {
    const html = (attachments ?? []).find(({ contentType, content }) => contentType === 'text/html' && typeof content === 'string');
    if (html && html.content !== '' && !isDeep(html.content))
        return fromHtml(html.content, { fragment: true });
    if (textFormat === 'xml' && !isDeep(text ?? ''))
        return fromHtml(text ?? '', { fragment: true });
    const marked = (text ?? '').replace(/<(?!\/?at\b)/gi, '&lt;').replace(/\r\n?|\n/g, '<br>');
    return fromHtml(isDeep(marked) ? marked.replace(/<at\b/gi, '&lt;at') : marked, { fragment: true });
}
/** Elements in one another: parsers recurse, and nobody types so many. */
const deepest = 300;
function isDeep(html) {
    let depth = 0;
    for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][\w-]*)/gi)) {
        if (/^(br|img|hr|input|wbr|col|meta)$/i.test(name))
            continue;
        depth = close ? Math.max(depth - 1, 0) : depth + 1;
        if (depth > deepest)
            return true;
    }
    return false;
}
function cleanAll(nodes, found) {
    return merged(nodes.flatMap((node) => clean(node, found)));
}
function clean(node, found) {
    if (node.type === 'text')
        return [node];
    if (node.type !== 'element')
        return [];
    const { tagName: tag, properties } = node;
    const type = [properties.itemType].flat().join(' ');
    if (tag === 'at' || type.endsWith('/Mention'))
        return [mention(node, found)];
    if (tag === 'blockquote' && type.endsWith('/Reply')) {
        found.quoted ??= String(properties.itemId ?? '');
        return [];
    }
    if (tag === 'emoji' || tag === 'img')
        return [text(picture(node, type, found))];
    // a number is the id of a message that is quoted or passed on
    if (tag === 'attachment')
        found.files += /^\d*$/.test(String(properties.id ?? '')) ? 0 : 1;
    if (/^(script|style|title|head|attachment|iframe|object|template|svg|math|select|textarea|input)$/.test(tag))
        return [];
    if (tag === 'pre' || tag === 'codeblock')
        return [element('pre', [text(codeIn(node))])];
    if (tag === 'table')
        return [element('p', rows(node, found))];
    const children = cleanAll(node.children, found);
    if (tag === 'a' && textOf(children).trim() === '')
        return children;
    return /^(u|ins|mark|big|small|font)$/.test(tag) ? [element('span', children)] : [{ ...node, children }];
}
/** A mention is a span that says who it is. */
function mention(node, { mentions }) {
    const name = textOf(node.children);
    const index = Number(node.properties.itemId ?? node.properties.id ?? NaN);
    const known = findMention(mentions, index, name);
    const words = text(`@${(name || (known?.name ?? '')).replace(/^@/, '')}`);
    return {
        ...element('span', [words]),
        properties: { dataMention: known?.isBot ? 'bot' : known?.userId ? `@{${known.userId}}` : 'other' },
    };
}
export function mentionIn(node) {
    const mark = node.type === 'element' ? node.properties.dataMention : undefined;
    return typeof mark === 'string' ? mark : undefined;
}
function picture({ tagName, properties }, type, found) {
    const alt = String(properties.alt ?? '').trim();
    if (tagName === 'emoji' || type.endsWith('/Emoji'))
        return alt || String(properties.title ?? '');
    found.images += 1;
    return alt || 'image';
}
function codeIn(node) {
    if (node.type === 'text')
        return node.value;
    if (node.type === 'element' && node.tagName === 'br')
        return '\n';
    return 'children' in node ? node.children.map((child) => codeIn(child)).join('') : '';
}
/** Lines of cells. */
function rows(node, found) {
    return elementsIn(node, 'tr').flatMap((row, at) => {
        const cells = row.children.filter((cell) => cell.type === 'element').map((cell) => inline(cleanAll(cell.children, found)));
        const line = cells.flatMap((cell, index) => (index > 0 ? [text(' | '), ...cell] : cell));
        return at > 0 ? [element('br', []), ...line] : line;
    });
}
function elementsIn(node, tag) {
    return node.children.flatMap((child) => {
        if (child.type !== 'element')
            return [];
        return child.tagName === tag ? [child] : elementsIn(child, tag);
    });
}
/** On one line, as a cell is. */
function inline(nodes) {
    return nodes.flatMap((node) => {
        if (node.type !== 'element')
            return [node];
        if (node.tagName === 'br')
            return [text(' ')];
        const children = inline(node.children);
        return /^(p|div|ul|ol|li|pre|blockquote|h[1-6])$/.test(node.tagName)
            ? [text(' '), ...children, text(' ')]
            : [{ ...node, children }];
    });
}
/** Some clients make a mention of each word of a name. */
function merged(nodes) {
    const result = [];
    for (const node of nodes) {
        const space = isBlank(result.at(-1)) ? result.at(-1) : undefined;
        const last = result.at(space ? -2 : -1);
        const actor = mentionIn(node);
        if (last?.type === 'element' && actor !== undefined && actor !== 'other' && mentionIn(last) === actor) {
            if (space)
                result.pop();
            result[result.length - 1] = { ...last, children: [text(`${textOf([last])} ${textOf([node]).replace(/^@/, '')}`)] };
        }
        else
            result.push(node);
    }
    return result;
}
/** The bot's own mention at the beginning calls it and is no word. @returns whether a word was found */
function dropCall(nodes) {
    for (let at = 0; at < nodes.length;) {
        const node = nodes[at];
        if (node && mentionIn(node) === 'bot') {
            nodes.splice(at, 1);
            const next = nodes[at];
            if (next?.type === 'text')
                next.value = next.value.replace(new RegExp(`^${blank}*[:,]?${blank}*`, 'u'), '');
            continue;
        }
        if (!isBlank(node) && (node?.type !== 'element' || mentionIn(node) !== undefined || dropCall(node.children)))
            return true;
        at += 1;
    }
    return false;
}
function isBlank(node) {
    return node?.type === 'text' && new RegExp(`^${blank}*$`, 'u').test(node.value);
}
export function textOf(nodes) {
    return nodes
        .map((node) => (node.type === 'text' ? node.value : 'children' in node ? textOf(node.children) : ''))
        .join('');
}
function text(value) {
    return { type: 'text', value };
}
function element(tagName, children) {
    return { type: 'element', tagName, properties: {}, children };
}
//# sourceMappingURL=message-tree.js.map