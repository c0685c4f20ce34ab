import { expect } from 'vitest';
import { listDeadLetters, replayDeadLetters } from '../../src/outbox/dead-letters.ts';
import { DeliveryError } from '../../src/ports.ts';
import { test } from './fixtures.ts';
import { Platform } from './harness.ts';

const refuse = (code: string) => () => {
  throw new DeliveryError('refused', code);
};

test('lists dead letters with their case, place, error and date', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  await seed.addConversation(await seed.openCase(), 'C2');
  platform.before = refuse('is_archived');
  await startWorker(platform).idle();
  const { number } = await db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  const place = { caseNumber: number, side: 'contact', platform: 'slack', workspaceId: 'T1', channelId: 'C1' };
  expect(await listDeadLetters(db.pool, { caseNumber: number })).toEqual([
    { ...place, id: expect.any(Number) as number, kind: 'card', code: 'is_archived', since: expect.any(Date) as Date },
    { ...place, id: expect.any(Number) as number, kind: 'post', code: 'thread_missing', since: expect.any(Date) as Date },
  ]);
  expect(await listDeadLetters(db.pool)).toHaveLength(3);
  expect(await listDeadLetters(db.pool, { limit: 1 })).toHaveLength(1);
});

test('replays dead letters in order', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  for (const body of ['one', 'two', 'three']) await seed.addPost(caseId, body);
  platform.before = refuse('token_revoked');
  const worker = startWorker(platform);
  await worker.idle();
  platform.before = () => undefined;
  expect(await replayDeadLetters(db.pool, 'all')).toBe(4);
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one', 'two', 'three']);
  expect(await replayDeadLetters(db.pool, 'all')).toBe(0);
});

test('replays a single post together with its card, and leaves the others', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  for (const body of ['one', 'two']) await seed.addPost(caseId, body);
  platform.before = refuse('not_in_channel');
  const worker = startWorker(platform);
  await worker.idle();
  platform.before = () => undefined;
  const [, , last] = await listDeadLetters(db.pool);
  expect(await replayDeadLetters(db.pool, [last?.id ?? 0])).toBe(2);
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'two']);
  expect(await listDeadLetters(db.pool)).toMatchObject([{ kind: 'post', code: 'thread_missing' }]);
});

test('looks up a replayed delivery that was sent without an answer', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1');
  platform.after = ({ method }) => {
    if (method === 'send') throw new DeliveryError('in-doubt', 'no_answer');
  };
  const worker = startWorker(platform, { attemptLimit: 1 });
  await worker.idle();
  expect(await replayDeadLetters(db.pool, 'all')).toBe(1);
  await worker.idle();
  expect(platform.calls.map(({ method }) => method)).toEqual(['send', 'find']);
  expect(platform.messages).toHaveLength(1);
});

test("updates the advisors' card when a delivery becomes a dead letter and when it is replayed", async ({
  seed,
  startWorker,
  db,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'Cqueue', 'advisor');
  await seed.addConversation(caseId, 'C1');
  platform.before = ({ channelId }) => {
    if (channelId === 'C1') throw new DeliveryError('refused', 'not_in_channel');
  };
  const worker = startWorker(platform);
  await worker.idle();
  expect(platform.made('update')).toHaveLength(1);
  platform.before = () => undefined;
  await replayDeadLetters(db.pool, 'all');
  await worker.idle();
  expect(platform.made('update').map(({ channelId }) => channelId)).toEqual(['Cqueue', 'Cqueue']);
});
