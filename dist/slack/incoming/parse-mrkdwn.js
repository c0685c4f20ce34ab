import { code, lines } from "./phrases.js";
export function parseMrkdwn(text, readers) {
    const call = readers.bot ? new RegExp(`^\\s*<@${readers.bot}(?:\\|[^>]*)?>`) : /^(?!)/;
    return text
        .replace(call, '')
        .split(/(```[\s\S]*?```)/)
        .flatMap((part) => /^```[\s\S]*```$/.test(part) ? [code(unescape(part.slice(3, -3)))] : quotesAndParagraphs(part, readers));
}
function quotesAndParagraphs(text, readers) {
    return text.split(/((?:^(?:&gt;|>).*(?:\n|$))+)/m).flatMap((part) => {
        if (!/^(?:&gt;|>)/.test(part))
            return lines(runs(part, readers));
        return [{ type: 'blockquote', children: lines(runs(part.replace(/^(?:&gt;|>) ?/gm, ''), readers)) }];
    });
}
/** Angle brackets, code and the three markers; a marker stands at the edge of a word and next to what it marks. */
const token = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*_~\u200B])([*_~])(?=[^\s\u200B])((?:(?!\3)[^\n])*?[^\s\u200B])\3(?![\p{L}\p{N}\u200B])/gu;
/** @param marks the markers around this text, the outermost first */
function runs(text, readers, marks = '') {
    const found = [];
    let end = 0;
    for (const match of text.matchAll(token)) {
        if (match.index > end)
            found.push(words(text.slice(end, match.index), marks));
        found.push(...marked(match, readers, marks));
        end = match.index + match[0].length;
    }
    if (end < text.length)
        found.push(words(text.slice(end), marks));
    return found;
}
function marked([, angle, value, marker = '', inner = ''], readers, marks) {
    if (angle !== undefined)
        return [bracket(angle, readers, marks)];
    if (value !== undefined)
        return [{ text: unescape(value), wrap: (text) => ({ type: 'inlineCode', value: text }) }];
    return runs(inner, readers, marks + marker);
}
function words(text, marks) {
    return { text: unescape(text), wrap: (value) => within(marks, { type: 'text', value }) };
}
function within(marks, inner) {
    return [...marks].reduceRight((child, marker) => mark(marker, child), inner);
}
function mark(marker, child) {
    if (marker === '*')
        return { type: 'strong', children: [child] };
    return marker === '_' ? { type: 'emphasis', children: [child] } : { type: 'delete', children: [child] };
}
/** `<@U1|ada>`, `<#C1|general>`, `<!here>`, `<https://…|label>` (docs.slack.dev, Formatting message text). */
function bracket(inner, { names }, marks) {
    const [target = '', label] = inner.split('|');
    if (target.startsWith('@'))
        return words(`@${names?.(target.slice(1)) ?? label ?? 'user'}`, marks);
    if (target.startsWith('#'))
        return words(`#${label ?? 'channel'}`, marks);
    if (target.startsWith('!'))
        return words(`@${label?.replace(/^@/, '') ?? target.slice(1).split('^')[0] ?? ''}`, marks);
    const url = unescape(target);
    return {
        text: unescape(label ?? target),
        wrap: (value) => within(marks, { type: 'link', url, children: [{ type: 'text', value }] }),
    };
}
/** Entities as characters; the joints that kept literal markers from marking are no characters. */
export function unescape(text) {
    return text
        .replace(/\u200B(?=[*_~`]|&gt;)|(?<=[*_~`])\u200B/g, '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&');
}
//# sourceMappingURL=parse-mrkdwn.js.map