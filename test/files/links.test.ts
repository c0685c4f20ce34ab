import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { CaseError } from '../../src/domain/case-error.ts';
import { createFiles } from '../../src/files/index.ts';
import { linkDays } from '../../src/files/links.ts';
import { createLog } from '../../src/server/log.ts';
import { incident } from './fixtures.ts';
import { test as base } from '../fixtures.ts';

const at = { now: new Date('2026-11-02T18:00:00Z') };
const log = createLog('silent');
const parts = {
  dataDir: path.join(tmpdir(), 'casebridge-links'),
  attachments: { bucket: null, scanner: null },
  publicUrl: 'https://bot.example',
  secretKeys: [Buffer.alloc(32, 1)] as const,
  load: async (id: number) => {
    if (id === 9) throw new CaseError('unknown-notice', 'We couldn’t find that notice.', 'Look again.');
    if (id === 10) throw new Error('no database');
    return { ...incident, id, title: 'Grade Book: “Könige” / 成绩' };
  },
  page: (message: string, next: string) => `<h1>${message}</h1>${next}`,
  brand: 'Campus Support',
  clock: { now: () => at.now },
  log,
};
const { served } = createFiles(parts);
if (!served) throw new Error('links can be signed');
const { links, handler } = served;

const it = base
  .extend('http', { scope: 'file' }, ({ serve }) => serve({}, { files: handler }))
  .extend('get', { scope: 'file' }, ({ http }) => async (link: string, init?: RequestInit) => {
    const response = await fetch(link.replace('https://bot.example', http.url), init);
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  });

const markdown = (id = 7) => links.timeline(id, 'md', 'America/Chicago');

it('opens the file of a link in its time zone, and forbids shared caches to keep it', async ({ get }) => {
  const { status, headers, body } = await get(markdown());
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    200,
    'text/markdown; charset=utf-8',
    'private, max-age=60',
  ]);
  expect(headers.get('content-disposition')).toBe('attachment; filename="incident-7-grade-book-konige-timeline.md"');
  expect(body.toString()).toContain('### 1 · 9:05 AM · Investigating');
});

it('shows an image inline, and answers HEAD without the body', async ({ get }) => {
  const link = links.timeline(7, 'png', 'UTC');
  const [shown, head] = [await get(link), await get(link, { method: 'HEAD' })];
  expect(shown.body.subarray(1, 4).toString()).toBe('PNG');
  expect(shown.headers.get('content-disposition')).toMatch(/^inline; filename="incident-7-.*-timeline\.png"$/);
  expect([head.status, head.body.length, head.headers.get('content-length')]).toEqual([200, 0, String(shown.body.length)]);
});

it.for<[string, (link: string) => string]>([
  ['another notice', (link) => link.replace('/7/', '/8/')],
  ['another format', (link) => link.replace('.md', '.png')],
  ['another signature', (link) => link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
  ['another content', (link) => link.replace(/key=.{4}/, 'key=WyJV')],
  ['a longer signature', (link) => `${link}A`],
  ['no key', (link) => link.replace(/\?.*/, '')],
  ['half a key', (link) => link.slice(0, -5)],
  ['another path', (link) => link.replace('/timeline', '/%2e%2e/timeline')],
])('refuses a link changed to %s', async ([_, change], { get }) => {
  const { status, body } = await get(change(markdown()));
  expect(status).toBe(404);
  expect(body.toString()).toContain('This link is incomplete or invalid.');
});

it('refuses a link that has expired', async ({ get }) => {
  const link = markdown();
  const before = at.now;
  at.now = new Date(before.getTime() + linkDays * 86_400_000);
  expect((await get(link)).status).toBe(200);
  at.now = new Date(at.now.getTime() + 1000);
  const { status, headers, body } = await get(link);
  at.now = before;
  expect([status, headers.get('cache-control')]).toEqual([410, 'no-store']);
  expect(body.toString()).toContain('This link has expired.');
});

it('explains a file that is gone, a failure and a method that is not allowed', async ({ get }) => {
  expect((await get(markdown(9))).body.toString()).toContain('We couldn’t find that notice.');
  const failed = await get(markdown(10));
  expect([failed.status, failed.body.toString()]).toEqual([500, expect.stringMatching(/this error ID: [0-9a-f]{8}\.$/)]);
  const posted = await get(markdown(), { method: 'POST' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

it('creates no links without a secret key or a public address', () => {
  expect(createFiles({ ...parts, secretKeys: null }).served).toBeNull();
  expect(createFiles({ ...parts, publicUrl: null }).served).toBeNull();
});
