import pg from 'pg';
import { expect } from 'vitest';
import { announced } from '../../../src/db/announce-work.ts';
import {
  enqueueCard,
  enqueuePost,
  ensureDestination,
  openConversation,
  refreshCards,
  refreshPost,
  withdrawPost,
} from '../../../src/outbox/enqueue/index.ts';
import { test as base } from '../fixtures.ts';

const test = base.extend(
  'deliveries',
  { scope: 'file' },
  ({ db }) =>
    (where: { caseId?: number; postId?: number }) =>
      db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } }),
);

test('creates a destination and a conversation once for concurrent requests', async ({ db, seed }) => {
  const make = () =>
    db.prisma.$transaction((tx) => ensureDestination(tx, { platform: 'slack', workspaceId: 'T1', channelId: 'Cnew' }));
  const ids = await Promise.all([make(), make(), make()]);
  expect(new Set(ids).size).toBe(1);
  const caseId = await seed.openCase();
  const place = { caseId, destinationId: ids[0] };
  const first = await openConversation(db.prisma, { ...place, side: 'contact' });
  expect(await openConversation(db.prisma, { ...place, side: 'advisor' })).toEqual(first);
});

test('raises the version of a card that is enqueued twice', async ({ seed, db, deliveries }) => {
  const caseId = await seed.openCase();
  const conversation = await seed.addConversation(caseId, 'C1');
  await enqueueCard(db.prisma, conversation);
  expect(await deliveries({ caseId })).toMatchObject([
    { kind: 'card', desiredVersion: 2, state: 'pending', destinationId: conversation.destinationId },
  ]);
});

test('sends a post everywhere except where it was typed, and a note only to advisors', async ({ seed, deliveries }) => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const queue = await seed.addConversation(caseId, 'C2', 'advisor');
  await seed.addConversation(caseId, 'C3', 'advisor', 'T2');
  const places = async (postId: number) => (await deliveries({ postId })).map((row) => row.destination.channelId);
  expect(await places(await seed.addPost(caseId, 'to all'))).toEqual(['C1', 'C2', 'C3']);
  expect(await places(await seed.addPost(caseId, 'what happened', 'event'))).toEqual(['C1', 'C2', 'C3']);
  expect(await places(await seed.addPost(caseId, 'typed in C2', 'public', queue.destinationId))).toEqual(['C1', 'C3']);
  expect(await places(await seed.addPost(caseId, 'secret', 'note', queue.destinationId))).toEqual(['C3']);
});

test('makes sent deliveries pending again on a refresh, but not dead or withdrawn ones', async ({ seed, db, deliveries }) => {
  const caseId = await seed.openCase();
  const states = ['pending', 'sending', 'sent', 'dead'] as const;
  for (const channel of states) await seed.addConversation(caseId, channel);
  for (const state of states)
    await db.prisma.delivery.updateMany({ where: { caseId, destination: { channelId: state } }, data: { state } });
  await refreshCards(db.prisma, caseId);
  await refreshCards(db.prisma, caseId);
  expect((await deliveries({ caseId })).map((row) => [row.state, row.desiredVersion])).toEqual([
    ['pending', 3],
    ['sending', 3],
    ['pending', 3],
    ['dead', 1],
  ]);
  const postId = await seed.addPost(caseId, 'soon withdrawn');
  await withdrawPost(db.prisma, postId);
  await refreshPost(db.prisma, postId);
  expect((await deliveries({ postId })).map((row) => [row.withdrawn, row.desiredVersion])).toEqual(states.map(() => [true, 2]));
});

test.for([
  ['a dead letter that never arrived counts as sent', { state: 'dead' }, 'sent'],
  ['a dead letter that perhaps arrived is looked for', { state: 'dead', startedAt: new Date() }, 'pending'],
  ['a message whose edit is a dead letter is removed', { state: 'dead', externalId: '1.1' }, 'pending'],
  ['a message that was sent is removed', { state: 'sent', externalId: '1.1' }, 'pending'],
  ['a message that is being sent is removed afterwards', { state: 'sending', startedAt: new Date() }, 'sending'],
] as const)('withdraws a delivery: %s', async ([_case, data, state], { seed, db, deliveries }) => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const postId = await seed.addPost(caseId, 'regret');
  await db.prisma.delivery.updateMany({ where: { postId }, data });
  await withdrawPost(db.prisma, postId);
  expect(await deliveries({ postId })).toMatchObject([{ state, withdrawn: true, desiredVersion: 2 }]);
});

test('wakes the workers on commit, but not on rollback', async ({ seed, db }) => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const listener = new pg.Client(db.url);
  await listener.connect();
  const notified: string[] = [];
  listener.on('notification', (message) => notified.push(message.channel));
  await listener.query('listen outbox');
  const heard = async (): Promise<void> => {
    await announced(db.pool);
    await listener.query('select 1');
  };
  const failing = db.transaction(async (tx) => {
    await refreshCards(tx, caseId);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  await heard();
  expect(notified).toEqual([]);
  await db.transaction(async (tx) => {
    const post = await tx.post.create({ data: { caseId, kind: 'public', body: 'x', authorName: 'Ada', createdAt: new Date() } });
    await enqueuePost(tx, post);
    await refreshCards(tx, caseId);
    await listener.query('select 1');
    expect(notified).toEqual([]);
  });
  await heard();
  expect(notified).toEqual(['outbox']);
  await listener.end();
});
