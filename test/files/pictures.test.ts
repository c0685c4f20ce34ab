// Pictures as cards show them: large ones as a smaller copy, made in a process of its own.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { createHandler } from '../../src/files/handler.ts';
import { createLinks } from '../../src/files/links.ts';
import { createCopies } from '../../src/files/pictures/copies.ts';
import { createLog } from '../../src/server/log.ts';
import { test as base } from '../fixtures.ts';
import { createFakeDesk } from './fake-desk.ts';
import { createMemoryStore } from './memory-store.ts';
import { jpegOnItsSide, noise, picture } from './samples.ts';

const links = createLinks([Buffer.alloc(32, 1)], 'https://bot.example', { now: () => new Date('2026-11-02T18:00:00Z') });
const store = createMemoryStore();
const desk = createFakeDesk(store);
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
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  });

let lastId = 0;
/** Keeps a picture as the store records it, and returns the link that shows it in a card. */
async function keep(content: Buffer, width: number, height: number, { name = 'shot.png', mediaType = 'image/png' } = {}) {
  const { checksum, size } = await store.put(Readable.from([content]), { maxBytes: 100_000_000 });
  const id = ++lastId;
  desk.downloads.set(`c3/${id}`, { checksum, size, mediaType, width, height, name });
  return { link: `${links.download(id, { conversationId: 3 })}&show=1`, id, content };
}

/** What a client sees: the size, and the colors of two opposite corners. */
async function seen(body: Buffer) {
  const image = await loadImage(body);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const colorAt = (x: number, y: number) =>
    [...context.getImageData(x, y, 1, 1).data].slice(0, 3).map((part) => (part > 127 ? 1 : 0));
  return { width: image.width, height: image.height, start: colorAt(2, 2), end: colorAt(image.width - 3, image.height - 3) };
}

const red = [1, 0, 0];
const blue = [0, 0, 1];

it('shows a screenshot that is too wide as a copy, which nothing else may be done with', async ({ get }) => {
  const { link, content } = await keep(await picture(2_560, 1_440), 2_560, 1_440, { name: 'Grades “2026”.png' });
  const { status, headers, body } = await get(link, { range: 'bytes=0-9' });
  expect([status, headers.get('content-type'), headers.get('content-length')]).toEqual([200, 'image/png', String(body.length)]);
  expect(await seen(body)).toEqual({ width: 1_024, height: 576, start: red, end: blue });
  expect(headers.get('content-disposition')).toMatch(/^inline; filename=".*\.png"/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('cache-control')).toBe('private, no-cache');
  expect([headers.get('accept-ranges'), headers.get('content-range')]).toEqual(['none', null]);
  const full = await get(link.replace('show=1', 'show=full'), { range: 'bytes=0-9' });
  expect([full.status, full.body]).toEqual([206, content.subarray(0, 10)]);
  expect(full.headers.get('content-disposition')).toMatch(/^inline/);
});

it('makes a copy once, and asks at every request whether its reader may still see the picture', async ({ get }) => {
  const { link, id } = await keep(await picture(1_100, 20), 1_100, 20);
  store.opened.length = 0;
  const [first, second] = await Promise.all([get(link), get(link)]);
  expect([first.body.equals(second.body), store.opened.length]).toEqual([true, 1]);
  const etag = first.headers.get('etag') ?? '';
  expect((await get(link, { 'if-none-match': etag })).status).toBe(304);
  expect((await get(link, {}, 'HEAD')).headers.get('content-length')).toBe(String(first.body.length));
  expect((await get(link.replace('&show=1', ''))).headers.get('etag')).not.toBe(etag);
  expect(store.opened.length).toBe(2);
  desk.downloads.delete(`c3/${id}`);
  expect((await get(link, { 'if-none-match': etag })).status).toBe(404);
});

