// Writes rows as CSV or JSON, as a stream, so that any number of them fits in memory.
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';

/** json: one array, an element a line. jsonl: an object a line. */
export type Format = 'csv' | 'json' | 'jsonl';

/** A row by column. */
type Row = Record<string, unknown>;

/**
 * Writes rows as fast as `output` accepts them. A reader that closes the pipe early (`| head`) is not an error.
 * @param end whether to close `output` after the last row; standard output must stay open
 */
export async function writeRows(
  rows: AsyncIterable<Row>,
  columns: readonly string[],
  format: Format,
  output: Writable,
  end: boolean,
): Promise<void> {
  try {
    await pipeline(rows, formatted(format, columns), output, { end });
    if (!end) await flushed(output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** Spreadsheets run cells that start with = + - @ or a tab as formulas, so `escape_formulas` puts a ' in front. */
function formatted(format: Format, columns: readonly string[]): NodeJS.ReadWriteStream {
  if (format === 'json') return jsonArray();
  if (format === 'jsonl') return jsonLines();
  const cast = { date: (at: Date) => at.toISOString(), boolean: String, object: inCell };
  return stringify({ header: true, columns: [...columns], escape_formulas: true, cast });
}

/** Lists are joined to one text; other objects become JSON. */
function inCell(value: object): string {
  return Array.isArray(value) ? value.join('; ') : JSON.stringify(value);
}

function jsonLines(): Transform {
  return new Transform({
    writableObjectMode: true,
    transform: (row: Row, _encoding, done) => done(null, `${JSON.stringify(row)}\n`),
  });
}

function jsonArray(): Transform {
  let before = '[\n';
  return new Transform({
    writableObjectMode: true,
    transform(row: Row, _encoding, done) {
      done(null, `${before}${JSON.stringify(row)}`);
      before = ',\n';
    },
    flush(done) {
      done(null, before === '[\n' ? '[]\n' : '\n]\n');
    },
  });
}

/** Waits until everything written so far was read, or the reader is gone. */
function flushed(output: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('error', reject);
    output.write('', (error) => (error ? reject(error) : resolve()));
  });
}

/** Counts rows as they pass. */
export async function* counted<T>(rows: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const row of rows) {
    count();
    yield row;
  }
}
