import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { expect, test } from 'vitest';
import { CsvMistake, CsvReader, type CsvRow } from '../../../src/cli/import-cases/csv-reader.ts';

/** Reads a text that comes in pieces of these lengths, repeated. */
function readPieces(text: string, separator: string, lengths: readonly number[]): CsvRow[] {
  const reader = new CsvReader(separator);
  const rows: CsvRow[] = [];
  for (let at = 0, next = 0; at < text.length; next++) {
    const length = lengths[next % lengths.length] ?? 1;
    rows.push(...reader.push(text.slice(at, at + length)));
    at += length;
  }
  return [...rows, ...reader.end()];
}

const separators = fc.constantFrom(',', ';', '\t', '|');
const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
const character = fc.constantFrom(...'ab ü🎒,;|\t"\n');

test('returns what was written, wherever the pieces of the text end', () => {
  const cell = fc.string({ unit: character, maxLength: 8 });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(rows, separators, lengths, (written, delimiter, pieces) => {
      const text = stringify(written, { delimiter });
      expect(readPieces(text, delimiter, pieces).map(({ cells }) => cells)).toEqual(written);
    }),
    { numRuns: 500 },
  );
});

test('reads any text as csv-parse does, or refuses the same row', () => {
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 40 }), separators, lengths, (text, delimiter, pieces) => {
      const options = { delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true };
      const attempt = (read: () => unknown): unknown => {
        try {
          return read();
        } catch {
          return 'refused';
        }
      };
      const expected = attempt(() => parse(text, options));
      expect(attempt(() => readPieces(text, delimiter, pieces).map(({ cells }) => cells))).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

test('says in which line a row begins, past line breaks in cells and empty lines', () => {
  const text = 'a,b\n\n"1\n\n2",3\n4,"5"\n\n6,7';
  expect(readPieces(text, ',', [3]).map(({ line, cells: [first] }) => [line, first])).toEqual([
    [1, 'a'],
    [3, '1\n\n2'],
    [6, '4'],
    [8, '6'],
  ]);
});

test.each([
  ['a\nb,"c\nd', 'unclosed', 2],
  ['a\n\nb,c"d', 'within', 3],
  ['a\n"b"c,d\n', 'within', 2],
] as const)('refuses %j', (text, kind, line) => {
  const read = (): unknown => readPieces(text, ',', [2]);
  expect(read).toThrow(CsvMistake);
  expect(read).toThrow(expect.objectContaining({ kind, line }));
});

test('refuses a row that does not end within 32 MB, long before the file ends', () => {
  const reader = new CsvReader(',');
  reader.push('a,b\n"');
  const piece = 'x'.repeat(256 * 1024);
  let pieces = 0;
  const push = (): void => {
    while (pieces < 1000) {
      pieces += 1;
      reader.push(piece);
    }
  };
  expect(push).toThrow(expect.objectContaining({ kind: 'unclosed', line: 2 }));
  expect(pieces).toBeLessThan(300);
});
