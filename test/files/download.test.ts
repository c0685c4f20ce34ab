import { once } from 'node:events';
import { createConnection } from 'node:net';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { createHandler } from '../../src/files/handler.ts';
import { createLinks } from '../../src/files/links.ts';
import { createLog } from '../../src/server/log.ts';
import type { DownloadableFile, FileAudience, FileStore } from '../../src/ports.ts';
import { test as base } from '../fixtures.ts';
import { createFakeDesk } from './fake-desk.ts';
import { createMemoryStore } from './memory-store.ts';
import { png } from './samples.ts';

const at = { now: new Date('2026-11-02T18:00:00Z') };
const links = createLinks([Buffer.alloc(32, 1)], 'https://bot.example', { now: () => at.now });
const memory = createMemoryStore();
const desk = createFakeDesk(memory);
const opened: Readable[] = [];
const store: Pick<FileStore, 'open'> = {
  async open(checksum, range) {
    if (checksum === 'endless') {
      opened.push(new Readable({ read: (size) => void opened.at(-1)?.push(Buffer.alloc(size)) }));
      return opened.at(-1) as Readable;
    }
    return memory.open(checksum, range);
  },
};
const handler = createHandler({
  links,
  desk,
  store,
  brand: 'Campus Support',
  page: (message, next) => `<h1>${message}</h1>${next}`,
  load: async () => Promise.reject(new Error('not a timeline')),
  log: createLog('silent'),
});

const it = base
  .extend('http', { scope: 'file' }, ({ serve }) => serve({}, { files: handler }))
  .extend('get', { scope: 'file' }, ({ http }) => async (link: string, headers: Record<string, string> = {}, method = 'GET') => {
    const response = await fetch(link.replace('https://bot.example', http.url), { headers, method });
    return { status: response.status, headers: response.headers, body: await response.text() };
  });

let lastId = 0;
/** Keeps a file, and returns a link to it for a person who may download it. */
async function keep(content: Buffer | string, file: Partial<DownloadableFile> = {}, audience: FileAudience = { personId: 7 }) {
  const stored = await memory.put(Readable.from([Buffer.from(content)]), { maxBytes: 1_000_000 });
  const id = ++lastId;
  desk.downloads.set(`${'personId' in audience ? `p${audience.personId}` : `c${audience.conversationId}`}/${id}`, {
    ...stored,
    name: 'grades.txt',
    ...file,
  });
  return { link: links.download(id, audience), id, etag: `"${stored.checksum}"` };
}

