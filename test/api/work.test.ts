// What a program does with a case besides its life cycle: corrections, details, recipients, posts of one's own, and the work of advisors.
import { describe, expect } from 'vitest';
import { document } from '../../src/api/document.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { correctCase } from '../../src/usecases/cases/correct-case.ts';
import { commonSetting } from '../fake-trackers/fake-tracker.ts';
import { newCase, vendor, type World } from '../usecases/fixtures.ts';
import { fieldsOf, test as it, type Received, type TestApi } from './fixtures.ts';

const ada = 'ada@plainview.example';
const max = 'max@campus.example';
const tia = 'tia@campus.example';

const url = 'https://acme.atlassian.net';
const jira = {
  ...commonSetting,
  name: 'jira',
  kind: 'jira-cloud',
  url,
  project: 'DEV',
  prefix: 'DEV',
  issueType: 'Bug',
  fixedStates: ['Done'],
};

/** What a case looks like to a person, and a way to change it as one. */
async function caseOf({ call, token, world }: TestApi, number?: number) {
  const secret = await token();
  const path = `/api/v1/cases/${number ?? (await world.open())}`;
  const send = (method: string, at: string, as: string, body?: object, headers: Record<string, string> = {}) =>
    call(`${path}${at}`, { method, token: secret, as, headers, ...(body === undefined ? {} : { body }) });
  const read = (as?: string) => call(path, { token: secret, ...(as === undefined ? {} : { as }) });
  return { send, read, path, number: Number(path.split('/').at(-1)) };
}

const outcome = (one: Received) => [one.status, one.body['code'] ?? 'done', ...fieldsOf(one)];
const stored = ({ services }: World, number: number) =>
  services.db.prisma.case.findUniqueOrThrow({ where: { number }, include: { posts: { orderBy: { id: 'asc' } }, contact: true } });

describe('a correction', () => {
  it('changes what it names and nothing else, unless the case has changed', async ({ api }) => {
    const { world } = api;
    const { send, read, number } = await caseOf(api);
    const before = (await read(max)).headers.get('etag') ?? '';
    await correctCase(world.services, world.tia, { number, module: 'Attendance', reason: 'Elsewhere.' }, world.request());
    const stale = await send('PATCH', '', max, { priority: 'High', reason: 'Half the school.' }, { 'if-match': before });
    expect(outcome(stale)).toEqual([412, 'changed']);
    const now = (await read(max)).headers.get('etag') ?? '';
    const body = { priority: 'High', contact: 'ben@plainview.example', reason: 'Half the school.' };
    expect(outcome(await send('PATCH', '', max, body, { 'if-match': now }))).toEqual([200, 'done']);
    const after = await stored(world, number);
    expect(after).toMatchObject({ priority: 'High', module: 'Attendance', caseType: 'Question', contact: { name: 'Ben Ode' } });
    expect(after.posts.at(-1)?.body).toBe(
      'changed the priority from Medium to High and the contact from Ada Park to Ben Ode: Half the school',
    );
  });

  it('is refused as in chat', async ({ api }) => {
    const { send } = await caseOf(api);
    const answers = [
      await send('PATCH', '', ada, { priority: 'High', reason: 'Please.' }),
      await send('PATCH', '', max, { reason: 'Nothing.' }),
      await send('PATCH', '', max, { module: 'Nowhere', caseType: 'Nothing', reason: ' ' }),
      await send('PATCH', '', max, { contact: 'rosa@rivertown.example', reason: 'Hers.' }),
      // chat also takes a name
      await send('PATCH', '', max, { contact: 'Ben Ode', reason: 'His.' }),
    ];
    expect(answers.map(outcome)).toEqual([
      [403, 'not-allowed'],
      [422, 'nothing-changed', 'reason'],
      [422, 'bad-value', 'module', 'caseType', 'reason'],
      [422, 'no-contact', 'contact'],
      [422, 'invalid-request', 'contact'],
    ]);
  });
});

