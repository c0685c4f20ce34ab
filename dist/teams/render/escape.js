// One line of a TextBlock, whose text is markdown, so that everything but our own marks is shown as it is. Joints rather than backslashes
// wherever they do: the native clients' parser (microsoft/AdaptiveCards, MarkDownBlockParser.cpp) knows few escapes.
import { addressOf, joint, shown } from "./plain-text.js";
import { limits } from "../transport/limits.js";
/** @returns markdown on one line */
export function markdownLine(pieces) {
    const markers = markersIn(pieces);
    let line = '';
    let wasBold = false;
    for (const piece of pieces) {
        const isBold = 'bold' in piece && piece.bold === true;
        line += (isBold && wasBold ? joint : '') + written(piece, markers);
        wasBold = isBold;
    }
    return line.trim().replace(/^(?=[-+#>=*_]|\d+[.)])/, (at) => (line.trim().startsWith('**') ? at : joint));
}
function written(piece, markers) {
    if ('raw' in piece)
        return piece.raw;
    if ('link' in piece)
        return link(piece.link, piece.text, markers);
    return piece.bold ? bold(escaped(piece.text, markers)) : escaped(piece.text, markers);
}
/** The markers that could mark something on this line: a lone one marks nothing. */
function markersIn(pieces) {
    const plain = pieces.map((piece) => ('text' in piece ? piece.text : '')).join(joint);
    const hasBold = pieces.some((piece) => 'bold' in piece);
    return new Set(['*', '_', '~', '`'].filter((marker) => (marker === '*' && hasBold) || plain.split(marker).length > 2));
}
function escaped(text, markers) {
    return shown(text)
        .replace(/\n/g, ' ')
        .replace(/<(?!\u200B)/g, `<${joint}`)
        .replace(/\](?=[([:]|$)/g, `]${joint}`)
        .replace(/&(?=#|[a-z])/gi, `&${joint}`)
        .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, `\\${joint}`)
        .replace(/[*_~`]/g, (marker, at, whole) => markers.has(marker) && !(marker === '_' && isInsideWord(whole, at)) ? `\\${marker}` : marker);
}
function isInsideWord(text, at) {
    return letter.test(text[at - 1] ?? '') && letter.test(text[at + 1] ?? '');
}
const letter = /[\p{L}\p{N}]/u;
/** Markers count only next to what they mark; a joint is neither a space nor punctuation, so that any text can stand between them. */
function bold(text) {
    return text.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, (_, before, words, after) => {
        const [first, last] = [/^[\p{L}\p{N}]/u.test(words) ? '' : joint, /[\p{L}\p{N}]$/u.test(words) ? '' : joint];
        return `${before}**${first}${words}${last}**${after}`;
    });
}
function link(url, text, markers) {
    const label = escaped(text.trim() || url, new Set([...markers, '`'])).replace(/[[\]]/g, '\\$&');
    const address = addressOf(url, limits.url);
    return address === null ? escaped(text || url, markers) : `[${label}](${address.replace(/[()*_;]/g, percent)})`;
}
function percent(char) {
    return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
//# sourceMappingURL=escape.js.map