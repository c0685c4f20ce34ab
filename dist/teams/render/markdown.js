import { markdownTree } from "../../cards/markdown-tree.js";
import { codeLines, runLines } from "./inline.js";
/** @param markdown CommonMark with strikethrough and bare links */
export function markdownElements(markdown) {
    const tree = markdownTree(markdown);
    const definitions = tree.children.filter((node) => node.type === 'definition');
    return blocks(tree.children, { definitions, style: {}, depth: 0 });
}
/** Nobody reads more; a quotation in a quotation in … would overflow the stack and the screen. */
const deepest = 5;
function blocks(nodes, around) {
    return nodes.flatMap((node) => one(node, around));
}
function one(node, around) {
    switch (node.type) {
        case 'heading':
            return runLines(inside(node, {}, around), node.depth < 3 ? { size: 'Medium', weight: 'Bolder' } : { weight: 'Bolder' });
        case 'code':
            return boxed(codeLines(node.value));
        case 'html':
            return runLines([{ text: node.value }], around.style);
        case 'blockquote':
            return around.depth < deepest ? boxed(blocks(node.children, deeper(around))) : flat(node, around);
        case 'list':
            return around.depth < deepest ? list(node, around) : flat(node, around);
        case 'thematicBreak':
            return runLines([{ text: '———' }], { isSubtle: true });
        case 'definition':
            return [];
        default:
            return runLines(runsOf(node, {}, around), around.style);
    }
}
function deeper(around) {
    return { ...around, depth: around.depth + 1 };
}
function boxed(items) {
    return items.length > 0 ? [{ type: 'Container', style: 'emphasis', bleed: false, items }] : [];
}
/** Each item's lines behind its sign; what stands below them is indented with spaces that no client collapses. */
function list(node, around) {
    const indent = '\u00A0'.repeat(4 * around.depth);
    return node.children.flatMap((item, index) => {
        const sign = node.ordered ? `${(node.start ?? 1) + index}. ` : '• ';
        const [first, ...rest] = item.children;
        const starts = first?.type === 'paragraph' || first?.type === 'heading';
        const words = starts ? inside(first, first.type === 'heading' ? { bold: true } : {}, around) : [];
        const lead = indented([{ text: `${indent}${sign}` }, ...words], `${indent}\u00A0\u00A0\u00A0`);
        const lines = runLines(lead, around.style).map((line, at) => ({
            ...line,
            spacing: index === 0 && at === 0 && around.depth === 0 ? 'Small' : 'None',
        }));
        const below = starts ? rest : item.children;
        return [
            ...lines,
            ...below.flatMap((child) => (child.type === 'paragraph' ? paragraph(child, around) : one(child, deeper(around)))),
        ];
    });
    function paragraph(child, at) {
        const margin = `${indent}\u00A0\u00A0\u00A0`;
        return runLines(indented([{ text: margin }, ...inside(child, {}, at)], margin), at.style);
    }
}
function indented(runs, margin) {
    return runs.map((run) => ({ ...run, text: run.text.replace(/\n/g, `\n${margin}`) }));
}
/** The words alone, without recursion: what lies too deep may lie very deep. */
function flat(node, around) {
    const words = [];
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
        if ('value' in next)
            words.push(next.value);
        else if ('children' in next)
            open.push(...next.children.toReversed());
        if (next.type === 'paragraph')
            words.push('\n');
    }
    return runLines([{ text: words.join('') }], around.style);
}
function inside(node, look, around) {
    return node.children.flatMap((child) => runsOf(child, look, around));
}
function runsOf(node, look, around) {
    switch (node.type) {
        case 'text':
        case 'html':
            return [{ ...look, text: node.value }];
        case 'strong':
            return inside(node, { ...look, bold: true }, around);
        case 'emphasis':
            return inside(node, { ...look, italic: true }, around);
        case 'delete':
            return inside(node, { ...look, strike: true }, around);
        case 'inlineCode':
            return [{ ...look, code: true, text: node.value }];
        case 'link':
            return inside(node, { ...look, link: node.url }, around);
        case 'linkReference':
            return inside(node, { ...look, link: urlOf(node.identifier, around) }, around);
        case 'image':
            return [{ ...look, link: look.link ?? node.url, text: node.alt || 'image' }];
        case 'imageReference':
            return [{ ...look, link: look.link ?? urlOf(node.identifier, around), text: node.alt || 'image' }];
        case 'break':
            return [{ ...look, text: '\n' }];
        default:
            return 'children' in node ? inside(node, look, around) : [];
    }
}
function urlOf(identifier, { definitions }) {
    return definitions.find((definition) => definition.identifier === identifier)?.url;
}
//# sourceMappingURL=markdown.js.map