describe('details', () => {
  it('are added by a contact while the case is open, and replace nothing', async ({ api }) => {
    const { world } = api;
    const { send, read, number } = await caseOf(api);
    expect(outcome(await send('POST', '/details', ada, { impact: 'Two schools', dueDate: '2026-11-20' }))).toEqual([
      ...[422, 'invalid-details', 'dueReason'],
    ]);
    const good = { impact: 'Two schools', dueDate: '2026-11-20', dueReason: 'Report cards' };
    expect(outcome(await send('POST', '/details', ada, good))).toEqual([200, 'done']);
    expect((await read(ada)).body).toMatchObject(good);
    const other = { impact: 'Three schools', dueDate: '2026-11-21', dueReason: 'Later' };
    expect(outcome(await send('POST', '/details', ada, other))).toEqual([409, 'filled-in', 'impact', 'dueDate']);
    const why = { expected: 'It works', dueDate: '2026-11-20', dueReason: 'Another one' };
    expect(outcome(await send('POST', '/details', ada, why))).toEqual([409, 'filled-in', 'dueReason']);
    expect((await read(ada)).body).toMatchObject(good);
    const wrong = [
      await send('POST', '/details', ada, { caseType: 'Modify Support Contacts' }),
      await send('POST', '/details', max, { expected: 'It works' }),
      await send('POST', '/details', 'rita@plainview.example', { expected: 'It works' }),
      await send('POST', '/details', ada, {}),
    ];
    expect(wrong.map(outcome)).toEqual([
      [422, 'bad-value', 'caseType'],
      [403, 'not-allowed'],
      [403, 'not-allowed'],
      [422, 'nothing-changed', 'replicationSteps'],
    ]);
    await closeCase(world.services, world.ada, { number, reason: 'Withdrawn', comment: 'Never mind.' }, world.request());
    expect(outcome(await send('POST', '/details', ada, { expected: 'It works' }))).toEqual([409, 'not-now']);
  });
});

describe('a snooze', () => {
  it('is of one advisor, and ends when they say so', async ({ api }) => {
    const { send, read } = await caseOf(api);
    const before = (await read(ada)).text;
    const until = new Date(api.world.at.now.getTime() + 3_600_000).toISOString();
    expect(outcome(await send('POST', '/snooze', max, { until }))).toEqual([200, 'done']);
    expect((await read(max)).body['snoozedUntil']).toBe(until);
    expect([(await read(tia)).body['snoozedUntil'], (await read()).body['snoozedUntil']]).toEqual([null, null]);
    expect((await read(ada)).text).toBe(before);
    expect(outcome(await send('POST', '/unsnooze', max, {}))).toEqual([200, 'done']);
    const refused = [
      await send('POST', '/unsnooze', max, {}),
      await send('POST', '/snooze', ada, { until }),
      await send('POST', '/snooze', max, { until: '2026-11-01T00:00:00Z' }),
      await send('POST', '/snooze', max, { until: '2029-11-01T00:00:00+02:00' }),
    ];
    expect(refused.map(outcome)).toEqual([
      [409, 'not-snoozed'],
      [403, 'not-allowed'],
      [422, 'bad-time', 'until'],
      [422, 'bad-time', 'until'],
    ]);
  });
});

describe('a repeat whose answer was lost', () => {
  it('is answered once the time that it names has passed, and keeps its key', async ({ api }) => {
    const { at, services } = api.world;
    const { send } = await caseOf(api);
    const until = new Date(at.now.getTime() + 60_000).toISOString();
    const key = { 'idempotency-key': 'snooze' };
    const first = await send('POST', '/snooze', max, { until }, key);
    expect(outcome(first)).toEqual([200, 'done']);
    await services.db.prisma.apiAnswer.updateMany({ data: { status: null } });
    at.now = new Date(at.now.getTime() + 120_000);
    const again = await send('POST', '/snooze', max, { until }, key);
    expect([again.status, again.text]).toEqual([200, first.text]);
    const later = new Date(at.now.getTime() + 60_000).toISOString();
    expect(outcome(await send('POST', '/snooze', max, { until: later }, key))).toEqual([422, 'idempotency-key-reused']);
  });
});

