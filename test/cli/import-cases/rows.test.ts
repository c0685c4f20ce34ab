import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
