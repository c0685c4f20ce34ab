// Folds text so that a passage is found in it however it is written: without letter case, accents, Markdown, escapes and invisible characters, and
// with where each character comes from.
import { foldLetters, foldText } from './search/fold-text.ts';

/** Returns the emoji of a name, such as `wave`. */
export type EmojiNames = (name: string) => string | undefined;

/** A text as it is compared, and where each of its UTF-16 units comes from. */
export interface Folded {
  folded: string;
  starts: number[];
  ends: number[];
  /** by unit: what is left out before it separates words, such as the apostrophe of a genitive */
  gaps: Record<number, true>;
}

// What is left out between characters (marks of emphasis, escapes, invisible characters, apostrophes, quotation marks and quotation depth) may be written in one
// place and not in another. A run of white space is one space.
const space = /(?:[\s\u00A0]|&(?:nbsp|ensp|emsp|thinsp);|%20)+(?:>+[ \t]*)*/iy;
const quoted = /[\r\n]/;
const marks =
  /[*~`\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF]+|&(?:shy|zwnj|zwj|lrm|rlm);/iy;
const separators =
  /[_'"\u2018-\u201B\u02B9\u02BB-\u02BF\u02C8\u2032\u2035\uA78B\uA78C\uFF07\u00B4\u201C-\u201F\u00AB\u00BB]|&#0*3[49];|&quot;|&apos;|&rsquo;/iy;
const escapes = /\\(?=[!-/:-@[-`{-~])|\\(?=\r?\n)/y;
const links = /\]\([^()\r\n]{0,2000}(?:\([^()\r\n]{0,500}\)[^()\r\n]{0,500})?\)|[[\]]/y;
const emojiName = /:([a-z0-9_+-]{1,60}):/iy;
const entity = /&(amp|lt|gt|quot|#\d{1,7}|#x[0-9a-f]{1,6});/iy;
const encoded = /(?:%[0-9a-f]{2})+/iy;
const cluster = /[\u1100-\u11FF]+|\P{M}\p{M}*|\p{M}+/uy;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/**
 * Folds a text for finding a passage in it.
 * @param acrossLinks leaves out the addresses of links
 */
export function foldPassage(text: string, emoji: EmojiNames, acrossLinks: boolean): Folded {
  const [starts, ends]: [number[], number[]] = [[], []];
  const gaps: Record<number, true> = {};
  const parts: string[] = [];
  const add = (characters: string, start: number, end: number): void => {
    const units = comparable(characters);
    for (let index = 0; index < units.length; index += 1) {
      starts.push(start);
      ends.push(end);
    }
    if (units !== '') parts.push(units);
  };
  const at = (pattern: RegExp, index: number): RegExpExecArray | null => {
    pattern.lastIndex = index;
    return pattern.exec(text);
  };
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index);
    // letters, digits and the comma, which are most of a text
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 44) {
      if (!isCombining(text, index + 1)) {
        add(text.charAt(index), index, (index += 1));
        continue;
      }
    }
    const skipped = at(marks, index) ?? at(escapes, index) ?? (acrossLinks ? at(links, index) : null);
    if (skipped) {
      index += skipped[0].length;
      continue;
    }
    const separator = at(separators, index);
    if (separator) {
      gaps[starts.length] = true;
      index += separator[0].length;
      continue;
    }
    const white = at(space, index);
    if (white) {
      // `>` begins a quotation only at the start of a line
      const length = quoted.test(white[0]) ? white[0].length : white[0].replace(/>[\s>]*$/, '').length;
      if (!(parts.at(-1)?.endsWith(' ') ?? false)) add(' ', index, index + length);
      index += length;
      continue;
    }
    const [characters, length] = special(at, emoji, index) ?? [at(cluster, index)?.[0] ?? text.charAt(index)];
    add(characters, index, index + (length ?? characters.length));
    index += length ?? characters.length;
  }
  return { folded: parts.join(''), starts, ends, gaps };
}

function isCombining(text: string, index: number): boolean {
  return text.charCodeAt(index) > 127 && /^\p{M}/u.test(text.slice(index, index + 2));
}

/** Reads an emoji by its name, an entity of HTML, or an encoded character of an address. @returns it, and how long it is written */
function special(
  at: (pattern: RegExp, index: number) => RegExpExecArray | null,
  emoji: EmojiNames,
  index: number,
): [string, number] | null {
  const named = at(emojiName, index);
  const found = named && emoji((named[1] ?? '').toLowerCase());
  if (named && found) return [found, named[0].length];
  const written = at(entity, index);
  if (written) {
    const name = (written[1] ?? '').toLowerCase();
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const character = entities[name] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);
    if (character !== undefined) return [character, written[0].length];
  }
  const bytes = at(encoded, index)?.[0];
  return bytes === undefined ? null : decoded(bytes);
}

/** Decodes the first character of a run of encoded bytes. */
function decoded(bytes: string): [string, number] | null {
  const first = Number.parseInt(bytes.slice(1, 3), 16);
  const length = 3 * (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
  try {
    return [decodeURIComponent(bytes.slice(0, length)), length];
  } catch {
    return null;
  }
}

/** Folds characters for comparing them. */
function comparable(characters: string): string {
  if (/^[\0-\u007F]$/.test(characters)) return characters.toLowerCase();
  const letters = foldLetters(characters);
  // quotation marks and dashes have many forms; `foldText` trims, and what is only white space is a space here
  return letters.trim() === '' ? (letters === '' ? '' : ' ') : foldText(letters);
}
