import type { PassagePart } from '../../cards/elements.ts';
import type { Passage, Range } from '../../domain/search/passage.ts';

/** Writes a passage with its matching words bold. */
export function passageText({ text, marks }: Passage): PassagePart[] {
  const parts: PassagePart[] = [];
  let written = 0;
  for (const { start, end } of wholeWords(text, marks)) {
    parts.push(text.slice(written, start), { bold: text.slice(start, end) });
    written = end;
  }
  return [...parts, text.slice(written)].filter((part) => part !== '');
}

/** Widens marks to whole words, because no platform shows half a word bold for sure. Neighboring words become one mark. */
function wholeWords(text: string, marks: readonly Range[]): Range[] {
  const words: Range[] = [];
  for (const mark of marks) {
    const start = mark.start - (/[\p{L}\p{M}\p{N}]+$/u.exec(text.slice(0, mark.start))?.[0].length ?? 0);
    const end = mark.end + (/^[\p{L}\p{M}\p{N}]+/u.exec(text.slice(mark.end))?.[0].length ?? 0);
    const last = words.at(-1);
    if (last && text.slice(last.end, start).trim() === '') last.end = Math.max(last.end, end);
    else words.push({ start, end });
  }
  return words;
}
