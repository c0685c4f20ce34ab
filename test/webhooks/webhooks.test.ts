// Webhooks from the change to the endpoint: what is sent, in which order, to whom, and what never leaves.
import { describe, expect } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../src/usecases/cases/claim-case.ts';
import { deletePost } from '../../src/usecases/cases/delete-post.ts';
import { editPost } from '../../src/usecases/cases/edit-post.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { markFixed } from '../../src/usecases/defects/mark-fixed.ts';
import { publishRelease } from '../../src/usecases/defects/publish-release.ts';
import { qualifyCase } from '../../src/usecases/defects/qualify-case.ts';
import { continueErasure } from '../../src/usecases/privacy/erase-continue.ts';
import { startPersonErasure } from '../../src/usecases/privacy/erase-start.ts';
import { pendingNumber } from '../../src/domain/issue-number.ts';
import { internalActions } from '../../src/domain/webhook-events.ts';
import { dispatchEvents } from '../../src/outbox/enqueue/webhooks.ts';
import { dispatchWaitingEvents } from '../../src/usecases/webhooks/dispatch.ts';
import { runAs } from '../../src/usecases/scope.ts';
import { newCase, plainviewSpace } from '../usecases/fixtures.ts';
import { operator, test } from './fixtures.ts';

const typedAt = (messageId: string) => ({
  platform: 'slack' as const,
  workspaceId: plainviewSpace,
  channelId: 'D0ADA',
  messageId,
});

describe('what happens to a case', () => {
  test('arrives signed, in order, with the case as it is', async ({ world, add, send, endpoint }) => {
    await add();
    const number = await world.open();
    await claimCase(world.services, world.max, number, world.request());
    await addPost(world.services, world.ada, { number, text: 'It is *still* wrong.' }, world.request());
    await send().idle();
    const types = endpoint.accepted().map(({ payload }) => payload.type);
    expect(types).toEqual(['case.opened', 'post.created', 'case.assigned', 'post.created']);
    expect(endpoint.accepted().at(-1)?.payload.data).toMatchObject({
      case: {
        number: `CB-${number}`,
        account: { key: 'plainview' },
        contact: { name: 'Ada Park' },
        advisor: { name: 'Max Reyes' },
      },
      post: {
        kind: 'public',
        text: 'It is *still* wrong.',
        html: '<p>It is <em>still</em> wrong.</p>',
        author: { name: 'Ada Park' },
      },
    });
  });

  test('is written for the accounts of a contact alone, by their own statement behind the wall', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    await add();
    const app = openDatabase(db.url);
    const services = { ...world.services, db: app };
    const place = { workspaceId: plainviewSpace, directChannel: 'D0ADA' };
    await runAs(world.ada, () => openCase(services, world.ada, newCase, place, world.request()));
    const seen = await runAs(world.ada, () => app.prisma.webhookEvent.count());
    await app.close();
    await send().idle();
    expect(seen).toBe(0);
    expect(endpoint.accepted()[0]?.payload).toMatchObject({
      type: 'case.opened',
      version: 1,
      data: { change: { by: { name: 'Ada Park' } } },
    });
  });

  test('writes nothing while nobody wants it', async ({ db, world, add, endpoint }) => {
    void endpoint;
    await world.open();
    await add({ events: ['release.*'] });
    await world.open();
    expect(await db.prisma.webhookEvent.count()).toBe(0);
  });

  test('is sent as it is by then: an edit and a deletion reach what waits, and have events of their own', async ({
    world,
    add,
    send,
    endpoint,
  }) => {
    await add({ events: ['post.*'] });
    const number = await world.open();
    const { services, ada, request } = world;
    await addPost(services, ada, { number, text: 'My password is secret.' }, request(typedAt('1.1')));
    await editPost(services, ada, typedAt('1.1'), 'Never mind.', 'edit 1');
    await addPost(services, ada, { number, text: 'Delete me.' }, request(typedAt('1.2')));
    const post = await services.db.prisma.post.findFirstOrThrow({ where: { body: 'Delete me.' } });
    await deletePost(services, ada, post.id, 'delete 1');
    await send().idle();
    const posts = endpoint
      .accepted()
      .map(({ payload }) => [payload.type, (payload.data as { post: { text: string } }).post.text]);
    expect(posts.slice(-4)).toEqual([
      ['post.created', 'Never mind.'],
      ['post.edited', 'Never mind.'],
      ['post.created', ''],
      ['post.deleted', ''],
    ]);
    expect(JSON.stringify(endpoint.received())).not.toContain('secret');
  });
});

