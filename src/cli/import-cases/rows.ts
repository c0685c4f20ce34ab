// The rows of an export: of a CSV file, or of a file with one JSON object a line. Columns are found by their names in any spelling; some products
// repeat a name, once for each comment.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { Refusal } from '../terminal.ts';
import { encodingOf, textOf, type Encoding } from './decode.ts';
import { cellOf, parseExactly } from './exact-json.ts';

/** One row. */
export interface ExportRow {
  line: number;
  /** Returns the first value of these columns that is not empty, or ''. @param names in any spelling, `Created time` as well as `created_time` */
  get: (...names: readonly string[]) => string;
  /** Returns the values of every column with this name that are not empty. */
  all: (name: string) => string[];
  /** Returns what a JSON object has under this name; undefined for a CSV file. */
  json: (name: string) => unknown;
  /** characters that no database keeps were removed */
  hadZeros: boolean;
  /** the row has values beyond the last column */
  isTooLong: boolean;
}

/** A file of an export. */
export interface ExportTable {
  file: string;
  encoding: Encoding;
  /** as the file calls them */
  columns: readonly string[];
  rows: () => AsyncGenerator<ExportRow[]>;
}

/** A row of a CSV file. */
interface CsvRow {
  /** where it begins; lines count from 1 */
  line: number;
  cells: string[];
}

type ParsedRow = { record: string[]; info: { lines: number; bytes: number } };
/** Rows that are passed on together, unless they have more bytes. */
const [rowsAtOnce, bytesAtOnce] = [100, 1024 * 1024];

/** A row larger than this has a quotation mark that nothing ends, or is a whole file; characters. */
const maxRow = 32 * 1024 * 1024;

const plainNames = new Map<string, string>();

/** Returns a name as columns are compared. The code asks for some hundred names a million times, so they are remembered. */
export function plainName(name: string): string {
  const known = plainNames.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (plainNames.size < 1000) plainNames.set(name, plain);
  return plain;
}

/** Opens a file. @throws Refusal for one that is empty or cannot be read */
export async function openTable(file: string): Promise<ExportTable> {
  const encoding = await encodingOf(file);
  const isJson = /\.(json|jsonl|ndjson)$/i.test(file);
  const rows = isJson ? () => jsonRows(file, encoding) : () => csvRows(file, encoding);
  for await (const names of isJson ? jsonColumns(file, encoding) : csvColumns(file, encoding))
    return { file, encoding, columns: names.map((name) => name.trim()).filter(Boolean), rows };
  throw new Refusal(`${file} is empty. Its first row must name the columns`);
}

async function* csvCells(file: string, encoding: Encoding): AsyncGenerator<CsvRow[]> {
  const text = textOf(file, encoding);
  /** begins the file; more than its first line, unless that is all there is */
  let start = '';
  for (let next = await text.next(); !next.done; next = await text.next()) {
    start += next.value;
    if (start.trimStart().includes('\n') || start.length >= maxRow) break;
  }
  /** the last line of the last row that was read whole */
  let last = 0;
  const parser = parse({
    delimiter: separatorOf(start),
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: maxRow,
    // the parser is ahead of the loop below
    on_record: (read: string[], { lines }) => {
      last = lines;
      return read;
    },
  });
  async function* whole(): AsyncGenerator<string> {
    yield withoutMark(start);
    yield* text;
  }
  const reading = pipeline(Readable.from(whole()), parser);
  reading.catch(() => undefined); // the loop below gets it
  try {
    let rows: CsvRow[] = [];
    let from = 0;
    for await (const { record: cells, info } of parser as AsyncIterable<ParsedRow>) {
      const breaks = cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
      if (rows.push({ line: info.lines - breaks, cells }) < rowsAtOnce && info.bytes - from < bytesAtOnce) continue;
      yield rows;
      rows = [];
      from = info.bytes;
    }
    await reading;
    yield rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
    const why = isOpen
      ? 'a value in this row begins with a quotation mark (") and has none at its end'
      : 'a quotation mark (") within a value must be written twice, and the whole value in quotation marks';
    throw new Refusal(`${file}:${last + 1}: ${why}. Export the file again, or mend this row`);
  }
}

/** The line that tells Excel the separator, which other spreadsheets fill up with empty cells. It is emptied, so that lines are counted as in the file. */
const separatorLine = /^"?sep=([^"\n])"?\1*[ \t]*(?=\n|$)/i;

