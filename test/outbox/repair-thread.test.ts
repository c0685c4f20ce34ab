// A card that somebody deleted, or that never arrived, is posted again by itself, and what follows hangs under it.
import { expect } from 'vitest';
import { listDeadLetters, replayDeadLetters } from '../../src/outbox/dead-letters.ts';
import { refreshCards } from '../../src/outbox/enqueue/index.ts';
import { DeliveryError } from '../../src/ports.ts';
import { test } from './fixtures.ts';
import { Platform } from './harness.ts';

const threads = (platform: Platform): (string | undefined)[] => platform.messages.map(({ threadRef }) => threadRef);

test('posts a deleted card again when it changes, and later posts reply to the new one', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  const { id } = await seed.addConversation(caseId, 'C1');
  const worker = startWorker(platform);
  await worker.idle();
  platform.messages.length = 0;
  await refreshCards(db.prisma, caseId);
  await worker.idle();
  await seed.addPost(caseId, 'one');
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one']);
  expect(threads(platform)).toEqual([undefined, platform.messages[0]?.id]);
  const { threadRef } = await db.prisma.conversation.findUniqueOrThrow({ where: { id } });
  expect(threadRef).toBe(platform.messages[0]?.id);
  expect(await listDeadLetters(db.pool)).toEqual([]);
});

test('posts a deleted card again when the platform refuses a reply to it', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const worker = startWorker(platform);
  await worker.idle();
  platform.messages.length = 0;
  let refusals = 0;
  const send = platform.send.bind(platform);
  platform.send = async (target, card, id) => {
    if (target.threadRef !== undefined && refusals++ === 0)
      throw new DeliveryError('refused', 'thread_not_found', undefined, { scope: 'thread' });
    return send(target, card, id);
  };
  await seed.addPost(caseId, 'one', 'note');
  await seed.addPost(caseId, 'two');
  await worker.idle();
  // the note is for advisors, and this is the contact's channel
  expect(platform.texts('C1')).toEqual(['card: Grades', 'two']);
  expect(threads(platform)).toEqual([undefined, platform.messages[0]?.id]);
  expect(await listDeadLetters(db.pool)).toEqual([]);
});

test('gives up on a reply when every new card is refused as its thread', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const worker = startWorker(platform);
  await worker.idle();
  platform.before = ({ text }) => {
    if (text === 'one') throw new DeliveryError('refused', 'thread_not_found', undefined, { scope: 'thread' });
  };
  await seed.addPost(caseId, 'one');
  await worker.idle();
  expect(await listDeadLetters(db.pool)).toMatchObject([{ kind: 'post', code: 'thread_not_found' }]);
  expect(platform.texts('C1')).toHaveLength(3);
});

test('posts a card that never arrived with the next post, and sends the earlier posts under it', async ({
  seed,
  startWorker,
  db,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  platform.before = () => {
    throw new DeliveryError('refused', 'invalid_blocks');
  };
  const worker = startWorker(platform);
  await worker.idle();
  expect(await listDeadLetters(db.pool)).toMatchObject([{ kind: 'card' }, { kind: 'post', code: 'thread_missing' }]);
  platform.before = () => undefined;
  await seed.addPost(caseId, 'two');
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one', 'two']);
  expect(await listDeadLetters(db.pool)).toEqual([]);
});

test('leaves a post that somebody deleted alone, and replays what died of it', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  const worker = startWorker(platform);
  await worker.idle();
  platform.messages.pop();
  await db.pool.query(
    `update delivery set state = 'dead', error_code = 'message_not_found', desired_version = 2 where kind = 'post'`,
  );
  expect(await replayDeadLetters(db.pool, 'all')).toBe(1);
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades']);
  expect(await listDeadLetters(db.pool)).toEqual([]);
});
