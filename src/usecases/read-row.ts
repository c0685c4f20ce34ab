// Rows that SQL of our own reads as JSON (`to_json(c)`), as Prisma would return them.

/** A row as JSON. */
export type Json = Record<string, unknown>;

const moment = /_(at|until|date|for)$|^(date|plan)$/;

/** Names the columns of a row as Prisma does, and reads its moments and days, which JSON holds as texts. */
export function asRow(row: Json): Json {
  const read: Json = {};
  for (const column in row) {
    const { name, isMoment } = fields.get(column) ?? fieldOf(column);
    const value = row[column];
    read[name] = isMoment && value !== null ? asMoment(value) : value;
  }
  return read;
}

/** By column: every delivery reads a hundred of them. */
const fields = new Map<string, { name: string; isMoment: boolean }>();

function fieldOf(column: string): { name: string; isMoment: boolean } {
  const name = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const field = { name, isMoment: moment.test(column) };
  fields.set(column, field);
  return field;
}

function asMoment(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMoment);
  return typeof value === 'string' ? new Date(value) : value;
}

/** Reads a row of the table `case`. */
export function asCaseRow(row: Json): Json {
  return { ...asRow(row), paged: row.paged ?? [] };
}

/** Reads a row of the table `account`. Columns that hold lists may be null. */
export function asAccountRow(row: Json): Json {
  return { ...asRow(row), closed: row.closed ?? [], worked: row.worked ?? [] };
}
