export function code(value) {
    return { type: 'code', value: value.replace(/^\n+|\n+$/g, '') };
}
/** A newline breaks the line, an empty line begins a paragraph; space at the edges of a line shows nothing and is left out. */
export function lines(runs) {
    const paragraphs = [[[]]];
    for (const { text, wrap } of runs) {
        text.split('\n').forEach((part, index) => {
            if (index > 0)
                breakLine(paragraphs);
            paragraphs
                .at(-1)
                ?.at(-1)
                ?.push(...phrase(part, wrap));
        });
    }
    return paragraphs.flatMap((paragraph) => {
        const children = paragraph
            .map((line) => trimmed(joined(line)))
            .filter((line) => line.length > 0)
            .flatMap((line, index) => (index > 0 ? [{ type: 'break' }, ...line] : line));
        return children.length > 0 ? [{ type: 'paragraph', children }] : [];
    });
}
function breakLine(paragraphs) {
    const paragraph = paragraphs.at(-1);
    const isEmpty = paragraph?.at(-1)?.every((node) => node.type === 'text' && node.value.trim() === '') ?? true;
    if (isEmpty && paragraph?.length === 1)
        return;
    if (isEmpty)
        paragraphs.push([[]]);
    else
        paragraph?.push([]);
}
/** CommonMark marks words, not the space beside them. */
function phrase(text, wrap) {
    const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
    const space = (value) => (value === '' ? [] : [{ type: 'text', value }]);
    return [...space(before), ...(words === '' ? [] : [wrap(words)]), ...space(after)];
}
/** Equal neighbours become one: `**a****b**` would mark nothing. */
function joined(nodes) {
    const result = [];
    for (const node of nodes) {
        const last = result.at(-1);
        if (last?.type === 'text' && node.type === 'text')
            last.value += node.value;
        else if (last?.type === 'inlineCode' && node.type === 'inlineCode')
            last.value += node.value;
        else if ((last?.type === 'strong' || last?.type === 'emphasis' || last?.type === 'delete') &&
            last.type === node.type &&
            'children' in node)
            last.children = joined([...last.children, ...node.children]);
        else
            result.push(node);
    }
    return result;
}
function trimmed(line) {
    const [first, last] = [line[0], line.at(-1)];
    if (first?.type === 'text')
        first.value = first.value.trimStart();
    if (last?.type === 'text')
        last.value = last.value.trimEnd();
    return line.filter((node) => node.type !== 'text' || node.value !== '');
}
//# sourceMappingURL=phrases.js.map