import type { Inline } from './elements.ts';
import { truncate } from './visible-text.ts';

/** Room for a moment or a day, in characters. */
const dateLength = 20;

/** Shortens a line of text. Its dates stay, because half a date says nothing. @param max characters, about */
export function cutInlines(parts: readonly Inline[], max: number): Inline[] {
  const cut: Inline[] = [];
  let left = max - dateLength * parts.filter(isDate).length;
  for (const part of parts) {
    if (isDate(part)) {
      if (left < 0) cut.push(' ');
      cut.push(part);
      continue;
    }
    const { length } = textOf(part);
    if (left > 0) cut.push(...(length > left ? shortened(part, left) : [part]));
    left -= length;
  }
  return cut;
}

function isDate(part: Inline): boolean {
  return typeof part === 'object' && 'at' in part;
}

function textOf(part: Inline): string {
  if (typeof part === 'string') return part;
  if ('bold' in part) return part.bold;
  if ('at' in part) return '';
  return 'mention' in part ? part.name : part.text;
}

/** A mention is left out, because half a name is nobody's. */
function shortened(part: Inline, max: number): Inline[] {
  if (typeof part === 'string') return [truncate(part, max)];
  if ('bold' in part) return [{ bold: truncate(part.bold, max) }];
  return 'link' in part ? [{ ...part, text: truncate(part.text, max) }] : [];
}
