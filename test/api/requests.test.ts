// What holds for every request of the REST API: repeats, versions, limits, bodies, tokens, and what is written down.
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished } from 'vitest';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../src/usecases/cases/claim-case.ts';
import { listTokens, revokeToken } from '../../src/usecases/api/tokens.ts';
import { until } from '../outbox/harness.ts';
import { test as it } from './fixtures.ts';

const ada = 'ada@plainview.example';
const max = 'max@campus.example';

describe('a request with an Idempotency-Key', () => {
  it('takes effect once, and its repeats get the same answer', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const body = { subject: 'Once', description: 'Only once.', module: 'Grade Book', priority: 'Low', caseType: 'Question' };
    const open = () =>
      call('/api/v1/cases', { method: 'POST', token: secret, as: ada, body, headers: { 'idempotency-key': 'open-1' } });
    const [first, second] = await Promise.all([open(), open()]);
    const third = await open();
    expect(new Set([first, second, third].map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(third.headers.get('idempotent-replayed')).toBe('true');
    expect(third.headers.get('location')).toBe(first.headers.get('location'));
    expect(await world.services.db.prisma.case.count({ where: { subject: 'Once' } })).toBe(1);
  });

  it('is refused when another request used the key, also of another person', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const post = (text: string, as: string, by = secret) =>
      call(path, { method: 'POST', token: by, as, body: { text }, headers: { 'idempotency-key': 'post-1' } });
    expect((await post('One', ada)).status).toBe(201);
    expect(await post('Two', ada)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await post('One', 'ben@plainview.example')).toMatchObject({ status: 422 });
    // keys belong to a token
    expect((await post('Two', ada, await token())).status).toBe(201);
  });

  it('can be sent again with its mistakes fixed', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const post = (text: string) =>
      call(path, { method: 'POST', token: secret, as: ada, body: { text }, headers: { 'idempotency-key': 'fix' } });
    expect((await post(' ')).status).toBe(422);
    expect((await post('Better')).status).toBe(201);
  });

  it('gets its answer even if that was lost after the effect', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const body = { subject: 'Lost answer', description: 'x', module: 'Grade Book', priority: 'Low', caseType: 'Question' };
    const open = () =>
      call('/api/v1/cases', { method: 'POST', token: secret, as: ada, body, headers: { 'idempotency-key': 'lost' } });
    const first = await open();
    const { prisma } = world.services.db;
    await prisma.apiAnswer.updateMany({ where: { status: 201 }, data: { status: null } });
    expect((await open()).text).toBe(first.text);
    expect(await prisma.case.count({ where: { subject: 'Lost answer' } })).toBe(1);
  });

  it('gets the same answer as one that runs at the same time, with the same post', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const sent = {
      method: 'POST',
      token: secret,
      as: ada,
      body: { text: 'Together' },
      headers: { 'idempotency-key': 'together' },
    };
    const answers = await Promise.all([call(path, sent), call(path, sent), call(path, sent)]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0].body['post']).toEqual(expect.any(Number));
    expect(await world.services.db.prisma.post.count({ where: { body: 'Together' } })).toBe(1);
  });

  it('waits for one that runs at the same time, and leaves its key to that one', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const number = await world.open();
    const post = (text: string, headers = {}) =>
      call(`/api/v1/cases/${number}/posts`, {
        ...{ method: 'POST', token: secret, as: ada, body: { text } },
        headers: { 'idempotency-key': 'busy', ...headers },
      });
    const { pool } = world.services.db;
    const holder = await pool.connect();
    onTestFinished(() => holder.release(true));
    await holder.query('begin');
    await holder.query('select from "case" where number = $1 for update', [number]);
    const first = post('Slow');
    await until(async () => {
      const { rows } = await pool.query<{ waits: boolean }>(
        "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') waits",
      );
      return rows[0]?.waits ?? false;
    });
    // as when its effect is written but not committed yet: no connection waits for that
    const { rowCount } = await holder.query('update api_answer set status = 201 where status is null and claimed_until > now()');
    expect(rowCount).toBe(1);
    // it would be refused, which used to free the key
    const second = await post('Slow', { 'if-match': '"old"' });
    expect(second).toMatchObject({ status: 409, body: { code: 'idempotency-key-in-use' } });
    expect(second.headers.get('retry-after')).toBe('2');
    await holder.query('rollback');
    expect((await first).status).toBe(201);
    expect((await post('Slow')).text).toBe((await first).text);
    expect(await post('Other')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await world.services.db.prisma.post.count({ where: { body: 'Slow' } })).toBe(1);
  });

  it('is carried out by the next one when the first one is refused', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const post = (text: string) =>
      call(path, { method: 'POST', token: secret, as: ada, body: { text }, headers: { 'idempotency-key': 'refused' } });
    const refused = await Promise.all([post(' '), post(' '), post(' ')]);
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect((await post('Fixed')).status).toBe(201);
  });

  it('is carried out once the process that was killed with it can no longer be running', async ({
    api: { call, token, world },
  }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const post = (text: string, headers = {}) =>
      call(path, {
        method: 'POST',
        token: secret,
        as: ada,
        body: { text },
        headers: { 'idempotency-key': 'killed', ...headers },
      });
    await post('Killed');
    const { prisma } = world.services.db;
    const { tokenId } = await prisma.apiAnswer.findFirstOrThrow({ orderBy: { tokenId: 'desc' } });
    const killed = (claimedUntil: Date) =>
      prisma.apiAnswer.updateMany({ where: { tokenId }, data: { status: null, claimedUntil } });
    // as if it had been killed before its effect
    await prisma.post.deleteMany({ where: { body: 'Killed' } });
    await prisma.idempotencyKey.deleteMany({ where: { key: { startsWith: `api:${tokenId}:` } } });
    await killed(new Date(Date.now() + 60_000));
    expect(await post('Killed')).toMatchObject({ status: 409, body: { code: 'idempotency-key-in-use' } });
    await killed(new Date(Date.now() - 1));
    // it may have had its effect after all, so its key is not for another request
    expect((await post('Killed', { 'if-match': '"old"' })).status).toBe(412);
    expect(await post('Other')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect((await post('Killed')).status).toBe(201);
    expect(await prisma.post.count({ where: { body: 'Killed' } })).toBe(1);
  });

  it('keeps no text of the case', async ({ api: { call, token, world } }) => {
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const sent = { as: ada, body: { text: 'Xylophone' }, headers: { 'idempotency-key': 'Xylophone' } };
    expect((await call(path, { method: 'POST', token: await token(), ...sent })).status).toBe(201);
    const rows = await world.services.db.prisma.apiAnswer.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/xylophone/i);
  });
});