it('scales a photo to JPEG as it is shown, also when it lies on its side', async ({ get }) => {
  const upright = await keep(await picture(1_500, 600, 'jpeg'), 1_500, 600, { mediaType: 'image/jpeg' });
  const shown = await get(upright.link);
  expect([shown.headers.get('content-type'), await seen(shown.body)]).toEqual([
    'image/jpeg',
    { width: 1_024, height: 410, start: red, end: blue },
  ]);
  expect(shown.headers.get('content-disposition')).toContain('shot.jpg');
  const aside = await keep(jpegOnItsSide(upright.content), 600, 1_500, { mediaType: 'image/jpeg' });
  expect(await seen((await get(aside.link)).body)).toMatchObject({ width: 410, height: 1_024 });
});

it('keeps the size of a picture that only has too many bytes, or a format that cards do not show', async ({ get }) => {
  const heavy = await keep(await noise(700, 600), 700, 600);
  expect(heavy.content.length).toBeGreaterThan(1_048_576);
  const { headers, body } = await get(heavy.link);
  expect([headers.get('content-type'), body.length < 1_048_576]).toEqual(['image/jpeg', true]);
  expect(await seen(body)).toMatchObject({ width: 700, height: 600 });
  const webp = await keep(await picture(40, 30, 'webp'), 40, 30, { mediaType: 'image/webp' });
  expect(await seen((await get(webp.link)).body)).toEqual({ width: 40, height: 30, start: red, end: blue });
});

it('shows a small picture itself', async ({ get }) => {
  const { link, content } = await keep(await picture(40, 30), 40, 30);
  const { headers, body } = await get(link);
  expect([body.equals(content), headers.get('accept-ranges')]).toEqual([true, 'bytes']);
});

it('leaves a picture that cannot be decoded to the browser, and does not try again', async ({ get }) => {
  const content = Buffer.concat([(await picture(40, 30)).subarray(0, 8), Buffer.from('broken')]);
  const { link } = await keep(content, 2_000, 10);
  expect((await get(link)).body.equals(content)).toBe(true);
  store.opened.length = 0;
  expect([(await get(link)).status, store.opened.length]).toEqual([200, 1]);
});

const sizes = { width: 1_024, height: 10, isCopy: true };
const put = async (content: Buffer) => (await store.put(Readable.from([content]), { maxBytes: 1_000_000 })).checksum;
const log = createLog('silent');

it('gives up on a picture that needs too much memory, and on one that takes too long', async () => {
  const large = await put(await picture(3_000, 3_000));
  expect(await createCopies({ store, log }, { memoryBytes: 1_000_000 }).copyOf(large, sizes)).toBeNull();
  const plain = await put(await picture(1_200, 30));
  expect(await createCopies({ store, log }, { timeoutMs: 1 }).copyOf(plain, sizes)).toBeNull();
});

it('makes one copy after the other, and refuses more than may wait', async () => {
  const copies = createCopies({ store, log }, { waiting: 2 });
  const [one, two, three] = await Promise.all([1_101, 1_102, 1_103].map(async (width) => put(await picture(width, 10))));
  const made = [copies.copyOf(one!, sizes), copies.copyOf(two!, sizes)];
  await expect(copies.copyOf(three!, sizes)).rejects.toMatchObject({ name: 'FileUnavailable', kind: 'later', code: 'busy' });
  expect((await Promise.all(made)).map((copy) => copy?.mediaType)).toEqual(['image/png', 'image/png']);
  expect(await copies.copyOf(three!, sizes)).not.toBeNull();
});

it('forgets the copy that was not used for the longest time when the memory for them is full', async () => {
  const [one, two] = await Promise.all([1_201, 1_202].map(async (width) => put(await picture(width, 10))));
  const first = await createCopies({ store, log }).copyOf(one!, sizes);
  const copies = createCopies({ store, log }, { kept: (first?.body.length ?? 0) + 1_500 });
  store.opened.length = 0;
  for (const checksum of [one!, one!, two!, one!]) await copies.copyOf(checksum, sizes);
  expect(store.opened).toEqual([one, two, one]);
});

it('says when the picture is missing', async ({ get }) => {
  const { link, id } = await keep(await picture(1_300, 10), 1_300, 10);
  const file = desk.downloads.get(`c3/${id}`)!;
  desk.downloads.set(`c3/${id}`, { ...file, checksum: 'f'.repeat(64) });
  const { status, body } = await get(link);
  expect([status, body.toString()]).toEqual([404, expect.stringContaining("This file isn't available to you.")]);
});