const withoutMark = (start: string): string => start.replace(/^\uFEFF/, '').replace(separatorLine, '');

/** Finds out what separates the columns: what the first line names, or else has most of outside of quotation marks. */
function separatorOf(start: string): string {
  const text = start.replace(/^\uFEFF/, '');
  const named = separatorLine.exec(text)?.[1];
  if (named !== undefined) return named;
  const line = (text.trimStart().split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '""');
  const counted = [',', ';', '\t', '|'].map((one) => ({ one, count: line.split(one).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

async function* csvRows(file: string, encoding: Encoding): AsyncGenerator<ExportRow[]> {
  let places: Map<string, number[]> | null = null;
  let width = 0;
  for await (const read of csvCells(file, encoding)) {
    const [header] = read;
    if (!header) continue;
    if (places === null) {
      places = placesOf(header.cells);
      width = header.cells.length;
      read.shift();
    }
    const of = places;
    yield read
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
      .map(({ line, cells }) => csvRow(line, cells, of, width));
  }
}

function placesOf(header: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, name] of header.entries()) {
    const plain = plainName(name);
    places.set(plain, [...(places.get(plain) ?? []), index]);
  }
  return places;
}

function csvRow(line: number, cells: readonly string[], places: ReadonlyMap<string, number[]>, width: number): ExportRow {
  const row: ExportRow = {
    line,
    hadZeros: false,
    isTooLong: cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''),
    get: (...names) => {
      for (const name of names)
        for (const index of places.get(plainName(name)) ?? []) {
          const value = cleaned(row, cells[index] ?? '');
          if (value !== '') return value;
        }
      return '';
    },
    all: (name) => {
      const indexes = places.get(plainName(name)) ?? [];
      return indexes.map((index) => cleaned(row, cells[index] ?? '')).filter((value) => value !== '');
    },
    json: () => undefined,
  };
  return row;
}

/** Removes what the database cannot keep, and the apostrophe that products put before a formula so that spreadsheets do not run it. */
function cleaned(row: ExportRow, cell: string): string {
  if (cell === '') return '';
  const isOdd = /[\0\uD800-\uDFFF]/.test(cell);
  const kept = isOdd ? cell.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD') : cell;
  if (kept !== cell) row.hadZeros = true;
  const text = kept.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

const oneALine = `Write one object a line, such as with jq 1.7 or newer (older ones round long ids): jq -c '.[]'`;

async function* jsonObjects(file: string, encoding: Encoding): AsyncGenerator<{ line: number; object: Record<string, unknown> }> {
  let line = 0;
  let rest = '';
  const read = (text: string): Record<string, unknown>[] => {
    line += 1;
    if (text.trim() === '') return [];
    try {
      const value = parseExactly(line === 1 ? text.replace(/^\uFEFF/, '') : text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [value as Record<string, unknown>];
    } catch {
      // said below
    }
    throw new Refusal(`${file}:${line}: this line is not one JSON object. ${oneALine}`);
  };
  for await (const text of textOf(file, encoding)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxRow) throw new Refusal(`${file}:${line + 1}: this line is too long. ${oneALine}`);
    for (const one of lines) for (const object of read(one)) yield { line, object };
  }
  for (const object of read(rest)) yield { line, object };
}

async function* jsonColumns(file: string, encoding: Encoding): AsyncGenerator<string[]> {
  for await (const { object } of jsonObjects(file, encoding)) yield Object.keys(object);
}

async function* csvColumns(file: string, encoding: Encoding): AsyncGenerator<string[]> {
  for await (const rows of csvCells(file, encoding)) for (const { cells } of rows) yield cells;
}

async function* jsonRows(file: string, encoding: Encoding): AsyncGenerator<ExportRow[]> {
  for await (const { line, object } of jsonObjects(file, encoding)) yield [jsonRow(line, object)];
}

/** Makes a row of an object, such as one of a list within another row. */
export function jsonRow(line: number, object: Readonly<Record<string, unknown>>): ExportRow {
  const values = new Map(Object.entries(object).map(([name, value]) => [plainName(name), value]));
  const row: ExportRow = {
    line,
    hadZeros: false,
    isTooLong: false,
    get: (...names) => {
      for (const name of names) for (const value of row.all(name)) return value;
      return '';
    },
    all: (name) => {
      const clean = cleaned(row, cellOf(values.get(plainName(name))));
      return clean === '' ? [] : [clean];
    },
    json: (name) => values.get(plainName(name)),
  };
  return row;
}
