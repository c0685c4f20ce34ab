import { expect } from 'vitest';
import { refreshCards, withdrawPost } from '../../src/outbox/enqueue/index.ts';
import { confirmDelivery } from '../../src/outbox/confirm-delivery.ts';
import { DeliveryError } from '../../src/ports.ts';
import { test } from './fixtures.ts';
import { Platform } from './harness.ts';

const methods = (platform: Platform) => platform.calls.map(({ method }) => method);
/** The next `times` sends get no answer. */
function loseAnswers(platform: Platform, when: 'before' | 'after', times = 1): void {
  let left = times;
  platform[when] = ({ method }) => {
    if (method === 'send' && left-- > 0) throw new DeliveryError('in-doubt', 'ETIMEDOUT');
  };
}

test('looks up a send without an answer, and does not repeat it when it is found', async ({ seed, startWorker }) => {
  const platform = new Platform();
  loseAnswers(platform, 'after');
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'find', 'send']);
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one']);
  expect(platform.messages[1]?.threadRef).toBe(platform.messages[0]?.id);
});

test('sends again when the look-up finds nothing', async ({ seed, startWorker }) => {
  const platform = new Platform();
  loseAnswers(platform, 'before', 2);
  await seed.addConversation(await seed.openCase(), 'C1');
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'find', 'send', 'find', 'send']);
  expect(platform.texts('C1')).toEqual(['card: Grades']);
});

test('sends again on a platform without a look-up, even if that makes a duplicate', async ({ seed, startWorker }) => {
  const platform = new Platform();
  platform.canLook = false;
  loseAnswers(platform, 'after');
  await seed.addConversation(await seed.openCase(), 'C1');
  await startWorker(platform).idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'card: Grades']);
});

test('stays in doubt after a failed look-up and after a crash', async ({ seed, startWorker }) => {
  const platform = new Platform();
  loseAnswers(platform, 'after');
  let fails = 2;
  platform.before = ({ method }) => {
    if (method === 'find' && fails-- > 0) throw new DeliveryError(fails > 0 ? 'failed' : 'in-doubt', 'service_unavailable');
  };
  await seed.addConversation(await seed.openCase(), 'C1');
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'find', 'find', 'find']);
  expect(platform.texts('C1')).toEqual(['card: Grades']);
});

test('does not look up a message that the platform certainly rejected', async ({ seed, startWorker }) => {
  const platform = new Platform();
  let failed = false;
  platform.before = () => {
    if (failed) return;
    failed = true;
    throw new DeliveryError('failed', 'ECONNREFUSED');
  };
  await seed.addConversation(await seed.openCase(), 'C1');
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'send']);
});

test('updates a message that is found in an older version', async ({ seed, db, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  let lost = false;
  platform.after = async ({ method }) => {
    if (method !== 'send' || lost) return;
    lost = true;
    await db.prisma.case.update({ where: { id: caseId }, data: { subject: 'Newer' } });
    await refreshCards(db.prisma, caseId);
    throw new DeliveryError('in-doubt', 'no_answer');
  };
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'find', 'update']);
  expect(platform.texts('C1')).toEqual(['card: Newer']);
});

test('looks up and removes a message that was withdrawn while in doubt', async ({ seed, db, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const postId = await seed.addPost(caseId, 'regret');
  platform.after = async ({ text }) => {
    if (text !== 'regret') return;
    await withdrawPost(db.prisma, postId);
    throw new DeliveryError('in-doubt', 'no_answer');
  };
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'send', 'find', 'remove']);
  expect(platform.texts('C1')).toEqual(['card: Grades']);
});

test('leaves a delivery in doubt when the transport never answers or throws an unexpected error', async ({
  seed,
  startWorker,
}) => {
  const platform = new Platform();
  let calls = 0;
  platform.after = () => {
    calls += 1;
    if (calls === 1) return new Promise(() => undefined);
    if (calls === 3) throw new TypeError('socket is undefined');
  };
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  await startWorker(platform, { callTimeoutMs: 50 }).idle();
  expect(methods(platform)).toEqual(['send', 'find', 'send', 'find']);
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one']);
});

test('needs no look-up when our own message came back as an event', async ({ db, seed, startWorker }) => {
  const platform = new Platform();
  platform.after = async ({ method }) => {
    const message = platform.messages.at(-1);
    if (method !== 'send' || !message) return;
    await confirmDelivery(db.pool, message.deliveryId, message.id);
    throw new DeliveryError('in-doubt', 'no_answer');
  };
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  await startWorker(platform).idle();
  expect(methods(platform)).toEqual(['send', 'send']);
  expect(platform.messages[1]?.threadRef).toBe(platform.messages[0]?.id);
  expect(await db.prisma.delivery.findMany({ where: { NOT: { state: 'sent', deliveredVersion: 1 } } })).toEqual([]);
});

test('confirms by an event only the first message, and nothing that was never sent', async ({ seed, db, startWorker }) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1');
  const [unsent] = await db.prisma.delivery.findMany();
  await confirmDelivery(db.pool, Number(unsent?.id), 'forged');
  await startWorker(platform).idle();
  await confirmDelivery(db.pool, Number(unsent?.id), 'another');
  await confirmDelivery(db.pool, 987_654, 'unknown');
  expect(await db.prisma.delivery.findMany()).toMatchObject([{ externalId: 'C1-1', state: 'sent' }]);
  expect(await db.prisma.conversation.findMany()).toMatchObject([{ threadRef: 'C1-1' }]);
});

test('restores by an event a dead letter that was only in doubt', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  loseAnswers(platform, 'after', 100);
  platform.canLook = false;
  await seed.addConversation(await seed.openCase(), 'C1');
  const worker = startWorker(platform, { attemptLimit: 1 });
  await worker.idle();
  const [dead] = await db.prisma.delivery.findMany();
  expect(dead).toMatchObject({ state: 'dead', errorCode: 'ETIMEDOUT' });
  await confirmDelivery(db.pool, Number(dead?.id), platform.messages[0]?.id ?? '');
  await worker.idle();
  expect(await db.prisma.delivery.findMany()).toMatchObject([{ state: 'sent', externalId: 'C1-1', errorCode: null }]);
  expect(methods(platform)).toEqual(['send']);
});
