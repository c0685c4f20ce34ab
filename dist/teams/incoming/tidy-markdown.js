const plainLeaf = { isCode: false, link: null, strong: false, emphasis: false, delete: false };
export function tidy(nodes) {
    return nodes.flatMap((node) => {
        switch (node.type) {
            case 'paragraph':
                return paragraphs(leavesIn(node.children, plainLeaf));
            case 'heading': {
                const [line, ...rest] = paragraphs(leavesIn(node.children, plainLeaf).map(onOneLine));
                return line ? [{ ...node, children: line.children }, ...rest] : [];
            }
            case 'code':
                return node.value.trim() === '' ? [] : [{ type: 'code', value: spaces(node.value).replace(/^\n+|\n+$/g, '') }];
            case 'blockquote':
            case 'listItem': {
                const children = tidy(node.children);
                return children.length > 0 ? [{ ...node, children, ...(node.type === 'listItem' ? { spread: false } : {}) }] : [];
            }
            case 'list': {
                const children = tidy(node.children);
                return children.length > 0 ? [{ ...node, children, spread: false }] : [];
            }
            case 'thematicBreak':
                return [node];
            default:
                return 'children' in node || 'value' in node ? paragraphs(leavesIn([node], plainLeaf)) : [];
        }
    });
}
/** What a reader sees of a block, without marks. */
export function plainText(node) {
    if (node.type === 'break')
        return '\n';
    if ('value' in node)
        return node.value;
    return 'children' in node ? node.children.map((child) => plainText(child)).join('') : '';
}
function leavesIn(nodes, around) {
    return nodes.flatMap((node) => {
        switch (node.type) {
            case 'strong':
            case 'emphasis':
            case 'delete':
                return leavesIn(node.children, { ...around, [node.type]: true });
            case 'link':
                return leavesIn(node.children, { ...around, link: node.url });
            case 'inlineCode':
                return [{ ...around, isCode: true, value: spaces(node.value) }];
            case 'break':
                return [{ ...plainLeaf, value: '\n' }];
            default:
                if ('value' in node)
                    return [{ ...around, value: spaces(node.value) }];
                // a block where only words may stand: its words do
                return 'children' in node ? leavesIn(node.children, around) : [];
        }
    });
}
function spaces(text) {
    return text.replace(/\r\n?/g, '\n').replace(/\u00A0/g, ' ');
}
function onOneLine(leaf) {
    return { ...leaf, value: leaf.value.replace(/\n/g, ' ') };
}
function paragraphs(leaves) {
    const found = [[]];
    for (const line of linesOf(leaves)) {
        if (line.length > 0)
            found.at(-1)?.push(line);
        else if (found.at(-1)?.length)
            found.push([]);
    }
    return found
        .filter((lines) => lines.length > 0)
        .map((lines) => ({
        type: 'paragraph',
        children: lines.flatMap((line, index) => index > 0 ? [{ type: 'break' }, ...nested(line, marks)] : nested(line, marks)),
    }));
}
/** Each without space at its edges. */
function linesOf(leaves) {
    const lines = [[]];
    for (const leaf of leaves) {
        leaf.value.split('\n').forEach((value, index) => {
            if (index > 0)
                lines.push([]);
            lines.at(-1)?.push(...withoutEdges({ ...leaf, value }));
        });
    }
    return lines.map((line) => trimmed(joined(line)));
}
/** CommonMark marks words, not the space beside them. */
function withoutEdges(leaf) {
    const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(leaf.value) ?? [];
    const all = [
        { ...plainLeaf, value: before },
        { ...leaf, value: words },
        { ...plainLeaf, value: after },
    ];
    return all.filter(({ value }) => value !== '');
}
/** Equal neighbours become one: `**a****b**` would mark nothing. Space between two of a kind is of their kind. */
function joined(line) {
    const result = [];
    for (const leaf of line) {
        const [space, last] = [result.at(-1), result.at(-2)];
        const isBetween = space && last && space.value.trim() === '' && looks(last) === looks(leaf) && leaf.value.trim() !== '';
        if (isBetween)
            result.splice(-2, 2, { ...last, value: last.value + space.value + leaf.value });
        else if (space && looks(space) === looks(leaf))
            result[result.length - 1] = { ...space, value: space.value + leaf.value };
        else
            result.push(leaf);
    }
    return result;
}
function looks({ value: _, ...marksOf }) {
    return JSON.stringify(marksOf);
}
function trimmed(line) {
    const [first, last] = [line.findIndex(isSeen), line.findLastIndex(isSeen)];
    return first === -1 ? [] : line.slice(first, last + 1).map((leaf, at, all) => edge(leaf, at === 0, at === all.length - 1));
}
function isSeen({ value }) {
    return /[^\s\u200B\u2060\uFEFF]/.test(value);
}
function edge(leaf, isFirst, isLast) {
    const value = isFirst ? leaf.value.replace(/^[\s\u200B\u2060\uFEFF]+/, '') : leaf.value;
    return { ...leaf, value: isLast ? value.trimEnd() : value };
}
const marks = ['link', 'strong', 'emphasis', 'delete'];
/** Marks in one another, always in the same order. */
function nested(leaves, [mark, ...inner]) {
    if (mark === undefined)
        return leaves.map(({ value, isCode }) => (isCode ? { type: 'inlineCode', value } : { type: 'text', value }));
    const groups = [];
    for (const leaf of leaves) {
        const last = groups.at(-1);
        if (last?.[0] && last[0][mark] === leaf[mark])
            last.push(leaf);
        else
            groups.push([leaf]);
    }
    return groups.flatMap((group) => {
        const children = nested(group, inner);
        const value = group[0]?.[mark];
        if (!value)
            return children;
        return [mark === 'link' ? { type: 'link', url: String(value), children } : { type: mark, children }];
    });
}
//# sourceMappingURL=tidy-markdown.js.map