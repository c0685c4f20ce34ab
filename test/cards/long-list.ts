// A page of search results as a card, with all the controls that such a card can have.
import type { Button, Element, Option, Select } from '../../src/cards/elements.ts';

/** Lengths of the texts of each row, in characters. */
interface RowLengths {
  subject?: number;
  detail?: number;
  /** 0: no passages */
  passage?: number;
}

const query = '“grade book” module:"Grade Book" status:pending';
const button = (label: string): Button => ({ kind: 'button', label, action: 'page', value: `${query} page:12` });
const options = (count: number): Option[] =>
  Array.from({ length: count }, (_, n) => ({ label: `Last modified ${n} ↓`, value: `${query} sort:modified-desc ${n}` }));
const menu = (label: string, count: number): Select => ({ kind: 'select', label, action: 'page', options: options(count), optional: true }); // prettier-ignore

/** Makes the elements of a page. The case numbers begin at 10,000; each passage has a bold “bus”. */
export function longList(rows: number, { subject = 60, detail = 95, passage = 0 }: RowLengths = {}): Element[] {
  return [
    { kind: 'heading', text: `Cases: ${query}` },
    { kind: 'context', text: [{ bold: '812 cases' }, ' · page 11 of 41'] },
    ...Array.from({ length: rows }, (_, index): Element => ({
      kind: 'listItem',
      text: [{ bold: `CB-${10_000 + index}` }, ` ${textOf('Subject', subject)}`],
      detail: [`${textOf('Detail', detail)} · `, { at: new Date('2026-11-24T15:04:05Z'), as: 'moment' }],
      ...(passage > 0 ? { passage: ['The ', { bold: 'bus' }, ` ${textOf('passage', passage)}`] } : {}),
      button: { kind: 'button', label: 'View', action: 'view', value: String(10_000 + index) },
    })),
    { kind: 'markdown', text: `Search again: \`search ${query}\`` },
    { kind: 'actions', actions: ['First page', 'Previous page', 'Next page', 'Last page'].map(button) },
    {
      kind: 'actions',
      actions: [button('Sort by relevance'), menu('Sort by', 15), menu('Page size', 3), button('Filter'), button('All cases')],
    },
  ];
}

function textOf(start: string, length: number): string {
  return `${start} ${'of the "third" term '.repeat(length)}`.slice(0, length).trimEnd();
}
