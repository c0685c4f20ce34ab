import { markdownTree } from "../../cards/markdown-tree.js";
import { entities, hold, joint, link, release } from "./escape.js";
/** @param markdown CommonMark with strikethrough and bare links @returns mrkdwn for a text object */
export function toMrkdwn(markdown) {
    const tree = markdownTree(markdown);
    const definitions = tree.children.filter((node) => node.type === 'definition');
    return release(blocks(tree.children, { definitions, marks: '' })).trim();
}
function blocks(nodes, around) {
    return nodes
        .map((node) => one(node, around))
        .filter((text) => text !== '')
        .join('\n\n');
}
function one(node, around) {
    switch (node.type) {
        case 'text':
        case 'html':
            return hold(node.value);
        case 'strong':
        case 'heading':
            return wrap('*', node, around);
        case 'emphasis':
            return wrap('_', node, around);
        case 'delete':
            return wrap('~', node, around);
        case 'inlineCode':
            return `\`${entities(node.value).replace(/`/g, 'ˋ')}\``;
        case 'code':
            return `\`\`\`\n${entities(node.value).replace(/```/g, 'ˋˋˋ')}\n\`\`\``;
        case 'link':
            return link(node.url, hold(plain(node)));
        case 'image':
            return link(node.url, hold(node.alt || 'image'));
        case 'linkReference':
            return link(urlOf(node.identifier, around), hold(plain(node)));
        case 'imageReference':
            return link(urlOf(node.identifier, around), hold(node.alt || 'image'));
        case 'break':
            return '\n';
        case 'blockquote':
            return blocks(node.children, around).replace(/^/gm, '> ');
        case 'list':
            return list(node, around);
        case 'listItem':
            return node.children.map((child) => one(child, around)).join('\n');
        case 'thematicBreak':
            return '———';
        case 'definition':
            return '';
        default:
            return 'children' in node ? inside(node, around) : '';
    }
}
const marked = new Set(['strong', 'emphasis', 'delete', 'inlineCode']);
const letter = /[\p{L}\p{N}]/u;
/** A marker inside a word marks nothing: a joint parts it from the letters beside it. */
function inside(node, around) {
    let text = '';
    let afterMark = false;
    for (const child of node.children) {
        const part = one(child, around);
        const isMark = marked.has(child.type);
        if ((isMark && letter.test(text.at(-1) ?? '')) || (afterMark && letter.test(part[0] ?? '')))
            text += joint;
        text += part;
        afterMark = isMark;
    }
    return text;
}
/** A marker counts only next to what it marks, and on one line. */
function wrap(marker, node, around) {
    if (around.marks.includes(marker))
        return inside(node, around);
    return inside(node, { ...around, marks: around.marks + marker }).replace(/[^\n]+/g, (line) => line.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, `$1${marker}$2${marker}$3`));
}
function list(node, around) {
    return node.children
        .map((item, index) => {
        const sign = node.ordered ? `${(node.start ?? 1) + index}.` : '•';
        return `${sign} ${one(item, around).replace(/\n/g, '\n    ')}`;
    })
        .join('\n');
}
function urlOf(identifier, { definitions }) {
    return definitions.find((definition) => definition.identifier === identifier)?.url ?? '';
}
/** The words of a link: Slack formats nothing in them. */
function plain(node) {
    return node.children
        .map((child) => 'value' in child ? child.value : 'children' in child ? plain(child) : 'alt' in child ? (child.alt ?? '') : ' ')
        .join('');
}
//# sourceMappingURL=markdown.js.map