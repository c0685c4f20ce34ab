// What a program does with cases over the REST API.
import { describe, expect } from 'vitest';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { qualifyCase } from '../../src/usecases/defects/qualify-case.ts';
import { pendingNumber } from '../../src/domain/issue-number.ts';
import { fieldsOf, test as it } from './fixtures.ts';

const ada = 'ada@plainview.example';
const max = 'max@campus.example';
const newCase = {
  subject: 'Grades are gone',
  description: 'Since today.',
  module: 'Grade Book',
  priority: 'Medium',
  caseType: 'Question',
};

describe('a case', () => {
  it('is opened by a contact, claimed and resolved by an advisor, and confirmed', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const opened = await call('/api/v1/cases', { method: 'POST', token: secret, as: ada, body: newCase });
    expect(opened).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^CB-\d+$/) as string } });
    const path = opened.headers.get('location') ?? '';
    const act = (name: string, as: string, body: object = {}) =>
      call(`${path}/${name}`, { method: 'POST', token: secret, as, body });
    expect((await act('claim', max)).status).toBe(200);
    expect((await act('ask', max, { question: 'Which class?' })).status).toBe(200);
    const answered = await act('posts', ada, { text: '4b' });
    expect(answered).toMatchObject({ status: 201, body: { post: expect.any(Number) as number } });
    expect((await act('resolve', max, { explanation: 'Fixed.' })).status).toBe(200);
    expect((await act('confirm', ada)).status).toBe(200);
    const read = await call(path, { token: secret, as: ada });
    expect(read.body).toMatchObject({
      status: 'Closed',
      source: 'api',
      closeReason: 'Resolved',
      advisor: { name: 'Max Reyes' },
      internal: null,
    });
    const row = await world.services.db.prisma.case.findUniqueOrThrow({ where: { number: read.body['number'] as number } });
    expect(await world.services.db.prisma.delivery.count({ where: { caseId: row.id } })).toBeGreaterThan(0);
    const posts = await call(`${path}/posts?order=oldest`, { token: secret, as: ada });
    const kinds = (posts.body['data'] as { action: string | null; text: string }[]).map(({ action, text }) => action ?? text);
    expect(kinds).toEqual(['claim', 'ask', 'answer', 'resolve', 'confirm']);
  });

  it('that an advisor opens is the contact’s, and says so', async ({ api: { call, token } }) => {
    const secret = await token();
    const body = { ...newCase, subject: 'By phone', contact: ada };
    const opened = await call('/api/v1/cases', { method: 'POST', token: secret, as: max, body });
    const path = opened.headers.get('location') ?? '';
    expect((await call(path, { token: secret })).body).toMatchObject({ contact: { name: 'Ada Park' }, may: [] });
    const { body: posts } = await call(`${path}/posts`, { token: secret });
    expect(posts['data']).toMatchObject([{ text: 'opened the case for Ada Park', author: { name: 'Max Reyes' } }]);
    const nobodys = await call('/api/v1/cases', { method: 'POST', token: secret, as: max, body: newCase });
    expect(nobodys.status).toBe(422);
    expect(fieldsOf(nobodys)).toEqual(['contact']);
  });

  it('whose defect has no issue yet shows no number of a defect', async ({ api: { call, token, world } }) => {
    const { services, tia, request } = world;
    const number = await world.open();
    const attempt = { environment: 'Staging', steps: 'As described', result: 'The same' };
    const defect = { number: pendingNumber(number), summary: 'Internal', severity: 'High' as const };
    await qualifyCase(services, tia, { number, attempt, finding: 'defect', reason: null, defect }, request());
    const read = await call(`/api/v1/cases/CB-${number}`, { token: await token(), as: ada });
    expect(read).toMatchObject({ status: 200, body: { defect: { number: null, state: 'Open' } } });
    expect(read.text).not.toContain('PENDING');
  });

  it('names each wrong field of a new case as chat does', async ({ api: { call, token } }) => {
    const body = { ...newCase, subject: ' ', module: 'Nothing', dueReason: 'Soon' };
    const refused = await call('/api/v1/cases', { method: 'POST', token: await token(), as: ada, body });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'invalid-case', next: 'Fix the marked fields and submit again.' },
    });
    expect(fieldsOf(refused).sort()).toEqual(['dueDate', 'module', 'subject']);
  });

  it('is not changed beyond what its status and its person allow', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const path = `/api/v1/cases/${await world.open()}`;
    const confirm = await call(`${path}/confirm`, { method: 'POST', token: secret, as: ada });
    expect(confirm).toMatchObject({ status: 409, body: { code: 'not-now' } });
    const claim = await call(`${path}/claim`, { method: 'POST', token: secret, as: ada });
    expect(claim).toMatchObject({ status: 403, body: { code: 'not-allowed', detail: 'Only advisors can do that.' } });
    const readOnly = await call(`${path}/posts`, {
      method: 'POST',
      token: secret,
      as: 'rita@plainview.example',
      body: { text: 'x' },
    });
    expect(readOnly).toMatchObject({ status: 403, body: { next: expect.stringContaining('Authorized Contact') as string } });
  });
});