it('saves a file under its name, whatever its letters, and runs nothing of it', async ({ get }) => {
  const { link, etag } = await keep('abcdef', { name: 'Könige “2026” 成绩.txt' });
  const { status, headers, body } = await get(link);
  expect([status, body, headers.get('content-length'), headers.get('etag')]).toEqual([200, 'abcdef', '6', etag]);
  const disposition = headers.get('content-disposition') ?? '';
  expect(disposition).toMatch(/^attachment; filename="/);
  expect(decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(disposition)?.[1] ?? '')).toBe('Könige “2026” 成绩.txt');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('cache-control')).toBe('private, no-cache');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

it.for([
  ['an image that may be shown', 'image/png', '&show=1', /^inline/],
  ['an image that nobody asked to show', 'image/png', '', /^attachment/],
  ['an image that can contain a script', 'image/svg+xml', '&show=1', /^attachment/],
  ['a web page', 'text/html', '&show=1', /^attachment/],
  ['a PDF', 'application/pdf', '&show=1', /^attachment/],
] as const)('decides whether the browser shows %s', async ([_, mediaType, query, disposition], { get }) => {
  const { link } = await keep(png(), { mediaType });
  expect((await get(link + query)).headers.get('content-disposition')).toMatch(disposition);
});

it.for([
  ['bytes=1-3', 206, 'bcd', 'bytes 1-3/6'],
  ['bytes=4-', 206, 'ef', 'bytes 4-5/6'],
  ['bytes=-2', 206, 'ef', 'bytes 4-5/6'],
  ['bytes=0-999', 206, 'abcdef', 'bytes 0-5/6'],
  ['bytes=0-0,5-5', 200, 'abcdef', null],
  ['lines=1-2', 200, 'abcdef', null],
  ['bytes=x', 200, 'abcdef', null],
] as const)('answers the range %s', async ([range, status, body, contentRange], { get }) => {
  const { link } = await keep('abcdef');
  const answer = await get(link, { range });
  expect([answer.status, answer.body, answer.headers.get('content-range')]).toEqual([status, body, contentRange]);
  expect(answer.headers.get('content-length')).toBe(String(body.length));
});

it('refuses a range beyond the end, and says how long the file is', async ({ get }) => {
  const { status, headers, body } = await get((await keep('abcdef')).link, { range: 'bytes=6-' });
  expect([status, headers.get('content-range')]).toEqual([416, 'bytes */6']);
  expect(body).toContain('Download the whole file again.');
});

it('goes on with a download only while the file is the same', async ({ get }) => {
  const { link, etag } = await keep('abcdef');
  const range = 'bytes=3-';
  expect((await get(link, { range, 'if-range': etag })).body).toBe('def');
  expect((await get(link, { range, 'if-range': '"other"' })).body).toBe('abcdef');
  for (const known of [`"x", ${etag}`, `W/${etag}`, '*']) {
    const unchanged = await get(link, { 'if-none-match': known });
    expect([unchanged.status, unchanged.body]).toEqual([304, '']);
  }
});

it('answers HEAD without reading the file', async ({ get }) => {
  const { link } = await keep('abcdef');
  memory.opened.length = 0;
  const { status, headers, body } = await get(link, {}, 'HEAD');
  expect([status, headers.get('content-length'), body]).toEqual([200, '6', '']);
  const part = await get(link, { range: 'bytes=0-1' }, 'HEAD');
  expect([part.status, part.headers.get('content-length'), part.headers.get('content-range')]).toEqual([200, '6', null]);
  expect((await get(link, { range: 'bytes=9-' }, 'HEAD')).status).toBe(200);
  expect(memory.opened).toEqual([]);
  const posted = await get(link, {}, 'POST');
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

it('asks at every request whether its reader may still see the file', async ({ get }) => {
  const { link, id } = await keep('abcdef', {}, { conversationId: 3 });
  expect((await get(link)).status).toBe(200);
  desk.downloads.delete(`c3/${id}`);
  const { status, headers, body } = await get(link, { range: 'bytes=0-1' });
  expect([status, headers.get('cache-control')]).toEqual([404, 'no-store']);
  expect(body).toContain("This file isn't available to you.");
});

it.for<[string, (link: string) => string]>([
  ['another file', (link) => link.replace(/attachments\/\d+/, 'attachments/999')],
  ['another signature', (link) => link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
  ['no key', (link) => link.replace(/\?.*/, '')],
])('refuses a link changed to %s', async ([_, change], { get }) => {
  const { status, body } = await get(change((await keep('abcdef')).link));
  expect([status, body]).toEqual([404, expect.stringContaining('This link is incomplete or invalid.')]);
});

it('refuses a link that has expired', async ({ get }) => {
  const { link } = await keep('abcdef');
  const before = at.now;
  at.now = new Date(before.getTime() + 15 * 86_400_000);
  const { status, body } = await get(link);
  at.now = before;
  expect([status, body]).toEqual([410, expect.stringContaining('Open the case in Slack or Teams')]);
});

it('explains content that is missing', async ({ get }) => {
  const { link } = await keep('abcdef', { checksum: 'f'.repeat(64) });
  expect((await get(link)).body).toContain("This file isn't available to you.");
});

it('reads no further than its reader, and lets go of the file when the reader leaves', async ({ http }) => {
  const { link } = await keep('x', { checksum: 'endless', size: 10_000_000_000 });
  const { pathname, search } = new URL(link);
  const socket = createConnection(Number(new URL(http.url).port), '127.0.0.1');
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: bot\r\n\r\n`);
  await once(socket, 'readable');
  const content = opened.at(-1) as Readable;
  expect(content.destroyed).toBe(false);
  const closed = new Promise((resolve) => content.once('close', resolve));
  socket.destroy();
  await closed;
  expect(content.destroyed).toBe(true);
});

it('writes down what was sent, and not what the browser had already', async ({ get }) => {
  const { link, id, etag } = await keep(png(), { name: 'screen.png', mediaType: 'image/png' });
  desk.downloadLog.length = 0;
  expect((await get(link, {}, 'HEAD')).status).toBe(200);
  expect((await get(link, { 'if-none-match': etag })).status).toBe(304);
  expect((await get(`${link}x`)).status).toBe(404);
  expect(desk.downloadLog).toEqual([]);
  expect((await get(link)).status).toBe(200);
  expect((await get(link, { range: 'bytes=0-1' })).status).toBe(206);
  expect((await get(`${link}&show=1`)).status).toBe(200);
  expect(desk.downloadLog).toEqual([`download p7/${id}`, `download p7/${id}`, `picture p7/${id}`]);
});
