// Tables: made of rows of cells, and written as aligned text for places that show none.
import type { AlignType, Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import { paragraphs, runsOf } from './paragraphs.ts';

/**
 * Makes a table. Its first row is the head, which is shown in bold everywhere, so its own bold is dropped.
 * @param rows of any length: shorter ones get empty cells at their end
 */
export function tableOf(rows: readonly PhrasingContent[][][], align: readonly AlignType[] = []): Table {
  const width = Math.max(...rows.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_, at) => at);
  return {
    type: 'table',
    align: columns.map((at) => align[at] ?? null),
    children: rows.map((row, index) => ({
      type: 'tableRow',
      children: columns.map((at) => ({
        type: 'tableCell',
        children: index === 0 ? withoutBold(row[at] ?? []) : (row[at] ?? []),
      })),
    })),
  };
}

function withoutBold(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return paragraphs(runsOf(nodes).map((run) => ({ ...run, strong: false }))).flatMap(({ children }) => children);
}

/** Writes blocks as the content of one cell, which has one line. */
export function cellContent(nodes: readonly RootContent[]): PhrasingContent[] {
  return nodes.flatMap((node, index) => [...(index > 0 ? [space] : []), ...onOneLine(node)]);
}

const space: PhrasingContent = { type: 'text', value: ' ' };

function onOneLine(node: RootContent): PhrasingContent[] {
  switch (node.type) {
    case 'break':
      return [space];
    case 'code':
      return [{ type: 'inlineCode', value: node.value.replace(/\n/g, ' ') }];
    case 'text':
    case 'html':
      return [{ type: 'text', value: node.value.replace(/\n/g, ' ') }];
    case 'strong':
    case 'emphasis':
    case 'delete':
    case 'link':
      return [{ ...node, children: node.children.flatMap(onOneLine) }];
    case 'paragraph':
    case 'heading':
      return node.children.flatMap(onOneLine);
    default:
      return 'children' in node ? cellContent(node.children) : [node as PhrasingContent];
  }
}

/** Columns are not made wider than this for the sake of one long cell. */
const maxWidth = 40;

/**
 * Writes a table as lines of aligned columns, for a typeface whose characters have one width:
 *
 *   Module | Cases
 *   -------+------
 *   Fees   |     3
 */
export function alignedTable(table: Table, textOf: (node: Nodes) => string): string {
  return alignedRows(
    table.children.map(({ children }) => children.map(textOf)),
    table.align ?? [],
  );
}

/** Writes rows of texts as lines of aligned columns. The first row is the head. */
export function alignedRows(rows: readonly (readonly string[])[], align: readonly AlignType[]): string {
  const texts = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()));
  const widths = (texts[0] ?? []).map((_, at) => Math.max(3, ...texts.map((row) => Math.min(widthOf(row[at] ?? ''), maxWidth))));
  const line = (row: readonly string[]): string =>
    widths
      .map((width, at) => padded(row[at] ?? '', width, align[at] ?? null))
      .join(' | ')
      .trimEnd();
  const [head = [], ...body] = texts;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('-+-'), ...body.map(line)].join('\n');
}

function padded(text: string, width: number, align: AlignType): string {
  const missing = Math.max(width - widthOf(text), 0);
  const before = align === 'right' ? missing : align === 'center' ? Math.floor(missing / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(missing - before);
}

const segmenter = new Intl.Segmenter('en-US');
/** Emoji and East Asian characters take the place of two letters. */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\uFF01-\uFF60])/u;

function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}