describe('an endpoint', () => {
  test('gets internal notes and internal history only if it is marked for them', async ({ world, add, send, endpoint }) => {
    await add();
    const number = await world.open();
    await addNote(world.services, world.max, { number, text: 'They never pay.' }, world.request());
    await send().idle();
    expect(JSON.stringify(endpoint.received())).not.toContain('They never pay.');
    await world.services.db.prisma.webhookEndpoint.deleteMany();
    await add({ name: 'Inside', internal: true });
    await addNote(world.services, world.max, { number, text: 'They never pay.' }, world.request());
    await send().idle();
    expect(endpoint.accepted().at(-1)?.payload.data).toMatchObject({ post: { kind: 'note', text: 'They never pay.' } });
  });

  test('that is no longer marked for notes gets no note that was enqueued before', async ({ db, world, add, send, endpoint }) => {
    const id = await add({ internal: true, events: ['post.*'] });
    const number = await world.open();
    await addNote(world.services, world.max, { number, text: 'They never pay.' }, world.request());
    await dispatchWaitingEvents(world.services);
    await db.prisma.webhookEndpoint.update({ where: { id }, data: { internal: false } });
    await send().idle();
    expect(JSON.stringify(endpoint.received())).not.toContain('They never pay.');
    expect(await db.prisma.delivery.findFirst({ where: { state: 'dead' } })).toMatchObject({ errorCode: 'note_leak' });
  });

  test('gets the accounts, modules and events it asked for', async ({ world, add, send, endpoint }) => {
    await add({ accountIds: [world.rosa.accountId], events: ['case.opened'] });
    const place = { workspaceId: plainviewSpace, directChannel: 'D0ROSA' };
    await world.open();
    await openCase(world.services, world.rosa, newCase, place, world.request());
    await send().idle();
    expect(endpoint.accepted().map(({ payload }) => payload.data)).toMatchObject([{ case: { account: { key: 'rivertown' } } }]);
    await world.services.db.prisma.webhookEndpoint.deleteMany();
    await add({ modules: ['Attendance'], events: ['case.*'] });
    await openCase(world.services, world.rosa, newCase, place, world.request());
    await openCase(world.services, world.rosa, { ...newCase, module: 'Attendance' }, place, world.request());
    await send().idle();
    expect(
      endpoint
        .accepted()
        .slice(1)
        .map(({ payload }) => payload.data),
    ).toMatchObject([{ case: { module: 'Attendance' } }]);
  });
});

test('An event that is committed while others are taken is not lost', async ({ db, world, add, send, endpoint }) => {
  await add({ events: ['post.created'] });
  const numbers = [await world.open(), await world.open()];
  const cases = await db.prisma.case.findMany({ where: { number: { in: numbers } }, orderBy: { id: 'asc' } });
  const write = `insert into post (case_id, kind, author_name, body, created_at) values ($1, 'public', 'Ada', $2, now())`;
  const late = await db.pool.connect();
  await late.query('begin');
  await late.query(write, [cases[0]?.id, 'late']); // with a lower ID than the next one
  await db.pool.query(write, [cases[1]?.id, 'early']);
  await db.transaction(async (tx) => {
    // it becomes visible after the events were chosen, and before their deliveries are written
    const chosen = dispatchEvents(tx, internalActions, { onChosen: async () => void (await late.query('commit')) });
    expect(await chosen).toBe(1);
  });
  late.release();
  await send().idle();
  const texts = endpoint.accepted().map(({ payload }) => (payload.data as unknown as { post: { text: string } }).post.text);
  // two cases, so in no certain order
  expect(texts.sort()).toEqual(['early', 'late']);
});

test('A defect whose issue is being created has no number yet', async ({ world, add, send, endpoint }) => {
  await add({ events: ['case.defect'] });
  const { services, tia, request } = world;
  const number = await world.open();
  const attempt = { environment: 'Staging', steps: 'As described', result: 'The same' };
  const defect = { number: pendingNumber(number), summary: 'Internal', severity: 'High' as const };
  await qualifyCase(services, tia, { number, attempt, finding: 'defect', reason: null, defect }, request());
  await send().idle();
  expect(endpoint.accepted().map(({ payload }) => payload.data)).toMatchObject([{ case: { defect: null } }]);
});

