// Tables, and as aligned text those that are too large for a card.
import type { AlignType, Table as MarkdownTable } from 'mdast';
import { alignedRows } from '../../cards/table.ts';
import type { Table } from './adaptive-card.ts';
import { runLines, type Run } from './inline.ts';
import { limits } from './limits.ts';

/**
 * Renders a table.
 * @param rows the content of its cells, the head first
 * @returns null for a table that would take too much of a card
 */
export function renderTable({ align }: MarkdownTable, rows: readonly Run[][][]): Table | null {
  const columns = (rows[0] ?? []).map((_, at) => ({ width: 1, ...alignment(align?.[at] ?? null) }));
  if (columns.length > limits.tableColumns || rows.length > limits.tableRows) return null;
  const table: Table = {
    type: 'Table',
    columns,
    firstRowAsHeader: true,
    rows: rows.map((cells, at) => ({
      type: 'TableRow',
      cells: columns.map((_, index) => ({
        type: 'TableCell',
        items: runLines(cells[index] ?? [], at === 0 ? { weight: 'Bolder' } : {}),
      })),
    })),
  };
  return Buffer.byteLength(JSON.stringify(table)) <= limits.tableBytes ? table : null;
}

function alignment(align: AlignType): { horizontalCellContentAlignment?: 'Center' | 'Right' } {
  if (align === 'center') return { horizontalCellContentAlignment: 'Center' };
  return align === 'right' ? { horizontalCellContentAlignment: 'Right' } : {};
}

/** Writes a table as aligned text. @param rows the content of its cells, the head first */
export function tableText({ align }: MarkdownTable, rows: readonly Run[][][]): string {
  return alignedRows(
    rows.map((cells) => cells.map((runs) => runs.map(runText).join(''))),
    align ?? [],
  );
}

function runText({ text, link }: Run): string {
  return link === undefined || link === text ? text : `${text} (${link})`;
}