describe('internal notes', () => {
  it('are read and found only with the scope for them, by those who may', async ({ api: { call, token, world } }) => {
    const number = await world.open();
    await addNote(world.services, world.max, { number, text: 'Quetzalcoatl is the culprit' }, world.request());
    const [all, without] = [await token(), await token({ scopes: ['cases:read', 'act:advisors', 'act:contacts'] })];
    const kinds = async (secret: string, as?: string) => {
      const { body } = await call(`/api/v1/cases/${number}/posts`, { token: secret, ...(as ? { as } : {}) });
      return (body['data'] as { kind: string }[]).map(({ kind }) => kind);
    };
    const finds = async (secret: string, as?: string) => {
      const { body } = await call('/api/v1/cases?q=quetzalcoatl', { token: secret, ...(as ? { as } : {}) });
      return (body['data'] as unknown[]).length;
    };
    expect(await Promise.all([kinds(all), kinds(all, max)])).toEqual([['note'], ['note']]);
    expect(await Promise.all([kinds(all, ada), kinds(without), kinds(without, max)])).toEqual([[], [], []]);
    expect([await finds(all), await finds(all, max)]).toEqual([1, 1]);
    expect([await finds(all, ada), await finds(without), await finds(without, max)]).toEqual([0, 0, 0]);
    const internal = async (secret: string, as?: string) =>
      (await call(`/api/v1/cases/${number}`, { token: secret, ...(as ? { as } : {}) })).body['internal'];
    expect(await internal(all)).not.toBeNull();
    expect([await internal(all, ada), await internal(without), await internal(without, max)]).toEqual([null, null, null]);
  });

  it('are not written by a post that looks like one, nor without their scope', async ({ api: { call, token, world } }) => {
    const path = `/api/v1/cases/${await world.open()}`;
    const marked = await call(`${path}/posts`, { method: 'POST', token: await token(), as: max, body: { text: '// secret' } });
    expect([marked.status, fieldsOf(marked)]).toEqual([422, ['text']]);
    const scopes = ['cases:write', 'act:advisors'];
    const refused = await call(`${path}/notes`, { method: 'POST', token: await token({ scopes }), as: max, body: { text: 'x' } });
    expect(refused.headers.get('www-authenticate')).toContain('scope="notes:write"');
    expect(refused).toMatchObject({ status: 403, body: { code: 'missing-scope' } });
  });
});

describe('pages', () => {
  it('are not moved by cases that are opened meanwhile', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const numbers = [await world.open(), await world.open(), await world.open()];
    const list = async (path: string) => {
      const { body } = await call(path, { token: secret });
      return { numbers: (body['data'] as { number: number }[]).map(({ number }) => number), next: body['next'] as string };
    };
    const first = await list('/api/v1/cases?limit=2');
    expect(first.numbers).toEqual([numbers[2], numbers[1]]);
    await world.open();
    const second = await list(`/api/v1/cases?limit=2&cursor=${first.next}`);
    expect(second.numbers[0]).toBe(numbers[0]);
    const other = await call(`/api/v1/cases?limit=2&order=oldest&cursor=${first.next}`, { token: secret });
    expect([other.status, other.body['code'], fieldsOf(other)]).toEqual([400, 'bad-cursor', ['cursor']]);
    const all: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `/api/v1/cases?order=changed-first&limit=2${next && `&cursor=${next}`}`,
      );
      all.push(...page.numbers);
      next = page.next;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(numbers));
  });

  it('have the language of a search in chat, and say what it does not understand', async ({ api: { call, token, world } }) => {
    const secret = await token();
    const number = await world.open({ subject: 'Zebra crossing', priority: 'High' });
    const found = await call('/api/v1/cases?q=priority:high zebra', { token: secret });
    expect(found.body['data']).toMatchObject([{ number }]);
    const wrong = await call('/api/v1/cases?q=status:banana', { token: secret });
    expect([wrong.status, fieldsOf(wrong)]).toEqual([422, ['q']]);
  });
});