test('A case that is unlinked from its defect has an event, without the reason where internal notes are not sent', async ({
  world,
  add,
  send,
  endpoint,
}) => {
  await add({ events: ['case.defect', 'post.created'] });
  const { services, tia, request } = world;
  const number = await world.open();
  const attempt = { environment: 'Staging', steps: 'As described', result: 'The same' };
  const defect = { number: 'DEV-1', summary: 'Internal', severity: 'High' as const };
  await qualifyCase(services, tia, { number, attempt, finding: 'defect', reason: null, defect }, request());
  const unlinked = { number, attempt: null, finding: 'undecided' as const, unlinks: true, reason: 'Quetzal', defect: null };
  await qualifyCase(services, tia, unlinked, request());
  await send().idle();
  const payloads = endpoint.accepted().map(({ payload }) => payload);
  expect(payloads.filter(({ type }) => type === 'case.defect').map(({ data }) => data)).toMatchObject([
    { change: { action: 'qualify', why: 'DEV-1' } },
    { case: { defect: null, status: 'New' }, change: { action: 'unlink', why: null } },
  ]);
  expect(JSON.stringify(payloads)).toContain('unlinked this case from product defect DEV-1');
  expect(JSON.stringify(payloads)).not.toContain('Quetzal');
});

test('A case that belongs to another account by now is not sent to an endpoint of its former one', async ({
  db,
  world,
  add,
  send,
  endpoint,
}) => {
  await add({ accountIds: [world.ada.accountId], events: ['case.opened'] });
  const number = await world.open();
  await db.prisma.case.update({ where: { number }, data: { accountId: world.rosa.accountId } });
  await send().idle();
  expect(endpoint.received()).toEqual([]);
});

test('A text that is too large is cut, and its HTML is still whole', async ({ db, world, add, send, endpoint }) => {
  await add({ events: ['post.created', 'release.published'] });
  const number = await world.open();
  const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
  const body = `${'x'.repeat(3_980)} [here](https://example.com/) ${'y'.repeat(300_000)}`;
  const written = { caseId, kind: 'public', authorName: 'Ada Park', body, createdAt: world.services.clock.now() } as const;
  const { id } = await db.prisma.post.create({ data: written });
  const release = await db.prisma.release.create({ data: { name: 'Release 2026.12', date: new Date('2026-12-01') } });
  const defects = Array.from({ length: 150 }, (_, at) => ({
    ...{ number: `DEV-${at}`, summary: 'Internal', severity: 'Low' as const, module: 'Fees', state: 'Released' as const },
    ...{ releaseNote: 'z'.repeat(2_900), releaseId: release.id, createdAt: written.createdAt },
  }));
  await db.prisma.defect.createMany({ data: defects });
  await db.prisma.release.update({ where: { id: release.id }, data: { publishedAt: written.createdAt } });
  await send().idle();
  const sent = endpoint.accepted().map(({ payload }) => payload);
  const post = sent.find(({ data }) => (data as unknown as { post?: { id: number } }).post?.id === id);
  expect(post?.truncated).toBe(true);
  expect((post?.data as unknown as { post: { html: string } }).post.html.endsWith('</p>')).toBe(true);
  expect(JSON.stringify(post?.data)).not.toContain('<a href');
  for (const one of sent) expect(Buffer.byteLength(JSON.stringify(one))).toBeLessThanOrEqual(256 * 1024);
  expect(sent.find(({ type }) => type === 'release.published')).toMatchObject({ truncated: true });
});

test('A notice that concerns other accounts by now is not sent to an endpoint of a former one', async ({
  db,
  world,
  add,
  send,
  endpoint,
}) => {
  await add({ accountIds: [world.ada.accountId], events: ['notice.*'] });
  const now = world.services.clock.now();
  const { id } = await db.prisma.notice.create({
    data: {
      ...{ kind: 'incident', title: 'Slow', severity: 'minor', state: 'Investigating', everyAccount: false },
      ...{ ownerId: world.max.id, startsAt: now, declaredAt: now, announcedAt: now },
      accounts: { create: { accountId: world.ada.accountId } },
    },
  });
  const update = { action: 'declare', state: 'Investigating', body: 'We look into it.', authorName: 'Max Reyes' } as const;
  await db.prisma.noticeUpdate.create({ data: { ...update, noticeId: id, at: now } });
  await dispatchWaitingEvents(world.services);
  expect(await db.prisma.delivery.count({ where: { kind: 'webhook', state: 'pending' } })).toBe(1);
  await db.prisma.noticeAccount.updateMany({ data: { accountId: world.rosa.accountId } });
  await send().idle();
  expect(endpoint.received()).toEqual([]);
});

