// Requests of the REST API that no good program sends, and what tokens must not learn.
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, vi } from 'vitest';
import { limitedStream } from '../../src/api/read-body.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { declareNotice } from '../../src/usecases/notices/declare-notice.ts';
import { fieldsOf, test as it } from './fixtures.ts';

const ada = 'ada@plainview.example';
const max = 'max@campus.example';
const beyond = 2_147_483_648;
const cursorOf = (first: string, position: unknown): string => {
  const [list] = JSON.parse(Buffer.from(first, 'base64url').toString()) as [string];
  return Buffer.from(JSON.stringify([list, position])).toString('base64url');
};

describe('a request that no good program sends', () => {
  it('with a number beyond the range of the database is refused', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}`;
    const post = (to: string, body: object, as = max) => call(to, { method: 'POST', token: secret, as, body });
    const opened = { subject: 'x', description: 'x', module: 'Grade Book', priority: 'Low', caseType: 'Question' };
    const answers = [
      await post(`${path}/assign`, { advisor: beyond }),
      await post(`${path}/claim`, { takeOverFrom: beyond }),
      await post(`${path}/posts`, { text: 'x', files: [beyond] }),
      await post('/api/v1/cases', { ...opened, previousCase: beyond }, ada),
      await post('/api/v1/cases', { ...opened, incident: beyond }, ada),
    ];
    expect(answers.map((one) => [one.status, ...fieldsOf(one)])).toEqual([
      [422, 'advisor'],
      [422, 'takeOverFrom'],
      [422, 'files.0'],
      [422, 'previousCase'],
      [422, 'incident'],
    ]);
  });

  it('with a cursor that somebody made up gets a page or is refused', async ({ api: { call, token, world } }) => {
    const secret = await token();
    await world.open();
    const number = await world.open();
    const next = async (path: string) => String((await call(path, { token: secret })).body['next']);
    const of = async (path: string, position: unknown) => {
      const { status } = await call(`${path}&cursor=${cursorOf(await next(path), position)}`, { token: secret });
      return status;
    };
    await world.services.db.prisma.account.findMany();
    expect(await of('/api/v1/accounts?limit=1', beyond)).toBe(400);
    expect(await of('/api/v1/cases?limit=1', { number: beyond, updatedAt: '2026-01-01T00:00:00Z' })).toBe(400);
    for (const updatedAt of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
      expect(await of('/api/v1/cases?limit=1&order=changed-last', { number, updatedAt })).toBe(200);
  });

  it('with NUL characters or the last possible time is answered', async ({ api: { call, token } }) => {
    const secret = await token();
    const paths = [
      ['/api/v1/cases?q=a%00b', 200],
      ['/api/v1/cases?q=subject:%00', 422],
      ['/api/v1/people?account=plain%00view', 200],
      ['/api/v1/accounts/x%00', 404],
      ['/api/v1/accounts/%00', 404],
      ['/api/v1/cases?changedSince=0000-01-01T00:00:00Z', 200],
      ['/api/v1/cases?changedSince=9999-12-31T23:59:59-12:00', 200],
    ] as const;
    for (const [path, status] of paths) expect([path, (await call(path, { token: secret })).status]).toEqual([path, status]);
  });

  it('names fields called like something that every object has', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}/posts`;
    const body = '{"text":"x","constructor":1,"__proto__":{"text":"y"},"toString":2}';
    const refused = await call(path, { method: 'POST', token: secret, as: ada, body });
    expect([refused.status, fieldsOf(refused).sort()]).toEqual([422, ['__proto__', 'constructor', 'toString']]);
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 1])));
    const short = await call(path, { method: 'POST', token: secret, as: ada, body: many });
    expect([short.status, fieldsOf(short).length]).toEqual([422, 50]);
    for (const [limit, detail] of [
      ['-1', 'Must be at least 1.'],
      ['101', 'Must be at most 100.'],
      ['1.5', 'Must be a whole number.'],
      ['many', 'Must be a number.'],
    ]) {
      const { body: wrong } = await call(`/api/v1/cases?limit=${limit}`, { token: secret });
      expect(wrong['errors']).toEqual([{ field: 'limit', detail }]);
    }
    const twice = await call('/api/v1/cases?limit=1&limit=2', { token: secret });
    expect([twice.status, fieldsOf(twice)]).toEqual([422, ['limit']]);
  });

  it('that ends before its body does is not logged as an error', async ({ api: { call, token, world, observed, errors } }) => {
    const secret = await token();
    const { port } = new URL((await call('/api/v1/accounts', { token: secret })).url);
    const number = await world.open();
    let requests = 1;
    for (const [path, type] of [
      ['posts', 'application/json'],
      ['files?name=a.txt', 'text/plain'],
    ] as const) {
      observed.length = 0;
      const socket = connect(Number(port), '127.0.0.1');
      const head = [`POST /api/v1/cases/${number}/${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${secret}`];
      const more = [`Casebridge-Act-As: ${ada}`, `Content-Type: ${type}`, 'Content-Length: 100', '', '{"text":'];
      socket.write([...head, ...more].join('\r\n'));
      const counted = () => world.services.db.prisma.apiToken.findFirstOrThrow({ orderBy: { id: 'desc' } });
      await expect.poll(async () => (await counted()).requests).toBe(++requests);
      socket.destroy();
      await expect.poll(() => observed.length).toBe(1);
      expect(observed[0]?.status).toBe(499);
    }
    // the handler has ended as well once the next request of the same kind has
    expect(
      (await call(`/api/v1/cases/${number}/posts`, { method: 'POST', token: secret, as: ada, body: { text: 'x' } })).status,
    ).toBe(201);
    expect(errors).toEqual([]);
  });
});

