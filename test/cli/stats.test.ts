import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { test as base } from '../usecases/fixtures.ts';

const it = base
  .extend('run', { scope: 'file' }, ({ db }) => async (...args: string[]) => {
    const printed = { out: '', err: '' };
    const code = await runCli(['stats', ...args], {
      environment: { DATABASE_URL: db.url },
      out: (text) => void (printed.out += text),
      err: (text) => void (printed.err += text),
    });
    return { code, ...printed };
  })
  .extend(
    'rows',
    { scope: 'file' },
    ({ run }) =>
      async (...args: string[]) =>
        (await run(...args)).out.split('\n'),
  );

it.beforeAll(async ({ world }) => {
  world.at.now = new Date('2025-10-07T15:00:00Z');
  await world.open();
});

it('prints the figures of a period as CSV', async ({ rows }) => {
  const lines = await rows('2025-10-05..2025-10-11', '--split', 'account', '--zone', 'America/Chicago');
  expect(lines[0]).toMatch(/^row,group,from,to,opened,closed,/);
  expect(lines[1]).toMatch(/^period,,2025-10-05,2025-10-11,1,0,0,1,/);
  expect(lines).toContainEqual(expect.stringMatching(/^account,Plainview School District,2025-10-05,2025-10-11,1,0,0,1,/));
  expect(lines).toContainEqual('day,,2025-10-07,2025-10-07,1,0,0,1,,,,,,,,,,,,,,,');
  expect((await rows('last', 'week'))[1]).toMatch(/^period,,/);
  // without a period, the last 30 days
  expect((await rows()).filter((line) => line.startsWith('day,')).length).toBeGreaterThanOrEqual(30);
});

it('writes a chart or a CSV file', async ({ run, folder }) => {
  const [png, csv] = ['out.png', 'out.csv'].map((name) => path.join(folder, name)) as [string, string];
  expect(await run('2025-10', '--output', png)).toEqual({ code: 0, out: `Wrote ${png}`, err: '' });
  expect((await readFile(png)).subarray(1, 4).toString()).toBe('PNG');
  expect((await run('2025-10', '--output', csv)).code).toBe(0);
  expect(await readFile(csv, 'utf8')).toMatch(/^row,group,/);
});

it.for([
  [['soon'], 1, "casebridge: “soon” isn't a period. Try last week, 30d, or 2026-10-01..2026-10-31"],
  [['9999-01'], 1, "casebridge: This period hasn't begun."],
  [['30d', '--output', 'out.txt'], 2, 'Use a name that ends in .csv or .png.'],
  [['30d', '--split', 'mood'], 2, 'Allowed choices are advisor, account, module, type.'],
] as const)('refuses %j', async ([args, code, message], { run }) => {
  const refused = await run(...args);
  expect([refused.code, refused.err]).toEqual([code, expect.stringContaining(message)]);
});
