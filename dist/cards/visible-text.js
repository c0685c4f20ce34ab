// What people typed, as it can be shown without being read as something it is not.
/**
 * Without controls, and without the characters that turn the direction of what follows: they make a text read as something it is not.
 * Line ends become newlines.
 */
export function visibleText(text) {
    return text
        .replace(/\r\n?|[\u2028\u2029]/g, '\n')
        .replace(/[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDD3]/g, '')
        .replace(/\p{Cs}/gu, '\uFFFD'); // half a pair is no character, and no valid request
}
/** Cuts text to so many characters (UTF-16 units), whole code points, and shows that something is missing. */
export function truncate(text, max) {
    if (text.length <= max)
        return text;
    const end = Math.max(max - 1, 0);
    const lead = text.charCodeAt(end - 1);
    return `${text.slice(0, lead >= 0xd800 && lead <= 0xdbff ? end - 1 : end)}…`;
}
//# sourceMappingURL=visible-text.js.map