/** Code, in which a backslash is a backslash; an escaped character; a space at the edge of a line as a character reference. */
const codeOrEscape = /(```[^]*?```|`[^`\n]*`)|\\([!-/:-@[-`{-~])|&#x20;|&#32;/g;

/**
 * Writes the CommonMark of a message as it was typed, without escapes: `3*4` instead of `3\\*4`. For text fields; what it means as CommonMark
 * may have changed, so an unchanged field stands for the original text.
 */
export function asTyped(markdown: string): string {
  return markdown.replace(codeOrEscape, (_, code?: string, character?: string) => code ?? character ?? ' ');
}

/**
 * Returns what a form's text stands for when the form proposed a stored text.
 * @param stored CommonMark that the form proposed, shown as `asTyped` writes it
 * @returns the stored text when nobody changed it, because it may mean something else without its escapes
 */
export function unlessUnchanged(text: string, stored: string): string {
  return text.trim() === asTyped(stored).trim() ? stored : text;
}