describe('the ETag of a case', () => {
  it('saves reading it again, and changes with it', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const number = await world.open();
    const read = (etag: string) => call(`/api/v1/cases/${number}`, { token: secret, headers: { 'if-none-match': etag } });
    const etag = (await read('"x"')).headers.get('etag') ?? '';
    expect(await read(etag)).toMatchObject({ status: 304, text: '' });
    expect((await read(`W/${etag}, "x"`)).status).toBe(304);
    await claimCase(world.services, world.max, number, world.request());
    expect((await read(etag)).status).toBe(200);
  });

  it('lets a change through only while the case is the same, read as the person or as nobody', async ({
    api: { call, token, world },
  }) => {
    const secret = await token();
    const number = await world.open();
    const path = `/api/v1/cases/${number}`;
    const tags = [
      (await call(path, { token: secret })).headers.get('etag') ?? '',
      (await call(path, { token: secret, as: max })).headers.get('etag') ?? '',
    ];
    await addPost(world.services, world.ada, { number, text: 'News' }, world.request());
    const claim = (etag: string) =>
      call(`${path}/claim`, { method: 'POST', token: secret, as: max, headers: { 'if-match': etag } });
    for (const tag of tags) expect(await claim(tag)).toMatchObject({ status: 412, body: { code: 'changed' } });
    const now = (await call(path, { token: secret })).headers.get('etag') ?? '';
    expect((await claim(now)).status).toBe(200);
    expect((await claim(now)).status).toBe(412);
  });
});