describe('watching', () => {
  it('sends a case to the direct messages of an advisor in a workspace of support', async ({ api }) => {
    const { prisma } = api.world.services.db;
    const { send, read, number } = await caseOf(api);
    expect(outcome(await send('POST', '/watch', max, {}))).toEqual([409, 'no-direct']);
    const { id: personId, name, email } = api.world.max;
    const facts = { platform: 'slack' as const, workspaceId: vendor, homeWorkspace: vendor, name, email, personId };
    const foreign = { ...facts, userId: 'U9', homeWorkspace: 'T0PLAIN', directChannel: 'D9' };
    await prisma.identity.create({ data: { ...foreign, checkedAt: new Date(api.world.at.now.getTime() + 1_000) } });
    expect(outcome(await send('POST', '/watch', max, {}))).toEqual([409, 'no-direct']);
    await prisma.identity.create({ data: { ...facts, userId: 'U1', directChannel: 'D0MAX', checkedAt: api.world.at.now } });
    expect(outcome(await send('POST', '/watch', max, {}))).toEqual([200, 'done']);
    const cards = { case: { number }, kind: 'card' as const, destination: { channelId: 'D0MAX' }, withdrawn: false };
    expect(await prisma.delivery.count({ where: cards })).toBe(1);
    expect((await read()).body).toMatchObject({ internal: { watchers: [{ name: 'Max Reyes' }] } });
    expect(outcome(await send('POST', '/watch', max, {}))).toEqual([409, 'already-watching']);
    expect(outcome(await send('POST', '/unwatch', max, {}))).toEqual([200, 'done']);
    expect(await prisma.delivery.count({ where: cards })).toBe(0);
    expect(outcome(await send('POST', '/unwatch', max, {}))).toEqual([409, 'not-watching']);
    expect(outcome(await send('POST', '/watch', ada, {}))).toEqual([403, 'not-allowed']);
  });
});

describe('recipients', () => {
  it('are read, added and removed as in chat', async ({ api }) => {
    const { ben, rita, rosa, ada: contact } = api.world;
    const { send, read } = await caseOf(api);
    const names = async () => {
      const { body } = await send('GET', '/recipients', ada);
      return (body['data'] as { name: string }[]).map(({ name }) => name);
    };
    expect((await send('GET', '/recipients', ada)).body).toEqual({
      data: [{ id: contact.id, name: 'Ada Park', contactType: 'support', level: 'all', isCaseContact: true }],
    });
    expect(outcome(await send('POST', '/recipients', ada, { contact: ben.id }))).toEqual([201, 'done']);
    expect(outcome(await send('POST', '/recipients', 'rita@plainview.example', { contact: rita.id }))).toEqual([201, 'done']);
    expect(await names()).toEqual(['Ada Park', 'Ben Ode', 'Rita Reed']);
    expect((await read(ada)).body['recipients']).toEqual(['Ada Park', 'Ben Ode', 'Rita Reed']);
    const refused = [
      await send('POST', '/recipients', max, { contact: ben.id }),
      await send('POST', '/recipients', max, { contact: rosa.id }),
      await send('POST', '/recipients', max, { contact: 999_999 }),
      await send('DELETE', `/recipients/${ben.id}`, 'rita@plainview.example'),
      await send('DELETE', `/recipients/${contact.id}`, ada),
      await send('DELETE', '/recipients/x', ada),
    ];
    expect(refused.map(outcome)).toEqual([
      [409, 'already-recipient', 'contact'],
      [422, 'no-recipient', 'contact'],
      [422, 'no-recipient', 'contact'],
      [403, 'not-allowed'],
      [409, 'case-contact', 'contact'],
      [404, 'unknown-path'],
    ]);
    expect(outcome(await send('DELETE', `/recipients/${ben.id}`, max))).toEqual([200, 'done']);
    expect(outcome(await send('DELETE', `/recipients/${ben.id}`, max))).toEqual([409, 'not-recipient', 'contact']);
    expect(await names()).toEqual(['Ada Park', 'Rita Reed']);
  });
});

