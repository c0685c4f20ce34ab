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

/** The columns of a table that one of our statements reads as JSON under Prisma's names, which spares naming them for every row. */
export interface NamedRow {
  /** SQL of their list, for rows of an alias */
  columns: (alias: string) => string;
  /** Reads the moments and days of a row, which JSON holds as texts. The row is changed. */
  read: (row: Json) => Json;
}

/** Lists the columns of a table. @param fields Prisma's names, such as `Prisma.CaseScalarFieldEnum` */
export function namedRow(fields: Readonly<Record<string, string>>): NamedRow {
  const columns = Object.keys(fields).map((name) => ({
    name,
    column: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  }));
  const moments = columns.flatMap(({ name, column }) => (moment.test(column) ? [name] : []));
  return {
    columns: (alias) => columns.map(({ name, column }) => `${alias}."${column}" as "${name}"`).join(', '),
    read: (row) => {
      for (const name of moments) if (row[name] !== null) row[name] = asMoment(row[name]);
      return row;
    },
  };
}

/** Reads a row of the table `case`. */
export function asCaseRow(row: Json): Json {
  return { ...asRow(row), paged: row.paged ?? [] };
}

/** Reads a row of the table `account`. Columns that hold lists may be null. */
export function asAccountRow(row: Json): Json {
  return { ...asRow(row), closed: row.closed ?? [], worked: row.worked ?? [] };
}
