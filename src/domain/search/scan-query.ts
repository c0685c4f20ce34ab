// Splits the text of a search into words, quoted phrases and filters, without knowing what a filter's value may be.
import { straightQuotes } from './fold-text.ts';

/** A part of a search as it was typed. */
export interface Scanned {
  /** the name before the colon, in lower case; null for words */
  key: string | null;
  negated: boolean;
  /** the values of a filter, which commas separate, or one word or phrase */
  values: readonly ScannedValue[];
  /** a space follows the colon */
  spaced: boolean;
  /** the whole part, for a filter that turns out to be text */
  raw: string;
}

/** A value, with the sign in front of it. */
export interface ScannedValue {
  text: string;
  quoted: boolean;
  /** `=`, `!=`, `^`, `$`, `~`, `!~`, or empty */
  sign: string;
}

const value = /(!?[=^$~])?(?:"((?:[^"\\]|\\.)*)"|"?([^\s,"][^\s,]*))/suy;
const keyed = /([-\u2013]?)([a-z][a-z-]*):(?=(\s*))/iuy;
const phrase = /(-?)"((?:[^"\\]|\\.)*)"(?=[\s.,;:!?)]|$)/suy;
const word = /\S+/uy;

/** What comes along with copied text: soft hyphens, zero-width spaces, marks of direction. */
const hidden = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/**
 * Splits a search. What is not a filter is a word; an opening quotation mark without a closing one is ignored.
 * @param isKey tells which names are filters, in lower case
 */
export function scanQuery(text: string, isKey: (name: string) => boolean): Scanned[] {
  const straight = straightQuotes(text.replace(hidden, ''));
  const found: Scanned[] = [];
  let at = 0;
  while (at < straight.length) {
    if (/\s/u.test(straight[at] ?? '')) {
      at += 1;
      continue;
    }
    const part = filterAt(straight, at, isKey) ?? phraseAt(straight, at) ?? wordAt(straight, at);
    found.push(part);
    at += part.raw.length;
  }
  return found;
}

function filterAt(text: string, at: number, isKey: (name: string) => boolean): Scanned | null {
  const [whole, minus, name, space] = matchAt(keyed, text, at) ?? [];
  if (whole === undefined || name === undefined || !isKey(name.toLowerCase())) return null;
  const start = at + whole.length;
  const spaced = space !== undefined && space !== '';
  let end = afterCommas(text, start + (space?.length ?? 0));
  const values: ScannedValue[] = [];
  for (;;) {
    const [one, sign = '', quoted, bare] = matchAt(value, text, end) ?? [];
    if (one === undefined) break;
    values.push({ text: quoted === undefined ? (bare ?? '') : unescape(quoted), quoted: quoted !== undefined, sign });
    const last = end + one.length;
    // a comma at the end of a value, as in a sentence, belongs to it
    end = afterCommas(text, last);
    if (end === last || /^(?:\s|$)/u.test(text.slice(end, end + 1))) break;
  }
  const raw = text.slice(at, values.length === 0 ? start : end);
  return { key: name.toLowerCase(), negated: minus !== '', values, spaced, raw };
}

/** Finds what follows the commas between two values: one too many means nothing. */
function afterCommas(text: string, at: number): number {
  let end = at;
  while (text[end] === ',') end += 1;
  return end;
}

function phraseAt(text: string, at: number): Scanned | null {
  const [raw, minus, quoted] = matchAt(phrase, text, at) ?? [];
  if (raw === undefined || quoted === undefined) return null;
  return { key: null, negated: minus !== '', values: [{ text: unescape(quoted), quoted: true, sign: '' }], spaced: false, raw };
}

function wordAt(text: string, at: number): Scanned {
  const raw = matchAt(word, text, at)?.[0] ?? text.slice(at);
  const negated = /^-[\p{L}\p{N}]/u.test(raw);
  const plain = (negated ? raw.slice(1) : raw).replace(/"/g, '');
  // without its quotation mark, `"-late` would exclude a word and `"status:new` would be a filter
  const isText = raw.includes('"') && /^-[\p{L}\p{N}]|^[-\u2013]?[a-z][a-z-]*:/iu.test(plain);
  return { key: null, negated, values: [{ text: plain, quoted: isText, sign: '' }], spaced: false, raw };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function unescape(text: string): string {
  return text.replace(/\\(["\\])/gu, '$1');
}
