// Charts and CSV files of statistics behind signed links.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { describe, expect } from 'vitest';
import { CaseError } from '../../src/domain/case-error.ts';
import { noFigures, type StatsReport } from '../../src/domain/stats/stats-report.ts';
import { createFiles } from '../../src/files/index.ts';
import { statsPng } from '../../src/files/stats/stats-png.ts';
import type { StatsSource } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';
import { test as base } from '../fixtures.ts';
import { incident } from './fixtures.ts';
import { statsReport } from './stats-fixtures.ts';

const at = { now: new Date('2026-11-02T18:00:00Z') };
const asked: StatsSource[] = [];
const { served } = createFiles({
  dataDir: path.join(tmpdir(), 'casebridge-stats'),
  attachments: { bucket: null, scanner: null },
  publicUrl: 'https://bot.example',
  secretKeys: [Buffer.alloc(32, 1)] as const,
  load: async () => incident,
  loadStats: async (of) => {
    asked.push(of);
    if ('reportId' in of && of.reportId === 2) return null;
    if ('reportId' in of && of.reportId === 3) throw new CaseError('too-broad', 'Too broad.', 'Choose a shorter period.');
    return statsReport(1, { groups: [{ label: '=1+1 “Könige”, Inc.', now: noFigures, before: noFigures }] });
  },
  page: (message: string, next: string) => `<h1>${message}</h1>${next}`,
  brand: 'Campus Support',
  clock: { now: () => at.now },
  log: createLog('silent'),
});
if (!served) throw new Error('links can be signed');
const { links, handler } = served;

const it = base
  .extend('http', { scope: 'file' }, ({ serve }) => serve({}, { files: handler }))
  .extend('get', { scope: 'file' }, ({ http }) => async (link: string, init?: RequestInit) => {
    const response = await fetch(link.replace('https://bot.example', http.url), init);
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  });

const { from, until, before, zone, split } = statsReport(1);
const ofPerson: StatsSource = { personId: 7, from, until, before, zone, split };

describe('a link to statistics', () => {
  it('downloads every figure as CSV, without cells that a spreadsheet would run', async ({ get }) => {
    const { status, headers, body } = await get(links.stats(ofPerson, 'csv'));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers.get('content-disposition')).toBe('attachment; filename="stats-2026-10-26-2026-11-01-by-account.csv"');
    const lines = body.toString().split('\n');
    expect(lines[0]).toMatch(/^row,group,from,to,opened,closed,/);
    expect(lines[1]).toMatch(/^period,,2026-10-26,2026-11-01,4,3,1,2,3,6,9.2,3,24,62.4,3,2,3,2,1,2,1,0,1$/);
    expect(body.toString()).toContain(`account,"'=1+1 “Könige”, Inc.",2026-10-26`);
    expect(asked.at(-1)).toEqual(ofPerson);
  });

  it('shows the chart inline', async ({ get }) => {
    const { status, headers, body } = await get(links.stats({ reportId: 1 }, 'png'));
    expect([status, headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(headers.get('content-disposition')).toMatch(/^inline; /);
    expect(body.subarray(1, 4).toString()).toBe('PNG');
    expect(asked.at(-1)).toEqual({ reportId: 1 });
  });

  it('refuses a channel that may not have the figures anymore, and explains figures that take too long', async ({ get }) => {
    const refused = await get(links.stats({ reportId: 2 }, 'csv'));
    expect([refused.status, refused.body.toString()]).toEqual([
      403,
      expect.stringContaining("You can't open these figures anymore."),
    ]);
    expect((await get(links.stats({ reportId: 3 }, 'csv'))).body.toString()).toContain('Choose a shorter period.');
  });

  it.for<[string, (link: string) => string]>([
    ['another format', (link) => link.replace('.csv', '.png')],
    ['another content', (link) => link.replace(/key=.{8}/, 'key=WyJyIiwx')],
    ['half a key', (link) => link.slice(0, -5)],
    ['no key', (link) => link.replace(/\?.*/, '')],
    ['a key for a timeline', () => links.timeline(7, 'png', 'UTC').replace('notices/7/timeline', 'stats/stats')],
  ])('is refused when it is changed to %s', async ([_, change], { get }) => {
    expect((await get(change(links.stats(ofPerson, 'csv')))).status).toBe(404);
  });

  it('expires for a person after two weeks, and not for a channel', async ({ get }) => {
    const [person, report] = [links.stats(ofPerson, 'csv'), links.stats({ reportId: 1 }, 'csv')];
    const then = at.now;
    at.now = new Date(then.getTime() + 15 * 86_400_000);
    expect([(await get(person)).status, (await get(report)).status]).toEqual([410, 200]);
    at.now = then;
  });

  it('takes no other method', async ({ get }) => {
    const { status, headers } = await get(links.stats(ofPerson, 'csv'), { method: 'POST' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the chart of statistics', () => {
  it.for<[string, StatsReport]>([
    ['without a split', statsReport(0)],
    ['of 420 accounts', statsReport(420)],
    ['of nothing', statsReport(0, { total: noFigures, totalBefore: noFigures, buckets: [] })],
    [
      'of a year',
      statsReport(0, {
        unit: 'month',
        buckets: Array.from({ length: 12 }, (_, i) => ({
          ...{ start: `2026-${String(i + 1).padStart(2, '0')}-01`, opened: 90_000, closed: 89_000, reopened: 3, open: i * 1000 },
        })),
      }),
    ],
    ['of a very long name', statsReport(1, { groups: [{ label: 'W'.repeat(300), now: noFigures, before: noFigures }] })],
  ])('is drawn %s, in a size that Teams shows', async ([_, report]) => {
    const png = await statsPng(report);
    const image = await loadImage(png);
    expect([image.width, image.height]).toEqual([1024, 768]);
    expect(png.length).toBeLessThan(1_048_576);
    expect(Object.keys(Chart.instances)).toEqual([]); // no chart is left in memory
  });

  it('is another for other figures', async () => {
    const [first, second, third] = await Promise.all([statsReport(0), statsReport(0), statsReport(3)].map(statsPng));
    expect(second?.equals(first ?? Buffer.of())).toBe(true);
    expect(third?.equals(first ?? Buffer.of())).toBe(false);
  });
});
