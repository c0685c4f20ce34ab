/** Whatever shows nothing: white space, control, format and ignorable characters, the blank of the Braille block. */
const blank = String.raw `[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}⠀]`;
/** CommonMark writes a space at the edge of a line as a character reference (`&#x20;`): measured as a note that leaked. */
const unseen = String.raw `(?:${blank}|&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|nbsp|[a-z]*sp|[a-z]+space|zwn?j|shy|lrm|rlm);)`;
/** Emphasis around the slashes does not hide them. */
const nothing = new RegExp(unseen, 'giu');
const prefix = new RegExp(`^((?:${unseen}|[*_~\`\\\\])*)/${unseen}*/${unseen}*`, 'iu');
/**
 * An internal note begins with `//`; invisible characters and emphasis before or between change nothing.
 * @param text CommonMark
 * @returns what the note says, without the prefix; null when the text is no note
 */
export function asNote(text) {
    return prefix.test(text) ? text.replace(prefix, (_, before) => before.replace(nothing, '')).trim() : null;
}
//# sourceMappingURL=note.js.map