describe('a qualification', () => {
  it('writes a note that tells what happened, so nobody edits or deletes it', async ({ api }) => {
    const { send } = await caseOf(api);
    const attempt = { environment: 'Staging', steps: 'Opened the term', result: 'The same' };
    const texts = async () => (await send('GET', '/posts', max)).body['data'] as { id: number; kind: string; body: string }[];
    const notes = async () => (await texts()).filter(({ kind }) => kind === 'note');
    await send('POST', '/qualify', max, { finding: 'undecided', ...attempt });
    await send('POST', '/qualify', max, { finding: 'defect', defectNumber: 'DEV-95', summary: 'Terms' });
    await send('POST', '/qualify', max, { finding: 'incident', defectNumber: null, reason: 'A cached page' });
    const written = await notes();
    expect(written).toHaveLength(2);
    for (const { id } of written) {
      expect(outcome(await send('PATCH', `/posts/${id}`, max, { text: 'Never tried' }))).toEqual([409, 'not-a-post']);
      expect(outcome(await send('DELETE', `/posts/${id}`, max))).toEqual([409, 'not-a-post']);
    }
    expect(await notes()).toEqual(written);
    // a note that somebody wrote is theirs
    const own = (await send('POST', '/notes', max, { text: 'Call them' })).body['post'] as number;
    expect(outcome(await send('PATCH', `/posts/${own}`, max, { text: 'Call them at noon' }))).toEqual([200, 'done']);
  });

  it('links a case to a product defect after an attempt to reproduce it, which contacts never see', async ({ api }) => {
    const { send, read } = await caseOf(api);
    const defect = { finding: 'defect', defectNumber: 'dev-81', summary: 'Terms are mixed up' };
    expect(outcome(await send('POST', '/qualify', max, defect))).toEqual([422, 'no-replication', 'steps']);
    const attempt = { environment: 'Staging', steps: 'Opened the Quetzal term', result: 'The same' };
    expect(outcome(await send('POST', '/qualify', max, { finding: 'undecided', ...attempt }))).toEqual([200, 'done']);
    expect(outcome(await send('POST', '/qualify', max, { finding: 'incident', reason: 'Quetzal' }))).toEqual([200, 'done']);
    expect(outcome(await send('POST', '/qualify', max, defect))).toEqual([200, 'done']);
    const hers = await read(ada);
    expect(hers.body).toMatchObject({ status: 'AssignedToDevelopment', defect: { number: 'DEV-81', state: 'Open' } });
    const posts = await send('GET', '/posts', ada);
    expect(hers.text + posts.text + (await send('GET', '/history', ada)).text).not.toMatch(/quetzal|mixed up/i);
    const refused = [
      await send('POST', '/qualify', max, defect),
      await send('POST', '/qualify', max, { ...defect, defectNumber: 'DEV-82' }),
      await send('POST', '/qualify', max, { finding: 'defect', defectNumber: 'none', steps: 'x' }),
      await send('POST', '/qualify', ada, defect),
    ];
    expect(refused.map(outcome)).toEqual([
      [409, 'already-linked', 'defectNumber'],
      [422, 'no-reason', 'reason'],
      [422, 'bad-qualification', 'result', 'environment', 'defectNumber'],
      [403, 'not-allowed'],
    ]);
    const moved = { ...defect, defectNumber: 'DEV-82', reason: 'It is another one.' };
    expect(outcome(await send('POST', '/qualify', max, moved))).toEqual([200, 'done']);
    expect((await read(ada)).body).toMatchObject({ defect: { number: 'DEV-82' } });
  });

  it('is taken back with null and a reason, and another issue can be linked', async ({ api }) => {
    const { send, read } = await caseOf(api);
    const attempt = { environment: 'Staging', steps: 'Opened the term', result: 'The same' };
    const sent = async (body: object, as = max) => outcome(await send('POST', '/qualify', as, body));
    const linked = { finding: 'defect', defectNumber: 'DEV-91', summary: 'Terms', ...attempt };
    const unlinked = { finding: 'undecided', defectNumber: null, reason: 'Quetzal' };
    expect(await sent(unlinked)).toEqual([409, 'not-linked']);
    const canUnlink = async () => ((await read(max)).body['may'] as string[]).includes('unlink');
    expect(await canUnlink()).toBe(false);
    expect(await sent(linked)).toEqual([200, 'done']);
    expect(await canUnlink()).toBe(true);
    expect(await sent({ ...unlinked, reason: ' ' })).toEqual([422, 'bad-qualification', 'reason']);
    expect(await sent({ ...unlinked, finding: 'defect' })).toEqual([422, 'bad-qualification', 'defectNumber']);
    expect(await sent(unlinked, ada)).toEqual([403, 'not-allowed']);
    expect(await sent(unlinked)).toEqual([200, 'done']);
    const hers = await read(ada);
    expect(hers.body).toMatchObject({ status: 'New', defect: null });
    const history = (await send('GET', '/history', ada)).text;
    expect(history).toContain('"unlink"');
    expect(hers.text + history + (await send('GET', '/posts', ada)).text).not.toContain('Quetzal');
    expect(await sent({ ...linked, defectNumber: 'DEV-92' })).toEqual([200, 'done']);
    expect((await read(ada)).body).toMatchObject({ status: 'AssignedToDevelopment', defect: { number: 'DEV-92' } });
  });

  it('refuses what it would ignore', async ({ api }) => {
    const { send, number } = await caseOf(api);
    const [incident, defect] = [{ finding: 'incident' }, { finding: 'defect' }];
    const issue = { ...defect, issue: 'create', issueTitle: 'Terms are mixed up' };
    const known = { ...defect, defectNumber: 'DEV-1' };
    const sent = async (body: object) => outcome(await send('POST', '/qualify', max, body));
    expect(await sent({ ...incident, defectNumber: 'DEV-1', severity: 'Low' })).toEqual([
      ...[422, 'bad-qualification', 'severity', 'defectNumber'],
    ]);
    expect(await sent({ ...incident, environment: 'Staging' })).toEqual([422, 'bad-qualification', 'environment']);
    expect(await sent({ ...known, tracker: 'jira', issueText: 'x' })).toEqual([422, 'bad-qualification', 'tracker', 'issueText']);
    expect(await sent(issue)).toEqual([422, 'bad-qualification', 'issue']);
    const { settings } = api.world.services;
    const { trackers } = settings;
    Object.assign(settings, { trackers: [jira] });
    expect(await sent({ ...issue, tracker: 'other' })).toEqual([422, 'bad-qualification', 'tracker']);
    expect(await sent({ ...issue, defectNumber: 'DEV-1' })).toEqual([422, 'bad-qualification', 'defectNumber']);
    Object.assign(settings, { trackers });
    expect((await stored(api.world, number)).posts).toEqual([]);
    // what is blank says nothing
    expect(await sent({ ...incident, reason: 'One school', defectNumber: ' ', environment: '' })).toEqual([200, 'done']);
  });

  it('is not recorded on a closed case, not even an attempt', async ({ api }) => {
    const { world } = api;
    const { send, number } = await caseOf(api);
    await closeCase(world.services, world.ada, { number, reason: 'Withdrawn', comment: 'Never mind.' }, world.request());
    const attempt = { finding: 'undecided', environment: 'Staging', steps: 'x', result: 'y' };
    expect(outcome(await send('POST', '/qualify', max, attempt))).toEqual([409, 'not-now']);
    expect(await world.services.db.prisma.replication.count({ where: { case: { number } } })).toBe(0);
  });

  it('moves the case on when the defect is fixed already, also with a token of one account', async ({ api }) => {
    const { prisma } = api.world.services.db;
    const date = new Date('2026-12-01');
    const release = await prisma.release.create({ data: { name: 'Release 2026.12', date } });
    const facts = { number: 'DEV-90', summary: 'Old', severity: 'Low' as const, module: 'Grade Book', createdAt: date };
    await prisma.defect.create({ data: { ...facts, state: 'Fixed', releaseId: release.id } });
    const number = await api.world.open();
    const body = { finding: 'defect', defectNumber: 'DEV-90', environment: 'Staging', steps: 'x', result: 'y' };
    const sent = { method: 'POST', token: await api.token({ accounts: ['plainview'] }), as: max, body };
    expect(outcome(await api.call(`/api/v1/cases/${number}/qualify`, sent))).toEqual([200, 'done']);
    expect((await stored(api.world, number)).status).toBe('AvailableInRelease');
  });
});

