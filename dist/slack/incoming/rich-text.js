import { code, lines } from "./phrases.js";
export function isRichText(block) {
    return block?.type === 'rich_text';
}
export function parseRichText(block, readers) {
    const content = [];
    /** the lists that are open, by how far they are indented */
    let open = [];
    for (const element of withoutCall(block.elements ?? [], readers.bot)) {
        if (element.type !== 'rich_text_list') {
            open = [];
            content.push(...blockOf(element, readers));
            continue;
        }
        const [list, indent] = [listOf(element, readers), element.indent ?? 0];
        open = open.filter((one) => one.indent < indent || (one.indent === indent && one.list.ordered === list.ordered));
        const last = open.at(-1);
        if (last?.indent === indent) {
            last.list.children.push(...list.children);
            continue;
        }
        const host = last?.list.children.at(-1);
        if (host)
            host.children.push(list);
        else
            content.push(list);
        open.push({ indent, list });
    }
    return content;
}
/** The bot's own mention at the beginning calls it and is no word. */
function withoutCall(elements, bot) {
    const [first, ...others] = elements;
    const [call, ...words] = first?.elements ?? [];
    if (!first || !bot || call?.type !== 'user' || call.user_id !== bot)
        return elements;
    return [{ ...first, elements: words }, ...others];
}
function blockOf(element, readers) {
    switch (element.type) {
        case 'rich_text_preformatted':
            return [code((element.elements ?? []).map((child) => plain(child, readers)).join(''))];
        case 'rich_text_quote':
            return [{ type: 'blockquote', children: paragraphs(element, readers) }];
        default:
            return paragraphs(element, readers);
    }
}
function listOf(element, readers) {
    const ordered = element.style === 'ordered';
    return {
        type: 'list',
        ordered,
        ...(ordered ? { start: (element.offset ?? 0) + 1 } : {}),
        spread: false,
        children: (element.elements ?? []).map((item) => ({
            type: 'listItem',
            spread: false,
            children: paragraphs(item, readers),
        })),
    };
}
/** An empty line begins a paragraph. */
function paragraphs(element, readers) {
    const runs = (element.elements ?? []).map((child) => ({ text: plain(child, readers), wrap: styled(child) }));
    return lines(runs);
}
function plain(element, { names }) {
    switch (element.type) {
        case 'user':
            return `@${names?.(element.user_id ?? '') ?? 'user'}`;
        case 'broadcast':
            return `@${element.range ?? 'channel'}`;
        case 'usergroup':
            return '@group';
        case 'channel':
            return '#channel';
        case 'emoji':
            return element.unicode ? characters(element.unicode) : `:${element.name ?? ''}:`;
        case 'link':
            return element.text || (element.url ?? '');
        default:
            return element.text ?? element.fallback ?? '';
    }
}
/** `1f468-200d-1f4bb` */
function characters(codes) {
    const points = codes.split('-').map((hex) => parseInt(hex, 16));
    return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}
/** Always in the same order, so that equal neighbours can be joined. */
function styled(element) {
    const style = typeof element.style === 'object' ? element.style : {};
    return (text) => {
        if (style.code)
            return { type: 'inlineCode', value: text };
        let node = { type: 'text', value: text };
        if (element.type === 'link' && element.url)
            node = { type: 'link', url: element.url, children: [node] };
        if (style.strike)
            node = { type: 'delete', children: [node] };
        if (style.italic)
            node = { type: 'emphasis', children: [node] };
        if (style.bold)
            node = { type: 'strong', children: [node] };
        return node;
    };
}
//# sourceMappingURL=rich-text.js.map