// Tables that people type with pipes, as in Markdown:
//
//   | Module | Cases |
//   | ------ | ----: |
//   | Fees   |     3 |
//
// Each row begins with a pipe, so that a text which only has one somewhere, or a note (`//`), is never taken for a table.
import type { AlignType, Paragraph, PhrasingContent, Table, TableRow } from 'mdast';
import { linesByParagraph, paragraphOf, paragraphs, type Line, type Run } from './paragraphs.ts';
import { tableOf } from './table.ts';

/** Writes runs as paragraphs and tables. */
export function textBlocks(runs: readonly Run[]): (Paragraph | Table)[] {
  return linesByParagraph(runs).flatMap(blocksOf);
}

function blocksOf(lines: readonly Line[]): (Paragraph | Table)[] {
  const blocks: (Paragraph | Table)[] = [];
  let text: Line[] = [];
  const endText = (): void => {
    if (text.length > 0) blocks.push(paragraphOf(text));
    text = [];
  };
  for (let at = 0; at < lines.length;) {
    const [line = [], dashes = []] = [lines[at], lines[at + 1]];
    if (!isTable(line, dashes)) {
      text.push(line);
      at += 1;
      continue;
    }
    endText();
    const rows = [line];
    for (at += 2; at < lines.length && isRow(lines[at] ?? []); at += 1) rows.push(lines[at] ?? []);
    blocks.push(tableOf(rows.map(cellsIn), alignmentIn(dashes)));
  }
  endText();
  return blocks;
}

/** Whether these two lines begin a table: a row, and a row of dashes with as many cells. */
function isTable(head: Line, dashes: Line): boolean {
  return isRow(head) && ruled.test(textOf(dashes)) && splitCells(head).length === alignmentIn(dashes).length;
}

function isRow(line: Line): boolean {
  return line[0]?.code !== true && /^\|.*\S/.test(textOf(line));
}

/** Some keyboards turn two hyphens into a dash. */
const ruled = /^\|(?:\s*:?[-–—]+:?\s*\|)*\s*:?[-–—]+:?\s*\|?$/;

function alignmentIn(dashes: Line): AlignType[] {
  return textOf(dashes)
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
    .map((cell) => (!cell.endsWith(':') ? null : cell.startsWith(':') ? 'center' : 'right'));
}

function textOf(line: Line): string {
  return line.map(({ text }) => text).join('');
}

function cellsIn(line: Line): PhrasingContent[][] {
  return splitCells(line).map((cell) => paragraphs(cell).flatMap(({ children }) => children));
}

/** Splits a row at its pipes, except those in code and those behind a backslash. */
function splitCells(line: Line): Run[][] {
  const cells: Run[][] = [[]];
  for (const run of line) {
    const parts = run.code ? [run.text] : run.text.split(/(?<!\\)\|/);
    parts.forEach((text, index) => {
      if (index > 0) cells.push([]);
      if (text !== '') cells.at(-1)?.push({ ...run, text: run.code ? text : text.replaceAll('\\|', '|') });
    });
  }
  const isBlank = (cell: Run[] | undefined): boolean => cell?.every(({ text }) => text.trim() === '') ?? true;
  const end = cells.length > 2 && isBlank(cells.at(-1)) ? -1 : cells.length;
  return cells.slice(1, end);
}

/** Writes a table as somebody would type it: the inverse of `textBlocks`, for places where text is edited. */
export function typedTable({ align, children: [head, ...body] }: Table): Paragraph {
  const text = (value: string): PhrasingContent => ({ type: 'text', value });
  const line = (row: TableRow): PhrasingContent[] => [
    ...row.children.flatMap(({ children }) => [text('| '), ...children.map(withoutPipes), text(' ')]),
    text('|'),
  ];
  const dashes = (head?.children ?? []).map((_, at) => dashesOf(align?.[at] ?? null));
  const lines = [...(head ? [line(head)] : []), [text(`| ${dashes.join(' | ')} |`)], ...body.map(line)];
  return {
    type: 'paragraph',
    children: lines.flatMap((content, index) => (index > 0 ? [{ type: 'break' as const }, ...content] : content)),
  };
}

function dashesOf(align: AlignType): string {
  return { left: '---', center: ':-:', right: '--:' }[align ?? 'left'];
}

function withoutPipes(node: PhrasingContent): PhrasingContent {
  if (node.type === 'text') return { ...node, value: node.value.replaceAll('|', '\\|') };
  return 'children' in node ? { ...node, children: node.children.map(withoutPipes) } : node;
}
