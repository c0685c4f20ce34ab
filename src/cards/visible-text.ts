// What people typed, made safe to show: without the characters that make a text look like something else.

/**
 * Removes control characters and those that change the direction of the text after them, and turns every line ending into a newline.
 */
export function visibleText(text: string): string {
  return invisible.test(text) ? cleaned(text) : text;
}

/** What is removed or replaced, and every surrogate. Nearly all texts have none of these, and three replacements take five times as long. */
const invisible = /[\r\u2028\u2029\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDD3\uD800-\uDFFF]/;

function cleaned(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDD3]/g, '')
    .replace(/\p{Cs}/gu, '\uFFFD'); // platforms refuse requests with half a surrogate pair
}

/**
 * Shortens a text at the end of a word and ends it with "…". A single word that is longer is cut between two characters as people see them,
 * never within an emoji or an accented letter.
 * @param max length in UTF-16 units, including the "…"
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, characterEnd(text, Math.max(max - 1, 0)));
  const space = head.search(/\s\S*$/);
  const endsInWord = /^\S/.test(text.slice(head.length));
  return `${(endsInWord && space >= head.length / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}

const characters = new Intl.Segmenter('en-US');
/** Longer than an emoji of a family with skin tones; segmenting a whole text takes milliseconds. */
const maxCharacter = 64;

/** Finds the last end of a character at or before a position. */
function characterEnd(text: string, position: number): number {
  const from = Math.max(position - maxCharacter, 0);
  const isHalf = /^[\uDC00-\uDFFF]/.test(text.slice(from, from + 1));
  const start = isHalf ? from + 1 : from;
  let end = start;
  for (const { index, segment } of characters.segment(text.slice(start, position + maxCharacter))) {
    if (start + index + segment.length > position) break;
    end = start + index + segment.length;
  }
  return end;
}