describe('a post', () => {
  it('is edited and deleted by its author', async ({ api }) => {
    const { prisma } = api.world.services.db;
    const { send, read } = await caseOf(api);
    const id = (await send('POST', '/posts', ada, { text: 'Frist' })).body['post'] as number;
    const key = { 'idempotency-key': 'edit-1' };
    const edited = [
      await send('PATCH', `/posts/${id}`, ada, { text: 'First' }, key),
      await send('PATCH', `/posts/${id}`, ada, { text: 'First' }, key),
    ];
    expect(edited.map(({ status, body }) => [status, body['post']])).toEqual([
      [200, id],
      [200, id],
    ]);
    expect((await send('GET', '/posts', ada)).body).toMatchObject({ data: [{ id, text: 'First', deletedAt: null }] });
    expect(await prisma.postRevision.findMany({ where: { postId: id } })).toMatchObject([{ body: 'Frist' }]);
    const tag = (await read(ada)).headers.get('etag') ?? '';
    api.world.at.now = new Date(api.world.at.now.getTime() + 1_000);
    await send('POST', '/posts', ada, { text: 'Second' });
    const stale = { 'if-match': tag };
    const refused = [
      await send('DELETE', `/posts/${id}`, ada, undefined, stale),
      await send('PATCH', `/posts/${id}`, ada, { text: 'Third' }, stale),
      await send('PATCH', `/posts/${id}`, ada, { text: '  ' }),
      await send('PATCH', `/posts/${id}`, 'ben@plainview.example', { text: 'Not mine' }),
      await send('DELETE', `/posts/${id}`, max),
    ];
    expect(refused.map(outcome)).toEqual([
      [412, 'changed'],
      [412, 'changed'],
      [422, 'empty', 'text'],
      [403, 'not-allowed'],
      [403, 'not-allowed'],
    ]);
    expect(outcome(await send('DELETE', `/posts/${id}`, ada))).toEqual([200, 'done']);
    expect(outcome(await send('DELETE', `/posts/${id}`, ada))).toEqual([409, 'deleted']);
    expect(outcome(await send('PATCH', `/posts/${id}`, ada, { text: 'Back' }))).toEqual([409, 'deleted']);
    expect((await prisma.post.findUniqueOrThrow({ where: { id } })).deletedAt).not.toBeNull();
  });

  it('is found on its own case alone', async ({ api }) => {
    const { send } = await caseOf(api);
    const elsewhere = await caseOf(api);
    const id = (await elsewhere.send('POST', '/posts', ada, { text: 'Elsewhere' })).body['post'] as number;
    expect(outcome(await send('PATCH', `/posts/${id}`, ada, { text: 'x' }))).toEqual([404, 'unknown-post']);
    expect(outcome(await send('DELETE', `/posts/${id}`, ada))).toEqual([404, 'unknown-post']);
    expect(outcome(await send('DELETE', '/posts/999999999', ada))).toEqual([404, 'unknown-post']);
  });

  it('that tells what happened, or that follows a message in a chat, cannot be edited', async ({ api }) => {
    const { services, request, max: advisor } = api.world;
    const { send, number } = await caseOf(api);
    await claimCase(services, advisor, number, request());
    const claim = (await stored(api.world, number)).posts[0]?.id ?? 0;
    expect(outcome(await send('PATCH', `/posts/${claim}`, max, { text: 'set the priority to High' }))).toEqual([
      409,
      'not-a-post',
    ]);
    expect(outcome(await send('DELETE', `/posts/${claim}`, max))).toEqual([409, 'not-a-post']);
    const origin = { platform: 'slack' as const, workspaceId: 'T0PLAIN', channelId: 'D0ADA', messageId: '17.0' };
    await addPost(services, api.world.ada, { number, text: 'Typed' }, request(origin));
    const typed = (await stored(api.world, number)).posts.at(-1)?.id ?? 0;
    expect(outcome(await send('PATCH', `/posts/${typed}`, ada, { text: 'Other' }))).toEqual([409, 'typed-in-chat']);
    expect(outcome(await send('DELETE', `/posts/${typed}`, ada))).toEqual([200, 'done']);
    const question = (await send('POST', '/ask', max, { question: 'Wich?' })).body['post'] as number;
    expect(outcome(await send('PATCH', `/posts/${question}`, max, { text: 'Which?' }))).toEqual([200, 'done']);
    expect(outcome(await send('PATCH', `/posts/${question}`, max, { text: '// Which?' }))).toEqual([422, 'a-note', 'text']);
    await send('POST', '/close', max, { reason: 'Resolved' });
    const reopened = (await send('POST', '/reopen', ada, { details: 'Agian' })).body['post'] as number;
    expect(outcome(await send('PATCH', `/posts/${reopened}`, ada, { text: 'Again' }))).toEqual([200, 'done']);
  });

  it('that is a note needs the scopes of notes', async ({ api: { call, token, world } }) => {
    const [all, readsOnly, writesOnly] = [
      await token(),
      await token({ scopes: ['cases:write', 'notes:read', 'act:advisors'] }),
      await token({ scopes: ['cases:write', 'notes:write', 'act:advisors'] }),
    ];
    const path = `/api/v1/cases/${await world.open()}`;
    const note = await call(`${path}/notes`, { method: 'POST', token: all, as: max, body: { text: 'Secret' } });
    const at = `${path}/posts/${String(note.body['post'])}`;
    const edit = (by: string) => call(at, { method: 'PATCH', token: by, as: max, body: { text: 'Secrets' } });
    const remove = (by: string) => call(at, { method: 'DELETE', token: by, as: max });
    expect(outcome(await edit(readsOnly))).toEqual([403, 'missing-scope']);
    expect(outcome(await remove(readsOnly))).toEqual([403, 'missing-scope']);
    expect(outcome(await edit(writesOnly))).toEqual([404, 'unknown-post']);
    expect(outcome(await edit(all))).toEqual([200, 'done']);
    expect(outcome(await remove(all))).toEqual([200, 'done']);
  });
});

