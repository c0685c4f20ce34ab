import { once } from 'node:events';
import { createConnection } from 'node:net';
import { beforeEach, expect } from 'vitest';
import { CaseError } from '../../src/domain/case-error.ts';
import { createHandler } from '../../src/files/handler.ts';
import { createLinks, uploadDays } from '../../src/files/links.ts';
import { FileUnavailable } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';
import { test as base } from '../fixtures.ts';
import { createFakeDesk } from './fake-desk.ts';
import { createMemoryStore } from './memory-store.ts';

const at = { now: new Date('2026-11-02T18:00:00Z') };
const links = createLinks([Buffer.alloc(32, 1)], 'https://bot.example', { now: () => at.now });
const store = createMemoryStore();
const desk = createFakeDesk(store);
const handler = createHandler({
  links,
  desk,
  store,
  brand: 'Campus & Co',
  page: (message, next) => `<h1>${message}</h1>${next}`,
  load: async () => Promise.reject(new Error('not a timeline')),
  log: createLog('silent'),
});
const link = links.upload(10042, 7);
const submission = '0b9c4c0e-7a3e-4a6e-9c55-0d6a35c6a001';

beforeEach(() => {
  Object.assign(desk, { staged: [], sent: [], refusal: null, canNote: false, notice: null });
});

const it = base
  .extend('http', { scope: 'file' }, ({ serve }) => serve({}, { files: handler }))
  .extend('send', { scope: 'file' }, ({ http }) => async (address = link, init?: RequestInit) => {
    const response = await fetch(address.replace('https://bot.example', http.url), init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as Record<string, unknown> };
  })
  .extend('post', { scope: 'file' }, ({ send }) => (parts: [string, string | File][], step = '') => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    return send(`${link}${step}`, { method: 'POST', body });
  });

const file = (name: string, content = 'abc') => ['files', new File([content], name)] as [string, File];

it('shows the case, the limits and a form that works without a script', async ({ send }) => {
  const { status, headers, text } = await send();
  expect(status).toBe(200);
  expect(text).toContain('<h1>Add files to CB-10042</h1>');
  expect(text).toContain('Grades &#x3C;don’t> save');
  expect(text).toContain('Up to 10 files, 100 KB each.');
  expect(text).toContain('<form method="post" enctype="multipart/form-data"');
  expect(text).toContain("You're adding files as Ada Park.");
  expect(text).not.toMatch(/ on[a-z]+=|<script(?! src=)|style=/);
  expect(text).not.toContain('Internal note');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
});

it('loads its script and style from addresses that change with their content', async ({ send }) => {
  const { text } = await send();
  for (const [, address = ''] of text.matchAll(/(?:src|href)="(\.\.\/assets[^"]*)"/g)) {
    const { status, headers } = await send(new URL(address, link).href);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  }
  expect((await send('https://bot.example/files/assets/../index.ts')).status).toBe(404);
  expect((await send('https://bot.example/files/assets/page.ts')).status).toBe(404);
});

it('sends the message and all files of a plain form, and says so', async ({ post }) => {
  const { status, text } = await post([
    ['submission', submission],
    file('Zeugnis “1” 成绩.txt'),
    file('b.txt', 'b'),
    ['text', 'Here they are'],
  ]);
  expect(status).toBe(200);
  expect(text).toContain('<h1 tabindex="-1" autofocus>Sent to CB-10042</h1>');
  expect(text).toContain('Zeugnis “1” 成绩.txt');
  expect(desk.sent).toEqual([
    { fileIds: [expect.any(Number), expect.any(Number)], text: 'Here they are', note: false, submission },
  ]);
});

it('sends a message without files, and ignores file fields that were left empty', async ({ post }) => {
  expect(
    (
      await post([
        ['files', new File([], '')],
        ['text', 'Only text\r\n\r\nand a pause'],
      ])
    ).status,
  ).toBe(200);
  expect(desk.sent).toEqual([expect.objectContaining({ fileIds: [], text: 'Only text\n\nand a pause' })]);
});

it('names each file that is refused, sends nothing, and keeps the message and the other files', async ({ post }) => {
  store.infect('virus', 'Test.Pattern');
  const { status, text } = await post([
    ['text', 'Look at <these>'],
    file('large.zip', 'x'.repeat(102_401)),
    file('good.txt', 'good'),
    file('empty.txt', ''),
    file('bad.doc', 'a virus'),
  ]);
  expect(status).toBe(422);
  expect(text).toContain('Nothing has been sent yet');
  expect(text).toContain("“large.zip” wasn't added: the limit is 100 KB per file.");
  expect(text).toContain("“empty.txt” wasn't added: it is empty.");
  expect(text).toContain("“bad.doc” wasn't sent: the virus scan found a threat in it.");
  expect(text).toContain('>Look at &#x3C;these></textarea>');
  expect(desk.sent).toEqual([]);
  const [kept] = desk.staged;
  expect(text).toContain(`<input type="checkbox" name="staged" value="${kept?.id}" checked>`);

  await post([
    ['text', 'Look'],
    ['staged', String(kept?.id)],
  ]);
  expect(desk.sent).toEqual([expect.objectContaining({ fileIds: [kept?.id] })]);
});

it('shows what is wrong with the message, and keeps what was typed', async ({ post }) => {
  const { status, text } = await post([['text', ' ']]);
  expect([status, text]).toEqual([422, expect.stringContaining('Enter a message. Or add a file.')]);
});

