/** Invisible characters: white space, control, format and ignorable characters, and the blank of the Braille block. */
const blank = String.raw`[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}⠀]`;
/** CommonMark writes a space at the edge of a line as a character reference (`&#x20;`). A note once reached a contact because of that. */
const unseen = String.raw`(?:${blank}|&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|nbsp|[a-z]*sp|[a-z]+space|zwn?j|shy|lrm|rlm);)`;
const everyUnseen = new RegExp(unseen, 'giu');
/** The slashes, also inside emphasis or the first cell of a table. */
const prefix = new RegExp(`^((?:${unseen}|[*_~\`\\\\|])*)/${unseen}*/${unseen}*`, 'iu');

/**
 * Reads an internal note, which begins with `//`. Invisible characters, emphasis and the border of a table before or between the slashes do
 * not matter.
 * @param text CommonMark
 * @returns the note without its prefix; null when the text is not a note
 */
export function asNote(text: string): string | null {
  return prefix.test(text) ? text.replace(prefix, (_, before: string) => before.replace(everyUnseen, '')).trim() : null;
}
