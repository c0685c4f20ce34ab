// Tables as table blocks, and as aligned text where there can be none: beyond the first of a message, in modals and on the Home tab.
// Follows docs.slack.dev/reference/block-kit/blocks/table-block.
import type { types } from '@slack/bolt';
import type { AlignType, Table, TableCell } from 'mdast';
import { alignedRows } from '../../cards/table.ts';
import { limits } from './limits.ts';
import { phrasingParts, type Part } from './rich-text-parts.ts';

type Cell = types.TableBlock['rows'][number][number];

/** Renders a table as a table block. @returns null for one that is too large */
export function tableBlock(table: Table): types.TableBlock | null {
  const align = (table.align ?? []).slice(0, limits.tableColumns);
  const rows = table.children.map((row, at) => row.children.map((one) => cell(one, at === 0)));
  const size = rows.flat().reduce((sum, one) => sum + cellText(one).length, 0);
  const columns = rows[0]?.length ?? 0;
  if (rows.length > limits.tableRows || columns > limits.tableColumns || size > limits.tableCharacters) return null;
  const even = rows.map((row) => Array.from({ length: columns }, (_, at) => row[at] ?? emptyCell));
  return { type: 'table', rows: even, column_settings: align.map((one) => ({ align: one ?? 'left', is_wrapped: true })) };
}

/** Slack refuses a cell without any character. */
const emptyCell: Cell = { type: 'raw_text', text: ' ' };

function cell({ children }: TableCell, isHead: boolean): Cell {
  const parts = phrasingParts(children, isHead ? { bold: true } : {});
  if (parts.length === 0) return emptyCell;
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text' && !first.style) return { type: 'raw_text', text: first.text };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: parts }] };
}

/** Writes a table block as aligned text. */
export function tableBlockText({ rows, column_settings: settings = [] }: types.TableBlock): string {
  return alignedRows(
    rows.map((row) => row.map(cellText)),
    settings.map(({ align }): AlignType => align ?? null),
  );
}

/** Writes a table as aligned text. */
export function tableText({ children, align }: Table): string {
  return alignedRows(
    children.map((row) => row.children.map((one) => phrasingParts(one.children).map(partText).join(''))),
    align ?? [],
  );
}

function cellText(one: Cell): string {
  if (one.type !== 'rich_text') return one.text;
  return one.elements
    .flatMap(({ elements }) => elements as Part[])
    .map(partText)
    .join('');
}

function partText(part: Part): string {
  if (part.type === 'emoji') return `:${part.name}:`;
  if (part.type === 'link') return part.text === undefined || part.text === part.url ? part.url : `${part.text} (${part.url})`;
  return 'text' in part ? part.text : '';
}
