// Splits long mrkdwn into pieces that stand alone: no entity, link or code block is cut in two.

/** The smallest parts: an entity, angle brackets, a fence, a character. */
const atom = /&(?:amp|lt|gt);|<[^<>\n]*>|```|[\s\S]/gu;
const fence = '```';

/** Splits mrkdwn without losing anything. @param max characters per piece @returns at least one piece */
export function splitMrkdwn(text: string, max: number): string[] {
  const longestToken = max - fence.length * 2 - 2;
  if (text.length <= longestToken) return [text];
  const pieces: string[] = [];
  let piece = '';
  /** end of the last word or line, where the piece may be cut */
  let pause = 0;
  let inCode = false;
  for (const token of tokens(text, longestToken)) {
    const closing = inCode ? fence.length + 1 : 0;
    if (piece.length + token.length + closing > max) {
      const end = pause > max / 2 ? pause : piece.length;
      const rest = piece.slice(end);
      const head = piece.slice(0, end);
      const code = isCodeOpen(head);
      // a quotation mark without text after it belongs to the next piece
      pieces.push(`${head.replace(/(?:^|\n)>\s*$/, '').trimEnd()}${code ? `\n${fence}` : ''}`);
      piece = `${code ? `${fence}\n` : quoteAt(head)}${rest}`;
      pause = 0;
    }
    piece += token;
    if (token === fence) inCode = !inCode;
    if (/\s/.test(token)) pause = piece.length;
  }
  return [...pieces, piece].filter((part, index) => part.trim() !== '' || (index === 0 && pieces.length === 0));
}

/** A link that is too long for any piece becomes its label. */
function* tokens(text: string, max: number): Generator<string> {
  for (const [token] of text.matchAll(atom)) {
    if (token.length <= max) yield token;
    else yield* tokens(token.slice(token.indexOf('|') + 1).replace(/[<>]/g, ''), max);
  }
}

/** Cuts mrkdwn, with an ellipsis where something is missing. @param max characters */
export function cutMrkdwn(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${splitMrkdwn(text, max - 1)[0] ?? ''}…`;
}

function isCodeOpen(text: string): boolean {
  return text.split(fence).length % 2 === 0;
}

/** A quotation continues as a quotation in the next piece. */
function quoteAt(piece: string): string {
  return /(?:^|\n)> [^\n]*$/.test(piece) ? '> ' : '';
}
