import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import {
  enqueueCard,
  enqueuePost,
  ensureDestination,
  openConversation,
  refreshCards,
  refreshPost,
  withdrawPost,
} from '../../../src/outbox/enqueue/index.ts';
import { freshDatabase } from '../../database.ts';
import { makeScene, type Scene } from '../fixtures.ts';

let db: Database;
let scene: Scene;
beforeAll(async () => {
  db = await freshDatabase();
  scene = await makeScene(db);
});
afterAll(() => db.close());

const deliveries = (where: { caseId?: number; postId?: number }) =>
  db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });

test('creates a destination and a conversation once for concurrent requests', async () => {
  const make = () =>
    db.prisma.$transaction((tx) => ensureDestination(tx, { platform: 'slack', workspaceId: 'T1', channelId: 'Cnew' }));
  const ids = await Promise.all([make(), make(), make()]);
  expect(new Set(ids).size).toBe(1);
  const caseId = await scene.openCase();
  const place = { caseId, destinationId: ids[0] };
  const first = await openConversation(db.prisma, { ...place, side: 'contact' });
  expect(await openConversation(db.prisma, { ...place, side: 'advisor' })).toEqual(first);
});

test('raises the version of a card that is enqueued twice', async () => {
  const caseId = await scene.openCase();
  const conversation = await scene.place(caseId, 'C1');
  await enqueueCard(db.prisma, conversation);
  expect(await deliveries({ caseId })).toMatchObject([
    { kind: 'card', desiredVersion: 2, state: 'pending', destinationId: conversation.destinationId },
  ]);
});

test('sends a post everywhere except where it was typed, and a note only to advisors', async () => {
  const caseId = await scene.openCase();
  await scene.place(caseId, 'C1');
  const queue = await scene.place(caseId, 'C2', 'advisor');
  await scene.place(caseId, 'C3', 'advisor', 'T2');
  const places = async (postId: number) => (await deliveries({ postId })).map((row) => row.destination.channelId);
  expect(await places(await scene.write(caseId, 'to all'))).toEqual(['C1', 'C2', 'C3']);
  expect(await places(await scene.write(caseId, 'what happened', 'event'))).toEqual(['C1', 'C2', 'C3']);
  expect(await places(await scene.write(caseId, 'typed in C2', 'public', queue.destinationId))).toEqual(['C1', 'C3']);
  expect(await places(await scene.write(caseId, 'secret', 'note', queue.destinationId))).toEqual(['C3']);
});

test('makes sent deliveries pending again on a refresh, but not dead or withdrawn ones', async () => {
  const caseId = await scene.openCase();
  const states = ['pending', 'sending', 'sent', 'dead'] as const;
  for (const channel of states) await scene.place(caseId, channel);
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
  const postId = await scene.write(caseId, 'soon withdrawn');
  await withdrawPost(db.prisma, postId);
  await refreshPost(db.prisma, postId);
  expect((await deliveries({ postId })).map((row) => [row.withdrawn, row.desiredVersion])).toEqual(states.map(() => [true, 2]));
});

test.each([
  ['a dead letter that never arrived counts as sent', { state: 'dead' }, 'sent'],
  ['a dead letter that perhaps arrived is looked for', { state: 'dead', startedAt: new Date() }, 'pending'],
  ['a message whose edit is a dead letter is removed', { state: 'dead', externalId: '1.1' }, 'pending'],
  ['a message that was sent is removed', { state: 'sent', externalId: '1.1' }, 'pending'],
  ['a message that is being sent is removed afterwards', { state: 'sending', startedAt: new Date() }, 'sending'],
] as const)('withdraws a delivery: %s', async (_case, data, state) => {
  const caseId = await scene.openCase();
  await scene.place(caseId, 'C1');
  const postId = await scene.write(caseId, 'regret');
  await db.prisma.delivery.updateMany({ where: { postId }, data });
  await withdrawPost(db.prisma, postId);
  expect(await deliveries({ postId })).toMatchObject([{ state, withdrawn: true, desiredVersion: 2 }]);
});

test('wakes the workers on commit, but not on rollback', async () => {
  const caseId = await scene.openCase();
  await scene.place(caseId, 'C1');
  const listener = new pg.Client(db.url);
  await listener.connect();
  const heard: string[] = [];
  listener.on('notification', (message) => heard.push(message.channel));
  await listener.query('listen outbox');
  await db.prisma
    .$transaction(async (tx) => {
      await refreshCards(tx, caseId);
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  await listener.query('select 1');
  expect(heard).toEqual([]);
  await db.prisma.$transaction(async (tx) => {
    const post = await tx.post.create({ data: { caseId, kind: 'public', body: 'x', authorName: 'Ada', createdAt: new Date() } });
    await enqueuePost(tx, post);
    await refreshCards(tx, caseId);
  });
  await listener.query('select 1');
  expect(heard).toEqual(['outbox']);
  await listener.end();
});