it('sends nothing twice when the form is sent again, and forgets its files', async ({ post }) => {
  const again = () => post([['submission', submission.replace('a001', 'b002')], file('a.txt'), ['text', 'once']]);
  await again();
  expect((await again()).text).toContain('Sent to CB-10042');
  expect(desk.sent).toHaveLength(1);
  expect(desk.staged).toEqual([]);
});

it('lets advisors, and nobody else, send an internal note', async ({ send, post }) => {
  const refused = await post([
    ['text', 'x'],
    ['note', '1'],
  ]);
  expect([refused.status, desk.sent]).toEqual([422, []]);
  expect(refused.text).toContain('Only advisors can add internal notes.');
  desk.canNote = true;
  expect((await send()).text).toContain('Internal note: only advisors see');
  await post([
    ['text', 'y'],
    ['note', '1'],
  ]);
  expect(desk.sent.map(({ note }) => note)).toEqual([true]);
});

it('stores one file for the script, and forgets it again', async ({ post }) => {
  const stored = await post([file('a.txt')], '&step=stage');
  expect([stored.status, stored.json()]).toEqual([
    200,
    { file: { id: expect.any(Number) as number, name: 'a.txt', size: 3, mediaType: 'text/plain' } },
  ]);
  const refused = await post([file('large.zip', 'x'.repeat(102_401))], '&step=stage');
  expect([refused.status, refused.json()]).toEqual([422, { error: "“large.zip” wasn't added: the limit is 100 KB per file." }]);
  expect((await post([], '&step=stage')).status).toBe(422);
  expect((await post([['id', String(desk.staged[0]?.id)]], '&step=remove')).status).toBe(200);
  expect(desk.staged).toEqual([]);
});

it('asks to try again when files cannot be stored or scanned at the moment', async ({ post }) => {
  store.failNextPut(new FileUnavailable('later', 'scanner_unreachable'));
  const { status, json } = await post([file('a.txt')], '&step=stage');
  expect([status, json()]).toEqual([503, { error: "“a.txt” can't be accepted right now. Try again in a few minutes." }]);
});

it('says what the sender must know before they send', async ({ send }) => {
  desk.notice = 'CB-10042 is closed. What you send is kept with the case.';
  expect((await send()).text).toContain(`<p class="notice">${desk.notice}</p>`);
});

it('reports a failure by its ID, and keeps nothing', async ({ post }) => {
  await post([file('a.txt')], '&step=stage');
  store.failNextPut(new Error('the disk is full'));
  const failed = await post([file('b.txt'), file('c.txt')]);
  expect([failed.status, failed.text]).toEqual([500, expect.stringMatching(/this error ID: [0-9a-f]{8}\./)]);
  expect(desk.staged.map(({ name }) => name)).toEqual(['a.txt']);
});

it.for<[string, (to: string) => string, number, string]>([
  ['a changed link', (to) => to.replace('10042', '10043'), 404, 'This link is incomplete or invalid.'],
  ['a link without a key', (to) => to.replace(/\?.*/, ''), 404, 'This link is incomplete or invalid.'],
])('refuses %s', async ([_, change, status, text], { send }) => {
  expect(await send(change(link))).toMatchObject({ status, text: expect.stringContaining(text) as string });
});

it('tells readers of an expired link, or of a case that takes no files, where to go', async ({ send, post }) => {
  desk.refusal = new CaseError('closed', 'CB-10042 is closed.', 'Reopen it to add files.');
  const closed = await send();
  expect([closed.status, closed.text]).toEqual([404, '<h1>CB-10042 is closed.</h1>Reopen it to add files.']);
  expect((await post([file('a.txt')], '&step=stage')).json()).toEqual({ error: 'CB-10042 is closed. Reopen it to add files.' });
  const before = at.now;
  at.now = new Date(before.getTime() + (uploadDays * 86_400 + 1) * 1000);
  const [expired, staged] = [await send(), await post([file('a.txt')], '&step=stage')];
  at.now = before;
  expect([expired.status, expired.text]).toEqual([410, expect.stringContaining('choose Add files to get a new one')]);
  expect([staged.status, staged.json().error]).toEqual([410, expect.stringContaining('This link has expired.')]);
  expect((await send(link, { method: 'PUT', body: 'x' })).headers.get('allow')).toBe('GET, HEAD, POST');
});

it('refuses what is not a form, and more than anybody may send', async ({ send }) => {
  const wrong = await send(link, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining("The form couldn't be read.")]);
  const unfinished = await send(link, {
    method: 'POST',
    body: '--b\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  }).catch((error: unknown) => error);
  expect(unfinished).toBeInstanceOf(TypeError);
  expect(desk.staged).toEqual([]);
});

it('keeps nothing of a form whose sender leaves', async ({ http }) => {
  const { pathname, search } = new URL(link);
  const part = (name: string, content: string) =>
    `--b\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n${content}`;
  const socket = createConnection(Number(new URL(http.url).port), '127.0.0.1');
  socket.write(`POST ${pathname}${search} HTTP/1.1\r\nhost: bot\r\ncontent-type: multipart/form-data; boundary=b\r\n`);
  socket.write(`content-length: 5000\r\n\r\n${part('whole.txt', 'whole\r\n')}${part('half.txt', 'half')}`);
  await expect.poll(() => desk.staged.map(({ name }) => name)).toEqual(['whole.txt']);
  socket.destroy();
  await once(socket, 'close');
  await expect.poll(() => desk.staged).toEqual([]);
  expect(desk.sent).toEqual([]);
});
