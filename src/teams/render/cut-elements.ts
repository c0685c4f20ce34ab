// Cuts elements of text to a number of characters. An ellipsis marks a cut.
import { truncate } from '../../cards/visible-text.ts';
import type { CardElement, RichTextBlock, Table, TextRun } from './adaptive-card.ts';

/** The elements that fit. */
export interface Cut<T> {
  kept: T[];
  /** whether anything was cut */
  isCut: boolean;
}

/** Keeps the first elements. @param max characters of all elements together */
export function cutElements<T extends CardElement>(elements: readonly T[], max: number): Cut<T> {
  const kept: T[] = [];
  let left = max;
  for (const element of elements) {
    const length = lengthOf(element);
    if (length > left) {
      const part = partOf(element, left);
      return { kept: part ? [...kept, part] : kept, isCut: true };
    }
    kept.push(element);
    left -= length;
  }
  return { kept, isCut: false };
}

function lengthOf(element: CardElement): number {
  switch (element.type) {
    case 'RichTextBlock':
      return element.inlines.reduce((sum, { text }) => sum + text.length, 0);
    case 'TextBlock':
      return element.text.length;
    case 'Container':
      return element.items.reduce((sum, item) => sum + lengthOf(item), 0);
    case 'Table':
      return element.rows.reduce((sum, row) => sum + rowLength(row), 0);
    default:
      return 0;
  }
}

function rowLength({ cells }: Table['rows'][number]): number {
  return cells.flatMap(({ items }) => items).reduce((sum, item) => sum + lengthOf(item), 0);
}

/** The beginning of an element, or null where nothing of it fits. A TextBlock is Markdown and cannot be cut. */
function partOf<T extends CardElement>(element: T, max: number): T | null {
  if (max < 1) return null;
  if (element.type === 'RichTextBlock') return { ...element, inlines: cutRuns(element, max) };
  if (element.type === 'Table') {
    const rows = firstRows(element, max);
    return rows.length > 1 ? { ...element, rows } : null;
  }
  if (element.type !== 'Container') return null;
  const { kept: items } = cutElements(element.items, max);
  return items.length > 0 ? { ...element, items } : null;
}

function firstRows({ rows }: Table, max: number): Table['rows'] {
  let left = max;
  const end = rows.findIndex((row) => (left -= rowLength(row)) < 0);
  return rows.slice(0, end);
}

function cutRuns({ inlines }: RichTextBlock, max: number): TextRun[] {
  const runs: TextRun[] = [];
  let left = max;
  for (const run of inlines) {
    if (left < 1) break;
    runs.push({ ...run, text: truncate(run.text, left) });
    if (run.text.length > left) break;
    left -= run.text.length;
  }
  const last = runs.at(-1);
  if (last && !last.text.endsWith('…')) runs[runs.length - 1] = { ...last, text: `${last.text}…` };
  return runs;
}