describe('a token', () => {
  it('is not in the database, expires, and is revoked at once', async ({ api: { call, token, world } }) => {
    const expiresAt = new Date(world.at.now.getTime() + 60_000);
    const [secret, revoked] = [await token({ expiresAt }), await token({ name: 'Old' })];
    const status = async (by: string) => (await call('/api/v1/accounts', { token: by })).status;
    expect([await status(secret), await status(revoked)]).toEqual([200, 200]);
    const stored = JSON.stringify(await world.services.db.prisma.apiToken.findMany());
    expect(stored).not.toContain(secret.slice(10));
    const [listed] = (await listTokens(world.services, { operator: 'root' })).filter(({ name }) => name === 'Old');
    expect(listed?.lastUsedAt).toEqual(world.at.now);
    await revokeToken(world.services, { operator: 'root' }, listed?.id ?? 0);
    expect(await status(revoked)).toBe(401);
    const { now } = world.at;
    world.at.now = expiresAt;
    expect(await status(secret)).toBe(401);
    world.at.now = now;
  });

  it('makes as many requests in a minute as it may', async ({ api: { call, token, world } }) => {
    const secret = await token({ perMinute: 2 });
    const ask = () => call('/api/v1/accounts', { token: secret });
    expect((await ask()).headers.get('ratelimit-remaining')).toBe('1');
    expect((await ask()).headers.get('ratelimit-remaining')).toBe('0');
    const { now } = world.at;
    world.at.now = new Date(now.getTime() + 20_000);
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after'), refused.body['code']]).toEqual([429, '40', 'rate-limited']);
    world.at.now = new Date(now.getTime() + 60_000);
    expect((await ask()).status).toBe(200);
    world.at.now = now;
  });

  it('acts only as those whom its scopes allow', async ({ api: { call, token } }) => {
    const secret = await token({ scopes: ['cases:read', 'act:contacts'] });
    expect((await call('/api/v1/cases', { token: secret, as: ada })).status).toBe(200);
    expect(await call('/api/v1/cases', { token: secret, as: max })).toMatchObject({
      status: 422,
      body: { code: 'cannot-act' },
    });
  });
});

