// Finds a passage in text regardless of letter case, accents, Markdown between its letters, and how its words are separated; and takes it
// out. Texts of a case come from forms, chats and emails, so the same name is written in many ways.
import { foldPassage, type EmojiNames } from './redaction-fold.ts';

/** What a redacted passage is replaced with: always the same, because its length would tell something. Not Markdown. */
export const redactionMark = '█████';

/** Name of a file that was redacted as a whole. */
export const redactedFileName = 'Redacted file';

/** Letters and digits that a passage needs at least. A single letter would black out every text. */
const minSignificant = 2;

/** A passage, prepared for finding it. */
export interface Passage {
  /** folded */
  readonly text: string;
  /** also finds it as a part of longer words */
  readonly insideWords: boolean;
  /** finds an emoji by the name between two colons */
  readonly emoji: EmojiNames;
}

/** What a text looks like without a passage. */
export interface Redacted {
  text: string;
  /** how often the passage was in it */
  count: number;
}

/** A place in a text, in UTF-16 units. */
interface Range {
  start: number;
  end: number;
}

/**
 * Prepares a passage.
 * @param typed as somebody typed it
 * @returns null if it has too few letters and digits to be told from other text
 */
export function readPassage(typed: string, { insideWords, emoji }: Omit<Passage, 'text'>): Passage | null {
  const { folded } = foldPassage(typed, emoji, false);
  const text = folded.trim();
  const significant = text.match(/[\p{L}\p{N}\p{Extended_Pictographic}]/gu)?.length ?? 0;
  return significant < minSignificant ? null : { text, insideWords, emoji };
}

/** Takes a passage out of a text. */
export function redactText(text: string, passage: Passage): Redacted {
  const ranges = rangesOf(text, passage);
  if (ranges.length === 0) return { text, count: 0 };
  let [redacted, last] = ['', 0];
  for (const range of ranges) {
    const { start, end, mark } = replaced(text, range, last);
    redacted += text.slice(last, start) + mark;
    last = end;
  }
  return { text: redacted + text.slice(last), count: ranges.length };
}

/** Counts how often a passage is in a text as a part of longer words, where it is not looked for there. */
export function countInsideWords(text: string, passage: Passage): number {
  if (passage.insideWords) return 0;
  return rangesOf(text, { ...passage, insideWords: true }).length - rangesOf(text, passage).length;
}

/**
 * Takes a passage out of the texts in a JSON value. Codes in it stay, because it could not be read anymore without them.
 * @param keys of what people wrote, at any depth
 */
export function redactJson(value: unknown, passage: Passage, keys: readonly string[]): { value: unknown; count: number } {
  if (typeof value !== 'object' || value === null) return { value, count: 0 };
  let count = 0;
  const each = (one: unknown, key?: string): unknown => {
    const isText = typeof one === 'string' && key !== undefined && keys.includes(key);
    const redacted = isText ? textAsValue(redactText(one, passage)) : redactJson(one, passage, keys);
    count += redacted.count;
    return redacted.value;
  };
  const redacted = Array.isArray(value)
    ? value.map((one) => each(one))
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, each(one, key)]));
  return { value: redacted, count };
}

const textAsValue = ({ text, count }: Redacted): { value: unknown; count: number } => ({ value: text, count });

