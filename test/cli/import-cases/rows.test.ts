import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { parseExactly } from '../../../src/cli/import-cases/exact-json.ts';
import { openTable } from '../../../src/cli/import-cases/rows.ts';

test('Rows with a large text are passed on a few at a time, so that memory holds them', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'casebridge-rows-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'tickets.csv');
  const text = 'x'.repeat(600_000);
  await writeFile(file, ['id,text', ...Array.from({ length: 9 }, (_, id) => `${id},${text}`)].join('\n'));
  const ids: string[][] = [];
  for await (const rows of (await openTable(file)).rows()) ids.push(rows.map((row) => row.get('id')));
  expect(ids.flat()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  expect(Math.max(...ids.map((some) => some.length))).toBeLessThanOrEqual(2);
});

test('Long numbers of JSON keep their digits, and nothing within texts changes', () => {
  const json = String.raw`{"id":12345678901234567890,"n":[-9007199254740993,1,1.2345678901234567,12345678901234567e2],"t":"12345678901234567890","e":"\"\\","x\"12345678901234567890:":98765432109876543210 ,"s":123456789012345}`;
  expect(parseExactly(json)).toEqual({
    ...{
      id: '12345678901234567890',
      n: ['-9007199254740993', 1, 1.2345678901234567, 1234567890123456700],
      t: '12345678901234567890',
    },
    ...{ e: '"\\', 'x"12345678901234567890:': '98765432109876543210', s: 123456789012345 },
  });
  expect(() => parseExactly('{12345678901234567890:1}')).toThrow(SyntaxError);
  const text = `${'\\'.repeat(2_000_001)}12345678901234567890"`;
  expect(parseExactly(JSON.stringify({ text, id: 1 }))).toEqual({ text, id: 1 });
});

test('Reading JSON exactly changes nothing but long whole numbers', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (json) => {
      const without = json.replaceAll(/\d{16,}/g, '7');
      expect(parseExactly(without)).toEqual(JSON.parse(without));
      expect(parseExactly(`[${json},12345678901234567890]`)).toHaveProperty('1', '12345678901234567890');
    }),
  );
});