describe('a body', () => {
  it('is refused when it is not JSON, not said to be, or too large', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const post = (body: string, type = 'application/json') =>
      call(path, { method: 'POST', token: secret, as: ada, body, headers: { 'content-type': type } });
    expect(await post('{"text":')).toMatchObject({ status: 400, body: { code: 'not-json' } });
    expect(await post('{"text":"x"}', 'text/plain')).toMatchObject({ status: 415 });
    expect(await post('[]')).toMatchObject({ status: 422 });
    expect(await post(JSON.stringify({ text: 'x'.repeat(300_000) }))).toMatchObject({ status: 413, body: { code: 'too-large' } });
    expect((await post('{"text":"a\\u0000b\\ud800"}')).status).toBe(201);
  });

  it('is refused in another charset than UTF-8, said or not', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const post = (body: Buffer, type: string) =>
      call(path, { method: 'POST', token: secret, as: ada, body, headers: { 'content-type': type } });
    const latin1 = Buffer.from('{"text":"Zoë"}', 'latin1');
    for (const type of [
      'application/json; charset=iso-8859-1',
      'application/json;x=y; Charset="latin1"',
      'application/json; charset=utf-16',
    ])
      expect(await post(latin1, type)).toMatchObject({ status: 415, body: { code: 'not-utf8' } });
    expect(await post(latin1, 'application/json')).toMatchObject({ status: 400, body: { code: 'not-utf8' } });
    const utf8 = Buffer.from('\uFEFF{"text":"Zoë"}');
    for (const charset of ['', '; charset=UTF-8', '; Charset = "utf8"', ";charset='utf-8'"])
      expect((await post(utf8, `application/json${charset}`)).status).toBe(201);
    expect((await post(Buffer.from('{"text":"All of ASCII is UTF-8"}'), 'application/json; charset=us-ascii')).status).toBe(201);
    expect(await world.services.db.prisma.post.findMany({ where: { body: { startsWith: 'Zo' } } })).toMatchObject(
      ['Zoë', 'Zoë', 'Zoë', 'Zoë'].map((body) => ({ body })),
    );
  });

  it('is refused when it is compressed, of JSON and of a file', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}`;
    const post = (to: string, body: Buffer, headers: Record<string, string>) =>
      call(`${path}/${to}`, { method: 'POST', token: secret, as: ada, body, headers });
    const json = { 'content-type': 'application/json' };
    const zipped = gzipSync('{"text":"Zipped"}');
    for (const [to, headers] of [
      ['posts', json],
      ['files?name=log.txt', {}],
    ] as const) {
      for (const coding of ['gzip', 'identity, br', 'X-Unknown']) {
        const refused = await post(to, zipped, { ...headers, 'content-encoding': coding });
        expect(refused).toMatchObject({ status: 415, body: { code: 'encoded-body' } });
        expect(refused.headers.get('accept-encoding')).toBe('identity');
      }
      expect((await post(to, Buffer.from('{"text":"Plain"}'), { ...headers, 'content-encoding': 'identity' })).status).toBe(201);
    }
    expect(await world.services.db.prisma.file.count({ where: { name: 'log.txt' } })).toBe(1);
  });
});

describe('files', () => {
  it('are refused as a form, with what to send instead', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/files?name=form.txt`;
    const form = Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ncontent\r\n--x--\r\n');
    const upload = (type: string) =>
      call(path, { method: 'POST', token: secret, as: ada, body: form, headers: { 'content-type': type } });
    const refused = await upload('Multipart/Form-Data; boundary=x');
    expect(refused).toMatchObject({ status: 415, body: { code: 'form-upload' } });
    expect(refused.body['next']).toContain('--data-binary');
    expect(await world.services.db.prisma.file.count({ where: { name: 'form.txt' } })).toBe(0);
    // the content of a file may be of any type, such as an email or a saved web page
    for (const type of ['multipart/related; boundary=x', 'application/gzip', 'text/plain; charset=latin1'])
      expect((await upload(type)).status).toBe(201);
  });

  it('are uploaded for a case, sent with a post, and downloaded by those who may', async ({
    api: { call, token, world, accesses },
  }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}`;
    const content = Buffer.from('line 1\nline 2');
    const file = await call(`${path}/files?name=log.txt`, { method: 'POST', token: secret, as: max, body: content });
    const id = file.body['id'] as number;
    expect((await call(`/api/v1/files/${id}/content`, { token: secret })).status).toBe(404);
    const note = await call(`${path}/notes`, { method: 'POST', token: secret, as: max, body: { text: 'See it', files: [id] } });
    expect(note.status).toBe(201);
    const read = await call(`/api/v1/files/${id}/content`, { token: secret });
    expect([read.status, read.text, read.headers.get('content-disposition')]).toEqual([
      200,
      content.toString(),
      'attachment; filename="log.txt"',
    ]);
    expect((await call(`/api/v1/files/${id}/content`, { token: secret, as: ada })).status).toBe(404);
    expect(accesses).toContainEqual(expect.objectContaining({ action: 'download', source: 'api', operator: 'Sync', fileId: id }));
  });
});

describe('a download', () => {
  it('continues where it broke off, as long as the file is the same', async ({ api: { call, token, world, accesses } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}`;
    const upload = { method: 'POST', token: secret, as: max, body: Buffer.from('0123456789') };
    const id = (await call(`${path}/files?name=log.txt`, upload)).body['id'] as number;
    await call(`${path}/posts`, { method: 'POST', token: secret, as: max, body: { text: '', files: [id] } });
    const get = async (headers: Record<string, string> = {}, method = 'GET') => {
      const read = await call(`/api/v1/files/${id}/content`, { method, token: secret, headers });
      return { read, seen: [read.status, read.text, read.headers.get('content-range'), read.headers.get('content-length')] };
    };
    const whole = [200, '0123456789', null, '10'];
    const { read, seen } = await get();
    expect(seen).toEqual(whole);
    expect(read.headers.get('accept-ranges')).toBe('bytes');
    const etag = read.headers.get('etag') ?? '';
    accesses.length = 0;
    expect((await get({ range: 'bytes=4-' })).seen).toEqual([206, '456789', 'bytes 4-9/10', '6']);
    expect(accesses).toMatchObject([{ action: 'download', fileId: id }]);
    expect((await get({ range: 'bytes=2-3', 'if-range': etag })).seen).toEqual([206, '23', 'bytes 2-3/10', '2']);
    expect((await get({ range: 'bytes=-3' })).seen).toEqual([206, '789', 'bytes 7-9/10', '3']);
    expect((await get({ range: 'bytes=-99' })).seen).toEqual([206, '0123456789', 'bytes 0-9/10', '10']);
    // another file, a weak tag, several ranges, another unit
    const others: Record<string, string>[] = [
      { range: 'bytes=4-', 'if-range': '"other"' },
      { range: 'bytes=4-', 'if-range': `W/${etag}` },
      { range: 'bytes=0-1,5-6' },
      { range: 'bytes=0-1,2-3' },
      { range: 'lines=1-2' },
    ];
    for (const headers of others) expect((await get(headers)).seen).toEqual(whole);
    expect((await get({ range: 'bytes=4-' }, 'HEAD')).seen).toEqual([200, '', null, '10']);
    expect((await get({ range: 'bytes=4-', 'if-none-match': etag })).read.status).toBe(304);
    accesses.length = 0;
    const beyond = (await get({ range: 'bytes=10-' })).read;
    expect([beyond.status, beyond.body['code'], beyond.headers.get('content-range')]).toEqual([
      416,
      'no-such-range',
      'bytes */10',
    ]);
    expect(accesses).toEqual([]);
  });
});

