// Long mrkdwn in pieces, each of them whole: no entity, link or code block is cut in two.
/** What cannot be parted: an entity, angle brackets, a fence, a character. */
const atom = /&(?:amp|lt|gt);|<[^<>\n]*>|```|[\s\S]/gu;
const fence = '```';
/**
 * @param max characters of a piece
 * @returns at least one piece; together they say everything
 */
export function splitMrkdwn(text, max) {
    const pieces = [];
    let piece = '';
    /** where the piece may end with a line or a word */
    let pause = 0;
    let inCode = false;
    for (const token of tokens(text, max - fence.length * 2 - 2)) {
        const closing = inCode ? fence.length + 1 : 0;
        if (piece.length + token.length + closing > max) {
            const end = pause > max / 2 ? pause : piece.length;
            const rest = piece.slice(end);
            const head = piece.slice(0, end);
            const code = isCodeOpen(head);
            // the mark of a quotation whose words come in the next piece is none of this one's
            pieces.push(`${head.replace(/(?:^|\n)>\s*$/, '').trimEnd()}${code ? `\n${fence}` : ''}`);
            piece = `${code ? `${fence}\n` : quoteAt(head)}${rest}`;
            pause = 0;
        }
        piece += token;
        if (token === fence)
            inCode = !inCode;
        if (/\s/.test(token))
            pause = piece.length;
    }
    return [...pieces, piece].filter((part, index) => part.trim() !== '' || (index === 0 && pieces.length === 0));
}
/** A link that fits in no piece is its words. */
function* tokens(text, max) {
    for (const [token] of text.matchAll(atom)) {
        if (token.length <= max)
            yield token;
        else
            yield* tokens(token.slice(token.indexOf('|') + 1).replace(/[<>]/g, ''), max);
    }
}
/** @returns the text, or what fits of it with the sign that something is missing */
export function cutMrkdwn(text, max) {
    if (text.length <= max)
        return text;
    return `${splitMrkdwn(text, max - 1)[0] ?? ''}…`;
}
function isCodeOpen(text) {
    return text.split(fence).length % 2 === 0;
}
/** A quotation that goes on in the next piece is one there, too. */
function quoteAt(piece) {
    return /(?:^|\n)> [^\n]*$/.test(piece) ? '> ' : '';
}
//# sourceMappingURL=split.js.map