describe('an upload that comes too slowly', () => {
  const send = async (port: number, { path, secret, body }: { path: string; secret: string; body: string }): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    const head = [`POST ${path}/files?name=a.txt HTTP/1.1`, 'Host: x', `Authorization: Bearer ${secret}`];
    socket.write([...head, `Casebridge-Act-As: ${ada}`, 'Content-Length: 1000', '', body].join('\r\n'));
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer;
  };

  it('is given up with a problem, and leaves nothing', async ({ api: { listen, token, world, errors } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}`;
    // one speaks of a client that is too slow, the other of one that stops
    for (const times of [{ graceMs: 50 }, { idleMs: 50 }]) {
      const answer = await send(await listen(times), { path, secret, body: 'the beginning' });
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toMatch(/connection: close/i);
      expect(answer).toContain('"code":"too-slow"');
    }
    expect(await world.services.db.prisma.file.count({ where: { name: 'a.txt' } })).toBe(0);
    expect(errors).toEqual([]);
  });

  it('is not read for long once it was refused', async ({ api: { listen, token } }) => {
    // the connection ends although the client neither sends the rest nor hangs up
    const answer = await send(await listen({ graceMs: 50 }), { path: '/api/v1/cases/1', secret: await token(), body: 'x' });
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
  });

  it('may take as long as its size needs at the slowest speed', async () => {
    // each chunk takes three seconds, and the clock says nothing else
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 3_000));
    const take = async (bytes: number): Promise<number> => {
      const chunks = Array.from({ length: 5 }, () => Buffer.alloc(bytes));
      const request = { iterator: () => Readable.from(chunks).iterator() } as never;
      let taken = 0;
      for await (const chunk of limitedStream(request, 1_000_000, { idleMs: 10_000, graceMs: 5_000 })) taken += chunk.length;
      return taken;
    };
    expect(await take(64_000)).toBe(320_000);
    await expect(take(1_000)).rejects.toMatchObject({ status: 408, code: 'too-slow' });
    clock.mockRestore();
  });
});

describe('a token without notes:read', () => {
  it('does not find the files of notes', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const number = await world.open();
    const path = `/api/v1/cases/${number}`;
    const upload = { method: 'POST', token: secret, as: max, body: Buffer.from('x') };
    const { body: file } = await call(`${path}/files?name=a.txt`, upload);
    const note = { method: 'POST', token: secret, as: max, body: { text: '', files: [file['id']] } };
    expect((await call(`${path}/notes`, note)).status).toBe(201);
    const finds = async (by: string, as?: string) => {
      const { body } = await call(`/api/v1/cases?q=has:file number:${number}`, { token: by, ...(as ? { as } : {}) });
      return (body['data'] as unknown[]).length;
    };
    const without = await token({ scopes: ['cases:read', 'act:advisors', 'act:contacts'] });
    expect(await finds(secret)).toBe(1);
    expect([await finds(without), await finds(without, max), await finds(without, ada)]).toEqual([0, 0, 0]);
  });

  it('sees nothing of a note in what it reads of a case', async ({ api: { call, token, world } }) => {
    const without = await token({ scopes: ['cases:read', 'act:advisors'] });
    const number = await world.open();
    const read = async () => {
      const paths = ['', '/posts', '/history', `?q=number:${number}`];
      const all = await Promise.all(
        paths.map((path) =>
          call(path.startsWith('?') ? `/api/v1/cases${path}` : `/api/v1/cases/${number}${path}`, { token: without }),
        ),
      );
      return all.map(({ text, headers }) => [text, headers.get('etag')]);
    };
    const before = await read();
    world.at.now = new Date(world.at.now.getTime() + 1_000);
    await addNote(world.services, world.max, { number, text: 'Secret' }, world.request());
    expect(await read()).toEqual(before);
  });

  it('reads only what is announced and published', async ({ api: { call, token, world } }) => {
    const { prisma } = world.services.db;
    const lead = { ...world.max, lead: true };
    const startsAt = new Date(world.at.now.getTime() + 20 * 86_400_000);
    const everything = { modules: [], everyAccount: true, accountIds: [], instructions: null };
    const planned = await declareNotice(
      world.services,
      lead,
      {
        ...{ kind: 'maintenance', title: 'New servers', severity: null, state: 'Planned', ...everything },
        ...{ message: 'Down.', startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000), nextUpdateAt: null },
      },
      {},
      world.request(),
    );
    if (planned === 'repeat') throw new Error('a new request was taken for a repeat');
    await prisma.notice.update({ where: { id: planned.id }, data: { announcedAt: null } });
    const release = await prisma.release.create({ data: { name: '27.1', date: startsAt } });
    const paths = [`/notices/${planned.id}`, `/releases/${release.id}`];
    const read = async (secret: string, as?: string) => {
      const answers = await Promise.all(paths.map((path) => call(`/api/v1${path}`, { token: secret, ...(as ? { as } : {}) })));
      const lists = await Promise.all(
        ['/notices', '/releases'].map((path) => call(`/api/v1${path}`, { token: secret, ...(as ? { as } : {}) })),
      );
      return [...answers.map(({ status }) => status), ...lists.map(({ body }) => (body['data'] as unknown[]).length)];
    };
    expect(await read(await token())).toEqual([200, 200, 1, 1]);
    const without = await token({ scopes: ['notices:read', 'act:advisors'] });
    expect(await read(without)).toEqual([404, 404, 0, 0]);
    expect(await read(without, max)).toEqual([404, 404, 0, 0]);
  });
});

describe('a token of one account', () => {
  it('reaches nothing of another, as anybody', async ({ api: { call, token, world } }) => {
    const secret = await token({ accounts: ['rivertown'] });
    const number = await world.open();
    for (const as of [undefined, max, 'rosa@rivertown.example']) {
      const sent = { token: secret, ...(as ? { as } : {}) };
      for (const path of ['', '/posts', '/history'])
        expect((await call(`/api/v1/cases/${number}${path}`, sent)).status).toBe(404);
      expect((await call('/api/v1/accounts/plainview', sent)).status).toBe(404);
      expect((await call(`/api/v1/people/${world.ada.id}`, sent)).status).toBe(404);
      expect((await call('/api/v1/people?account=plainview', sent)).status).not.toBe(200);
      expect((await call('/api/v1/cases?q=account:plainview', sent)).body['data']).toEqual([]);
    }
    expect((await call('/api/v1/cases', { token: secret, as: ada })).body['code']).toBe('cannot-act');
  });

  it('lets an advisor do in it what they do in chat', async ({ api: { call, token, world } }) => {
    const secret = await token({ accounts: ['plainview'] });
    const number = await world.open({ priority: 'Critical' });
    const act = (name: string, body: object, as = max) =>
      call(`/api/v1/cases/${number}/${name}`, { method: 'POST', token: secret, as, body });
    const [team = ''] = world.services.settings.escalationTeams;
    await world.services.db.prisma.channel.create({
      data: { platform: 'slack', workspaceId: 'T0CAMPUS', channelId: 'C0TEAMX', purposes: ['escalation'], team },
    });
    const done = [
      await act('phone-call', {}),
      await act('claim', {}),
      await act('assign', { advisor: world.tia.id }),
      await act('claim', { takeOverFrom: world.tia.id }),
      await act('notes', { text: 'Internal' }),
      await act('posts', { text: 'Hello' }),
      await act('ask', { question: 'Which?' }),
      await act('posts', { text: 'This one' }, ada),
      await act('escalate', { team, reason: 'Look', toContact: 'Soon' }),
      await act('return', { answer: 'Found' }),
      await act('resolve', { explanation: 'Done' }),
      await act('decline', { stillHappens: 'No' }, ada),
      await act('close', { reason: 'Resolved' }),
      await act('reopen', { details: 'Again' }, ada),
    ];
    expect(done.map(({ status, body }) => (status < 300 ? 'done' : body))).toEqual(done.map(() => 'done'));
  });
});

describe('a contact of several accounts', () => {
  it('reads the directory only where they are authorized', async ({ api: { call, token, world } }) => {
    const { prisma } = world.services.db;
    const { accountId } = world.rosa;
    await prisma.membership.create({ data: { personId: world.ada.id, accountId, contactType: 'readOnly' } });
    const sent = { token: await token(), as: ada };
    const { body } = await call('/api/v1/accounts', sent);
    expect((body['data'] as { key: string }[]).map(({ key }) => key)).toEqual(['plainview']);
    expect((await call('/api/v1/accounts/rivertown', sent)).status).toBe(404);
    expect((await call(`/api/v1/people/${world.rosa.id}`, sent)).status).toBe(404);
    const opened = { subject: 'x', description: 'x', module: 'Grade Book', priority: 'Low', caseType: 'Question' };
    const open = await call('/api/v1/cases', { ...sent, method: 'POST', body: { ...opened, account: 'rivertown' } });
    expect([open.status, open.body['code']]).toEqual([403, 'not-allowed']);
    await prisma.membership.deleteMany({ where: { personId: world.ada.id } });
  });
});

it('tells a contact that an advisor opened a case, even if the process ended before it did', async ({
  api: { call, token, world },
}) => {
  const { prisma } = world.services.db;
  const body = { subject: 'Told', description: 'x', module: 'Grade Book', priority: 'Low', caseType: 'Question', contact: ada };
  const sent = { method: 'POST', token: await token(), as: max, body, headers: { 'idempotency-key': 'told' } };
  const first = await call('/api/v1/cases', sent);
  const told = { body: { startsWith: 'opened the case for' }, case: { subject: 'Told' } };
  // as if it had ended between opening the case and telling its contact
  await prisma.delivery.deleteMany({ where: { post: told } });
  await prisma.post.deleteMany({ where: told });
  await prisma.idempotencyKey.deleteMany({ where: { key: { endsWith: ':told' } } });
  await prisma.apiAnswer.updateMany({ where: { status: 201 }, data: { status: null } });
  for (let times = 0; times < 2; times++) expect((await call('/api/v1/cases', sent)).text).toBe(first.text);
  expect(await prisma.post.count({ where: told })).toBe(1);
});

it('counts again when the clock that began a minute was wrong', async ({ api: { call, token, world } }) => {
  const secret = await token({ perMinute: 1 });
  const ask = async () => (await call('/api/v1/accounts', { token: secret })).status;
  const { now } = world.at;
  world.at.now = new Date(now.getTime() + 3_600_000);
  expect([await ask(), await ask()]).toEqual([200, 429]);
  // a process whose clock is a little behind shares the count
  world.at.now = new Date(now.getTime() + 3_600_000 - 30_000);
  expect(await ask()).toBe(429);
  world.at.now = now;
  expect([await ask(), await ask()]).toEqual([200, 429]);
});

it('says in its document only what its own examples keep', async ({ api: { call } }) => {
  const { body } = await call('/api/v1/openapi.json');
  const wrong: string[] = [];
  let checked = 0;
  const look = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { pattern, examples } = value as { pattern?: unknown; examples?: unknown };
    if (typeof pattern === 'string' && Array.isArray(examples))
      for (const example of examples as string[]) {
        checked++;
        if (!new RegExp(pattern).test(example)) wrong.push(`${at}: ${example}`);
      }
    for (const [key, inner] of Object.entries(value)) look(inner, `${at}/${key}`);
  };
  look(body, '');
  expect(checked).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

it('writes down who read people', async ({ api: { call, token, world, accesses } }) => {
  const secret = await token({ name: 'CRM' });
  accesses.length = 0;
  await call('/api/v1/people?account=plainview', { token: secret });
  await call(`/api/v1/people/${world.ada.id}`, { token: secret, as: max });
  const by = { action: 'search', source: 'api', operator: 'CRM' };
  expect(accesses).toMatchObject([
    { ...by, personId: null, detail: 'people of plainview' },
    { ...by, personId: world.max.id, detail: `person ${world.ada.id}` },
  ]);
});
