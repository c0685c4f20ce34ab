/** Whatever shows nothing: white space, control, format and ignorable characters, the blank of the Braille block. */
const unseen = String.raw`[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}⠀]`;
/** Emphasis around the slashes does not hide them. */
const nothing = new RegExp(unseen, 'gu');
const prefix = new RegExp(`^((?:${unseen}|[*_~\`\\\\])*)/${unseen}*/${unseen}*`, 'u');

/**
 * An internal note begins with `//`; invisible characters and emphasis before or between change nothing.
 * @param text CommonMark
 * @returns what the note says, without the prefix; null when the text is no note
 */
export function asNote(text: string): string | null {
  return prefix.test(text) ? text.replace(prefix, (_, before: string) => before.replace(nothing, '')).trim() : null;
}