describe('a new case', () => {
  it('refuses an incident or a previous case that does not fit, and names the field', async ({ api: { call, token, world } }) => {
    const { prisma } = world.services.db;
    const secret = await token();
    const body = Object.fromEntries(Object.entries(newCase).filter(([, value]) => value !== null));
    const open = (more: object, headers: Record<string, string> = {}) =>
      call('/api/v1/cases', { method: 'POST', token: secret, as: ada, body: { ...body, ...more }, headers });
    const at = world.at.now;
    const incident = async (accountId: number, closedAt: Date | null) => {
      const facts = { kind: 'incident' as const, title: 'Slow', severity: 'minor' as const, modules: [], everyAccount: false };
      const created = await prisma.notice.create({
        data: {
          ...{ ...facts, state: 'Investigating', startsAt: at, declaredAt: at, announcedAt: at, ownerId: world.tia.id, closedAt },
          accounts: { create: { accountId } },
          updates: { create: { action: 'declare', state: 'Investigating', body: 'Slow.', at, authorName: 'Tia Holm' } },
        },
      });
      return created.id;
    };
    const [now, over, theirs] = [
      await incident(world.ada.accountId, null),
      await incident(world.ada.accountId, at),
      await incident(world.rosa.accountId, null),
    ];
    for (const wrong of [over, theirs, 999_999])
      expect(outcome(await open({ incident: wrong }))).toEqual([422, 'no-incident', 'incident']);
    const number = await world.open();
    for (const wrong of [number, 999_999])
      expect(outcome(await open({ previousCase: wrong }))).toEqual([422, 'no-previous-case', 'previousCase']);
    await closeCase(world.services, world.ada, { number, reason: 'Withdrawn', comment: 'Never mind.' }, world.request());
    const key = { 'idempotency-key': 'incident' };
    const opened = await open({ incident: now, previousCase: number }, key);
    expect(outcome(opened)).toEqual([201, 'done']);
    const read = await call(opened.headers.get('location') ?? '', { token: secret });
    expect(read.body).toMatchObject({ incident: { id: now }, previousCase: number });
    // a repeat whose answer was lost is not a mistake, although the incident is over now
    await prisma.notice.update({ where: { id: now }, data: { closedAt: at } });
    await prisma.apiAnswer.updateMany({ where: { status: 201 }, data: { status: null } });
    expect((await open({ incident: now, previousCase: number }, key)).text).toBe(opened.text);
  });
});

