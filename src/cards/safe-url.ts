// The one rule for which addresses people can be sent to, on every platform, in mail and on web pages. It is a security rule: the text of a
// post decides where its links lead, and a `javascript:` link in an HTML mail would run.
import { visibleText } from './visible-text.ts';

/** The scheme at the very beginning, and something behind it: parsers skip tabs and slashes that this does not. */
const allowed = /^(?:https?:\/\/|mailto:|tel:)[^/\s]/i;

/** Characters that end a link in HTML, mrkdwn or Markdown. */
const unsafe = /[\s<>"`\\{}|^]/g;

/**
 * Returns an address that is safe to link to, with unsafe characters percent-encoded and otherwise as it was written.
 * @param maxLength in characters, after encoding
 * @returns null unless it is a web, email or phone address of at most that length
 */
export function safeUrl(url: string, maxLength = Infinity): string | null {
  const address = visibleText(url).trim();
  if (!allowed.test(address)) return null;
  const encoded = address.replace(unsafe, (char) => encodeURIComponent(char));
  return URL.canParse(encoded) && encoded.length <= maxLength ? encoded : null;
}
