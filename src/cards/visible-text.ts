// What people typed, made safe to show: without the characters that make a text look like something else.

/**
 * Removes control characters and those that change the direction of the text after them, and turns every line ending into a newline.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDD3]/g, '')
    .replace(/\p{Cs}/gu, '\uFFFD'); // platforms refuse requests with half a surrogate pair
}

/**
 * Shortens a text, never within a character, and ends it with "…" when something is missing.
 * @param max length in UTF-16 units, including the "…"
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = Math.max(max - 1, 0);
  const lead = text.charCodeAt(end - 1);
  return `${text.slice(0, lead >= 0xd800 && lead <= 0xdbff ? end - 1 : end)}…`;
}