it('writes a reason for another priority only with the scope for notes', async ({ api: { call, token, world } }) => {
  const without = await token({ scopes: ['cases:read', 'cases:write', 'act:advisors'] });
  const answers = { disruption: 'none', blocked: 'no', workaround: 'yes', schools: 'one school', users: 'one', regression: 'no' };
  const number = await world.open({ priority: 'Low' });
  const triage = (body: object) =>
    call(`/api/v1/cases/${number}/triage`, { method: 'POST', token: without, as: max, body: { answers, ...body } });
  expect(outcome(await triage({ priority: 'High', why: 'The superintendent called.' }))).toEqual([403, 'missing-scope']);
  expect(outcome(await triage({ priority: 'Low' }))).toEqual([200, 'done']);
});

it('ignores no text of an assessment', async ({ api }) => {
  const { send, read } = await caseOf(api);
  const answers = { disruption: 'none', blocked: 'no', workaround: 'yes', schools: 'one school', users: 'one', regression: 'no' };
  const triage = async (body: object) => outcome(await send('POST', '/triage', max, { answers, priority: 'Low', ...body }));
  expect(await triage({ why: 'One user.', toContact: 'It can wait.' })).toEqual([200, 'done']);
  expect((await read(max)).body).toMatchObject({ priority: 'Low', internal: { triage: { chosen: 'Low', why: 'One user.' } } });
  expect(await triage({ toContact: 'It can still wait.' })).toEqual([422, 'no-change', 'toContact']);
});

it('names an unknown field as it was sent, and not as another one', async ({ api }) => {
  const { send } = await caseOf(api);
  const sent = { 'take-over-from': 1, takeOverFrom: 'x', '-0': null };
  const refused = await send('POST', '/claim', max, sent);
  expect(outcome(refused)).toEqual([422, 'invalid-request', 'takeOverFrom', 'take-over-from', '-0']);
});

it('documents that the account of a list of people may not exist', async ({ api: { call, token } }) => {
  const { status, body } = await call('/api/v1/people?account=nowhere', { token: await token() });
  expect([status, body['code']]).toEqual([404, 'unknown-account']);
  expect(document().paths['/people']?.get?.responses).toHaveProperty(String(status));
});

it('takes no file for a case that was erased', async ({ api: { call, token, world } }) => {
  const { prisma } = world.services.db;
  const number = await world.open();
  await prisma.case.update({ where: { number }, data: { erasedAt: world.at.now } });
  const sent = { method: 'POST', token: await token(), as: ada, body: Buffer.from('late') };
  expect(outcome(await call(`/api/v1/cases/${number}/files?name=a.txt`, sent))).toEqual([409, 'erased']);
  expect(await prisma.file.count({ where: { case: { number } } })).toBe(0);
});
