// The passage of a text that a search found, for result cards: about 160 characters around the matching words, which are marked.
import { prepareText, type PreparedToken } from './prepare-text.ts';
import { termPatterns, type Pattern, type Step, type Term } from './search-terms.ts';

/** A part of a text. */
export interface Passage {
  /** one line; "…" where the text goes on */
  text: string;
  /** the matching words in `text`, in order and apart from each other */
  marks: readonly Range[];
}

/** Offsets in a text; the end is not included. */
export interface Range {
  start: number;
  end: number;
}

/** Length of a passage in UTF-16 units, without the "…". */
const passageLength = 160;
/** Context before the first match: enough to read the word in its sentence. */
const leadLength = 40;
/** Matches that are looked at; a text of more has the word everywhere. */
const maxMatches = 1000;

/** Finds the words of a text that the terms match. @param text plain, never Markdown source */
export function findMatches(text: string, terms: readonly Term[]): Range[] {
  const patterns = termPatterns(terms)
    .filter(({ negated }) => !negated)
    .flatMap((term) => term.patterns);
  const byPosition = new Map<number, PreparedToken[]>();
  for (const token of prepareText(text)) byPosition.set(token.position, [...(byPosition.get(token.position) ?? []), token]);
  const found: Range[] = [];
  for (const position of byPosition.keys()) {
    for (const pattern of patterns) found.push(...matchAt(byPosition, position, pattern));
    if (found.length > maxMatches) break;
  }
  return apart(found);
}

/**
 * Cuts the passage with the most different matches out of a text.
 * @param text plain, never Markdown source
 * @returns null if no term matches
 */
export function findPassage(text: string, terms: readonly Term[], length = passageLength): Passage | null {
  const matches = findMatches(text, terms);
  const [first] = matches;
  if (!first) return null;
  if (text.length <= length) return cut(text, matches, 0, text.length);
  const best = matches.reduce((chosen, match) => (rate(text, matches, match, length) > rate(text, matches, chosen, length) ? match : chosen), first); // prettier-ignore
  const start =
    best.start <= leadLength ? 0 : wordStart(text, Math.min(best.start - leadLength, text.length - length), best.start);
  const end = wordEnd(text, start + length, Math.max(best.end, start + 1));
  return cut(text, matches, start, end);
}

/** Counts the different words that a passage beginning at a match would show. */
function rate(text: string, matches: readonly Range[], { start }: Range, length: number): number {
  const shown = matches.filter((match) => match.start >= start && match.end <= start + length - leadLength);
  return new Set(shown.map((match) => text.slice(match.start, match.end).toLowerCase())).size;
}

function matchAt(byPosition: ReadonlyMap<number, readonly PreparedToken[]>, position: number, pattern: Pattern): Range[] {
  const ranges: Range[] = [];
  for (const [index, step] of pattern.entries()) {
    const token = byPosition.get(position + index)?.find((one) => matches(one, step));
    if (!token) return [];
    ranges.push({ start: token.start, end: token.end });
  }
  return ranges;
}

function matches({ lexemes }: PreparedToken, { lexemes: wanted, prefix }: Step): boolean {
  return lexemes.some((lexeme) => wanted.includes(lexeme) || (prefix !== null && lexeme.startsWith(prefix)));
}

/** Sorts ranges and merges those that overlap. */
function apart(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = merged.at(-1);
    if (!last || range.start >= last.end) merged.push({ ...range });
    else last.end = Math.max(last.end, range.end);
  }
  return merged;
}

/** Finds the beginning of a word at or after a place, but before the match. */
function wordStart(text: string, from: number, match: number): number {
  const space = text.slice(from, match).search(/\s/);
  return space < 0 ? characterStart(text, Math.min(from, match)) : from + space + 1;
}

/** Finds the end of a word at or before a place, but after the match. */
function wordEnd(text: string, to: number, match: number): number {
  if (to >= text.length) return text.length;
  const isBetween = /\s/.test(text.charAt(to));
  const space = isBetween ? to : text.slice(0, to).search(/\s\S*$/);
  return space > match ? space : characterStart(text, Math.max(to, match));
}

/** Keeps the halves of a surrogate pair together. */
function characterStart(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at;
}

/** Cuts a text, as one line. Line breaks become spaces of the same length, so that the marks stay where they are. */
function cut(text: string, matches: readonly Range[], start: number, end: number): Passage {
  const raw = text.slice(start, end);
  const lead = raw.length - raw.trimStart().length;
  const shown = raw.trim();
  const before = start > 0 ? '…' : '';
  const offset = start + lead - before.length;
  const marks = matches
    .filter((match) => match.start >= start + lead && match.end <= start + lead + shown.length)
    .map((match) => ({ start: match.start - offset, end: match.end - offset }));
  return oneLine({ text: `${before}${shown}${end < text.length ? '…' : ''}`, marks });
}

/** Makes every run of white space one space, and moves the marks along. */
function oneLine({ text, marks }: Passage): Passage {
  let line = '';
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    places.push(line.length);
    const character = text.charAt(at);
    if (!/\s/.test(character)) line += character;
    else if (!line.endsWith(' ')) line += ' ';
  }
  places.push(line.length);
  return { text: line, marks: marks.map(({ start, end }) => ({ start: places[start] ?? 0, end: places[end] ?? line.length })) };
}
