// Escapes the Markdown of a TextBlock, so that everything but our own markers is shown unchanged. Prefers joints to backslashes, because the
// parser of the native clients (microsoft/AdaptiveCards, MarkDownBlockParser.cpp) supports few escapes.
import { safeUrl } from '../../cards/safe-url.ts';
import { joint, shown } from './plain-text.ts';
import { limits } from './limits.ts';

/** A part of a line. */
export type Piece =
  | { text: string; bold?: true }
  | { link: string; text: string }
  /** written unescaped: a mention, a date function */
  | { raw: string };

/** Writes pieces as one line of Markdown. */
export function markdownLine(pieces: readonly Piece[]): string {
  const markers = markersIn(pieces);
  let line = '';
  let wasBold = false;
  for (const piece of pieces) {
    const isBold = 'bold' in piece && piece.bold === true;
    line += (isBold && wasBold ? joint : '') + pieceText(piece, markers);
    wasBold = isBold;
  }
  return line.trim().replace(/^(?=[-+#>=*_]|\d+[.)])/, (at) => (line.trim().startsWith('**') ? at : joint));
}

function pieceText(piece: Piece, markers: ReadonlySet<string>): string {
  if ('raw' in piece) return piece.raw;
  if ('link' in piece) return link(piece.link, piece.text, markers);
  return piece.bold ? bold(escaped(piece.text, markers)) : escaped(piece.text, markers);
}

/** The markers that could format something on this line. A single one formats nothing. */
function markersIn(pieces: readonly Piece[]): Set<string> {
  const plain = pieces.map((piece) => ('text' in piece ? piece.text : '')).join(joint);
  const hasBold = pieces.some((piece) => 'bold' in piece);
  return new Set(['*', '_', '~', '`'].filter((marker) => (marker === '*' && hasBold) || plain.split(marker).length > 2));
}

function escaped(text: string, markers: ReadonlySet<string>): string {
  return shown(text)
    .replace(/\n/g, ' ')
    .replace(/<(?!\u200B)/g, `<${joint}`)
    .replace(/\](?=[([:]|$)/g, `]${joint}`)
    .replace(/&(?=#|[a-z])/gi, `&${joint}`)
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, `\\${joint}`)
    .replace(/[*_~`]/g, (marker, at: number, whole: string) =>
      markers.has(marker) && !(marker === '_' && isInsideWord(whole, at)) ? `\\${marker}` : marker,
    );
}

function isInsideWord(text: string, at: number): boolean {
  return letter.test(text[at - 1] ?? '') && letter.test(text[at + 1] ?? '');
}

const letter = /[\p{L}\p{N}]/u;

/** A marker must touch what it marks. A joint is neither space nor punctuation, so any text can be between markers. */
function bold(text: string): string {
  return text.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, (_, before: string, inner: string, after: string) => {
    const [first, last] = [/^[\p{L}\p{N}]/u.test(inner) ? '' : joint, /[\p{L}\p{N}]$/u.test(inner) ? '' : joint];
    return `${before}**${first}${inner}${last}**${after}`;
  });
}

function link(url: string, text: string, markers: ReadonlySet<string>): string {
  const label = escaped(text.trim() || url, new Set([...markers, '`'])).replace(/[[\]]/g, '\\$&');
  const address = safeUrl(url, limits.url);
  return address === null ? escaped(text || url, markers) : `[${label}](${address.replace(/[()*_;]/g, percent)})`;
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