it('writes down who read what, and counts each request', async ({ api: { call, token, world, accesses, observed } }) => {
  const number = await world.open();
  accesses.length = 0;
  observed.length = 0;
  const secret = await token({ name: 'CRM' });
  await call(`/api/v1/cases/${number}`, { token: secret, as: ada });
  await call(`/api/v1/cases/${number}/history`, { token: secret });
  await call('/api/v1/cases?q=grades', { token: secret });
  const by = { source: 'api', operator: 'CRM' };
  expect(accesses).toMatchObject([
    { ...by, action: 'view', personId: world.ada.id, caseNumber: number },
    { ...by, action: 'history', personId: null, caseNumber: number },
    { ...by, action: 'search', personId: null, detail: 'grades' },
  ]);
  expect(observed).toMatchObject([
    { operation: 'readCase', status: 200 },
    { operation: 'listHistory' },
    { operation: 'listCases' },
  ]);
});

it('serves its document and a page without anything from elsewhere', async ({ api: { call } }) => {
  const document = await call('/api/v1/openapi.json');
  expect(document.body).toMatchObject({ openapi: '3.1.0' });
  const page = await call('/api/docs');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  expect(page.text).not.toMatch(/<script|https?:\/\//);
  for (const path of Object.keys(document.body['paths'] as object)) expect(page.text).toContain(`/api/v1${path}`);
  // descriptions are CommonMark in the document and HTML on the page
  expect(page.text).not.toContain('`');
  expect(page.text).toContain('Scopes: <code>cases:write</code>.');
  const head = await call('/api/docs', { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  expect(await call('/api/v1/nothing')).toMatchObject({ status: 404, body: { code: 'unknown-path' } });
});