/** Returns the first place of a passage with the text around it. @param around characters on each side */
export function excerpt(text: string, passage: Passage, around = 40): { before: string; found: string; after: string } | null {
  const [first] = rangesOf(text, passage);
  if (!first) return null;
  const { start, end } = first;
  // as plain text: half a pair of marks would format what is around it
  const flat = (part: string): string =>
    part.replace(/\\([!-/:-@[-`{-~])|[*~`]+/g, (_, escaped = '') => escaped as string).replace(/\s+/g, ' ');
  const before = text.slice(Math.max(0, start - around), start).replace(/^[\uDC00-\uDFFF]/, '');
  const after = text.slice(end, end + around).replace(/[\uD800-\uDBFF]$/, '');
  return {
    before: flat(`${start > around ? '…' : ''}${before}`),
    found: shortened(flat(text.slice(start, end))),
    after: flat(`${after}${end + around < text.length ? '…' : ''}`),
  };
}

/** Shortens a long passage, such as a whole post, to its beginning and end. */
function shortened(found: string): string {
  if (found.length <= 2 * maxEnd) return found;
  return `${found.slice(0, maxEnd).replace(/[\uD800-\uDBFF]$/, '')} … ${found.slice(-maxEnd).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** Characters shown of each end of a long passage. */
const maxEnd = 60;

/** What separates the words of a file's name, an address or a line of CSV, which have no spaces, and the cells of a table. */
const nameSeparators = /(?<=[\p{L}\p{N}"])[_.+,;\u2010-\u2015-](?=[\p{L}\p{N}"])|\|/gu;

/** Finds a passage in a text as it reads, without the addresses of its links, and as the names of files, addresses and tables write it. */
function rangesOf(text: string, passage: Passage): Range[] {
  const all = findIn(text, passage, false);
  const across = text.includes('](') ? findIn(text, passage, true) : [];
  // of the same length, so that places are the same
  const spaced = passage.text.includes(' ') ? text.replace(nameSeparators, ' ') : text;
  const inNames = spaced === text ? [] : findIn(spaced, passage, false);
  return across.length === 0 && inNames.length === 0 ? all : joined([...all, ...across, ...inNames]);
}

function joined(ranges: Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    const last = merged.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

function findIn(text: string, { text: sought, insideWords, emoji }: Passage, acrossLinks: boolean): Range[] {
  const { folded, starts, ends, gaps } = foldPassage(text, emoji, acrossLinks);
  const ranges: Range[] = [];
  for (let at = folded.indexOf(sought); at >= 0;) {
    const end = at + sought.length;
    const cuts = (index: number): boolean => gaps[index] !== true && isWithinWord(folded, index);
    if (!insideWords && (cuts(at) || cuts(end))) {
      at = folded.indexOf(sought, at + 1);
      continue;
    }
    const last = ranges.at(-1);
    const start = startOf(text, starts[at] ?? 0);
    // two places in one character, such as the letters of a ligature
    if (last && start < last.end) last.end = Math.max(last.end, ends[end - 1] ?? text.length);
    else ranges.push({ start, end: ends[end - 1] ?? text.length });
    at = folded.indexOf(sought, end);
  }
  return ranges;
}

/** Returns where a place begins: with the backslash that escapes its first character, if there is one. */
function startOf(text: string, start: number): number {
  const backslashes = /\\*$/.exec(text.slice(Math.max(0, start - 20), start))?.[0].length ?? 0;
  return backslashes % 2 === 1 ? start - 1 : start;
}

const wordCharacter = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that are written without spaces, or join particles to names. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word goes on over a place of the folded text. */
function isWithinWord(folded: string, index: number): boolean {
  const before = lastCharacter(folded, index);
  const after = String.fromCodePoint(folded.codePointAt(index) ?? 32);
  if (!wordCharacter.test(before) || !wordCharacter.test(after)) return false;
  return !unspaced.test(before) && !unspaced.test(after);
}

function lastCharacter(text: string, index: number): string {
  const unit = text.charAt(index - 1);
  return /[\uDC00-\uDFFF]/.test(unit) ? text.slice(Math.max(0, index - 2), index) : unit;
}

const emphasis = /(?<!\\)(\*+|~+|`+)/g;

/**
 * Decides what is replaced with what. Marks of emphasis whose other half is outside of the place go with it where that is next to the place,
 * and stay otherwise.
 * @param from where the text begins that is not replaced yet
 */
function replaced(text: string, place: Range, from: number): Range & { mark: string } {
  let { start, end } = place;
  const counts = new Map<string, number>();
  for (const [run] of text.slice(start, end).matchAll(/(?<!\\)(\*+|~+|`+)|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu))
    counts.set(run, (counts.get(run) ?? 0) + 1);
  let [before, after] = ['', ''];
  for (const [run, count] of counts) {
    if (count % 2 === 0) continue;
    if (start - run.length >= from && text.startsWith(run, start - run.length)) start -= run.length;
    else if (text.startsWith(run, end)) end += run.length;
    else if (openRuns(text, start, run) % 2 === 1) after += run;
    else before += run;
  }
  const part = text.slice(start, end);
  // a link whose text begins in front of the place
  if (part.includes('](') && !part.includes('[') && start > from && text.charAt(start - 1) === '[') start -= 1;
  // a table keeps its cells
  const cells = part.split(/(?<!\\)\|/).length;
  return { start, end, mark: `${before}${Array.from({ length: cells }, () => redactionMark).join(' | ')}${after}` };
}

/** Counts the same marks before a place in its paragraph. */
function openRuns(text: string, index: number, run: string): number {
  const paragraph = text.slice(Math.max(0, text.lastIndexOf('\n\n', index)), index);
  return (paragraph.match(emphasis) ?? []).filter((one) => one === run).length;
}