describe('people', () => {
  test('who left the accounts of an endpoint have no name there', async ({ db, world, add, send, endpoint }) => {
    await add({ accountIds: [world.ada.accountId], events: ['person.*'] });
    const zoe = { name: 'Zoe Grey', email: 'zoe@plainview.example', kind: 'contact' as const, accountId: world.ada.accountId };
    const { id } = await db.prisma.person.create({ data: { ...zoe, contactType: 'support' } });
    await dispatchWaitingEvents(world.services);
    await db.prisma.person.update({ where: { id }, data: { accountId: world.rosa.accountId, email: 'zoe@rivertown.example' } });
    await send().idle();
    const left = { person: { id, accounts: [], active: false } };
    expect(endpoint.accepted().map(({ payload }) => [payload.type, payload.data])).toMatchObject([
      ['person.joined', left],
      ['person.changed', left],
    ]);
    // without the signatures, which can spell any short name
    expect(JSON.stringify(endpoint.received().map(({ payload }) => payload))).not.toMatch(/Zoe|zoe@|rivertown/i);
  });

  test('join, change and are erased, and what waited of them has no name any longer', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    await add({ events: ['person.*', 'post.*'] });
    const number = await world.open();
    const person = { name: 'Zoe Grey', email: 'zoe@plainview.example', kind: 'contact' as const, accountId: world.ada.accountId };
    const { id } = await db.prisma.person.create({ data: { ...person, contactType: 'support' } });
    await db.prisma.person.update({ where: { id }, data: { contactType: 'technical' } });
    const zoe = { ...world.ada, id, name: person.name, email: person.email };
    await addPost(world.services, zoe, { number, text: 'Hello.' }, world.request());
    const erasure = await startPersonErasure(world.services, operator, { email: person.email, reason: 'A letter' });
    expect(await continueErasure(world.services, erasure)).toBe('done');
    await send().idle();
    const types = endpoint.accepted().map(({ payload }) => payload.type);
    expect(types).toEqual(expect.arrayContaining(['person.joined', 'person.changed', 'person.erased', 'post.created']));
    expect(JSON.stringify(endpoint.received().map(({ payload }) => payload))).not.toMatch(/Zoe|zoe@/);
  });
});

describe('a release', () => {
  test('carries its notes as Markdown and as safe HTML', async ({ db, world, add, send, endpoint, lead }) => {
    await add({ events: ['release.published'] });
    const { services, tia, request } = world;
    await db.prisma.person.update({ where: { id: lead.id }, data: { lead: true } });
    const number = await world.open();
    const attempt = { environment: 'Staging', steps: 'As described', result: 'The same' };
    const defect = { number: 'DEV-1', summary: 'Internal', severity: 'High' as const };
    await qualifyCase(services, tia, { number, attempt, finding: 'defect', reason: null, defect }, request());
    const notes = { 'DEV-1': 'Grades are **right** again <script>alert(1)</script>.' };
    await markFixed(services, lead, { defects: ['DEV-1'], release: 'Release 2026.12', date: '2026-12-01', notes }, request());
    const release = await db.prisma.release.findFirstOrThrow();
    await publishRelease(services, lead, { releaseId: release.id, notes: {} }, request());
    await send().idle();
    const [one] = endpoint.accepted();
    expect(one?.payload.data).toMatchObject({
      release: { name: 'Release 2026.12', defects: [{ number: 'DEV-1', module: 'Grade Book' }] },
    });
    const { markdown, html } = (one?.payload.data as unknown as { release: { markdown: string; html: string } }).release;
    expect(markdown).toContain('Grades are **right** again');
    expect(html).toContain('<h1>Release 2026.12</h1>');
    expect(html).toContain('<strong>right</strong>');
    expect(html).not.toContain('<script');
  });
});
