import { expect, vi } from 'vitest';
import { refreshCards, refreshPost, withdrawPost } from '../../src/outbox/enqueue/index.ts';
import { DeliveryError } from '../../src/ports.ts';
import { test as base } from './fixtures.ts';
import { Platform, showBody, until } from './harness.ts';

const test = base
  .extend(
    'rename',
    { scope: 'file' },
    ({ db }) =>
      (subject: string) =>
        db.prisma.case.updateMany({ data: { subject } }),
  )
  .extend(
    'rewrite',
    { scope: 'file' },
    ({ db }) =>
      (id: number, body: string) =>
        db.prisma.post.update({ where: { id }, data: { body } }),
  )
  .extend(
    'states',
    { scope: 'file' },
    ({ db }) =>
      async () =>
        (await db.prisma.delivery.findMany({ orderBy: { id: 'asc' } })).map((row) => row.state),
  );

test('sends the card and then the posts in its thread, in every conversation', async ({ startWorker, seed, db }) => {
  const platform = new Platform();
  const worker = startWorker(platform);
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addConversation(caseId, 'C2', 'advisor');
  for (const body of ['one', 'two', 'three']) await seed.addPost(caseId, body);
  await seed.addPost(caseId, 'secret', 'note');
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one', 'two', 'three']);
  expect(platform.texts('C2')).toEqual(['card: Grades', 'one', 'two', 'three', 'secret']);
  for (const channel of ['C1', 'C2']) {
    const [card, ...posts] = platform.messages.filter(({ channelId }) => channelId === channel);
    expect(card?.threadRef).toBeUndefined();
    expect(posts.every(({ threadRef }) => threadRef === card?.id)).toBe(true);
  }
  expect(
    await db.prisma.delivery.findMany({ where: { NOT: { state: 'sent', deliveredVersion: 1, desiredVersion: 1, attempts: 0 } } }),
  ).toEqual([]);
});

test('combines several pending updates of a message into one call with the newest text', async ({
  startWorker,
  seed,
  rename,
  db,
}) => {
  const platform = new Platform();
  const worker = startWorker(platform);
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await worker.idle();
  await worker.stop();
  for (let version = 1; version <= 5; version++) {
    await rename(`version ${version}`);
    await refreshCards(db.prisma, caseId);
  }
  const next = startWorker(platform);
  await next.idle();
  expect(platform.made('update')).toHaveLength(1);
  expect(platform.texts('C1')).toEqual(['card: version 5']);
});

test('sends an update when a message changed while it was being sent', async ({ seed, rename, db, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  platform.after = async ({ method }) => {
    if (method !== 'send') return;
    await rename('changed meanwhile');
    await refreshCards(db.prisma, caseId);
  };
  await startWorker(platform).idle();
  expect(platform.texts('C1')).toEqual(['card: changed meanwhile']);
  expect(platform.calls.map(({ method }) => method)).toEqual(['send', 'update']);
});

test('applies edits and deletions, and never sends what was deleted before', async ({
  seed,
  db,
  startWorker,
  rewrite,
  states,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const [stays, goes] = [await seed.addPost(caseId, 'Frist'), await seed.addPost(caseId, 'regret')];
  const unsent = await seed.addPost(caseId, 'never');
  await withdrawPost(db.prisma, unsent);
  const worker = startWorker(platform);
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'Frist', 'regret']);
  await rewrite(stays, 'First');
  await refreshPost(db.prisma, stays);
  await withdrawPost(db.prisma, goes);
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'First']);
  expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
});

test('completes a delivery that shows nothing without a call', async ({ seed, db, startWorker, states }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const hidden = await seed.addPost(caseId, 'hidden');
  const render = async (id: number) =>
    (await db.prisma.delivery.findFirst({ where: { id, postId: hidden } })) ? null : showBody(db, id);
  await startWorker(platform, { render }).idle();
  expect(platform.texts('C1')).toEqual(['card: Grades']);
  expect(await states()).toEqual(['sent', 'sent']);
});

test('counts the failures of a destination until a message arrives there, not until there is nothing to send', async ({
  seed,
  db,
  startWorker,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const first = startWorker(platform);
  await first.idle();
  await first.stop();
  const failures = async () => (await db.prisma.destination.findFirstOrThrow()).attempts;
  await db.prisma.destination.updateMany({ data: { attempts: 3 } });
  await seed.addPost(caseId, 'hidden');
  await db.prisma.delivery.updateMany({ where: { kind: 'card' }, data: { desiredVersion: 2, state: 'pending' } });
  const hides = startWorker(platform, { render: async () => null });
  await hides.idle();
  await hides.stop();
  expect(platform.calls).toHaveLength(1);
  expect(await failures()).toBe(3);
  await db.prisma.delivery.updateMany({ where: { kind: 'card' }, data: { desiredVersion: 3, state: 'pending' } });
  await startWorker(platform).idle();
  expect(platform.calls.map(({ method }) => method)).toEqual(['send', 'update']);
  expect(await failures()).toBe(0);
});

test("does not send a note that was enqueued to a contact's destination by mistake", async ({ seed, db, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  const { id: conversationId, destinationId } = await seed.addConversation(caseId, 'C1');
  const postId = await seed.addPost(caseId, 'secret', 'note');
  await db.prisma.delivery.create({ data: { destinationId, conversationId, caseId, postId, kind: 'post' } });
  await startWorker(platform).idle();
  expect(platform.texts('C1')).toEqual(['card: Grades']);
  expect(await db.prisma.delivery.findMany({ where: { postId } })).toMatchObject([{ state: 'dead', errorCode: 'note_leak' }]);
});

test("turns a refused delivery into a dead letter, continues, and updates the advisors' card", async ({ seed, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1', 'advisor');
  await seed.addConversation(caseId, 'C2');
  await seed.addPost(caseId, 'bad');
  await seed.addPost(caseId, 'good');
  platform.before = ({ text, channelId }) => {
    if (text === 'bad' && channelId === 'C2') throw new DeliveryError('refused', 'msg_blocks_invalid');
  };
  await startWorker(platform).idle();
  expect(platform.texts('C2')).toEqual(['card: Grades', 'good']);
  expect(platform.made('update').map(({ channelId }) => channelId)).toEqual(['C1']);
});

test('turns a post into a dead letter when its card could not be sent', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  platform.before = () => {
    throw new DeliveryError('refused', 'channel_not_found');
  };
  await startWorker(platform).idle();
  const codes = await db.prisma.delivery.findMany({ orderBy: { id: 'asc' }, select: { errorCode: true } });
  expect(codes.map(({ errorCode }) => errorCode)).toEqual(['channel_not_found', 'thread_missing']);
  expect(platform.calls).toHaveLength(2); // the card is tried once more for the post
});

test('sends a dead letter again after an edit', async ({ seed, rewrite, db, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const postId = await seed.addPost(caseId, 'too long');
  platform.before = async ({ text }) => {
    if (text !== 'too long') return;
    await rewrite(postId, 'short');
    await refreshPost(db.prisma, postId);
    throw new DeliveryError('refused', 'msg_too_long');
  };
  await startWorker(platform).idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'short']);
});

test('turns a delivery into a dead letter after its last attempt', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1');
  platform.before = () => {
    throw new DeliveryError('failed', 'internal_error');
  };
  await startWorker(platform, { attemptLimit: 5 }).idle();
  expect(platform.calls).toHaveLength(5);
  expect(await db.prisma.delivery.findMany()).toMatchObject([{ state: 'dead', errorCode: 'internal_error', attempts: 5 }]);
});

test('retries a delivery that cannot be rendered, and holds its destination up only for a while', async ({
  seed,
  db,
  startWorker,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'broken');
  await seed.addPost(caseId, 'behind');
  const render = async (id: number) => {
    const shown = await showBody(db, id);
    if (shown?.card.summary === 'broken') throw new TypeError('undefined is not a card');
    return shown;
  };
  await startWorker(platform, { render }).idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'behind']);
  expect(await db.prisma.delivery.findFirst({ where: { state: 'dead' } })).toMatchObject({
    errorCode: 'render_failed',
    attempts: 8,
  });
});

test('leaves deliveries of a platform that is not configured here to other processes', async ({ seed, startWorker, states }) => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const worker = startWorker(new Platform(), { transports: { teams: new Platform() } });
  await worker.idle();
  expect(await states()).toEqual(['pending']);
});

test('finishes calls in progress when it stops, starts no new ones and releases its destinations', async ({
  seed,
  startWorker,
  states,
  db,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'one');
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  platform.before = () => answered;
  const worker = startWorker(platform);
  await until(() => platform.calls.length === 1);
  const stopped = worker.stop();
  answer();
  await stopped;
  expect(platform.texts('C1')).toEqual(['card: Grades']);
  expect(await states()).toEqual(['sent', 'pending']);
  expect(await db.prisma.destination.findMany()).toMatchObject([{ leaseUntil: null }]);
});

test('starts new work at once, and finds it by polling when the listening connection is lost', async ({
  startWorker,
  seed,
  db,
}) => {
  const platform = new Platform();
  const worker = startWorker(platform, { pollMs: 60_000 });
  await worker.idle();
  const caseId = await seed.openCase();
  const started = performance.now();
  await seed.addConversation(caseId, 'C1');
  await until(() => platform.messages.length === 1);
  expect(performance.now() - started).toBeLessThan(5_000);
  await worker.stop();

  startWorker(platform, { pollMs: 50 });
  await db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen outbox' and datname = current_database()`,
  );
  await seed.addConversation(caseId, 'C2');
  await until(() => platform.messages.length === 2);
});

test('reports every attempt to the metrics', async ({ seed, startWorker }) => {
  const platform = new Platform();
  const observe = vi.fn();
  await seed.addConversation(await seed.openCase(), 'C1');
  let failures = 2;
  platform.before = () => {
    if (failures-- > 0) throw new DeliveryError('failed', 'internal_error');
  };
  await startWorker(platform, { observe }).idle();
  expect(observe.mock.calls.map(([seen]) => (seen as { outcome: string }).outcome)).toEqual(['failed', 'failed', 'delivered']);
});

test('logs that it cannot look for work, and continues when it can again', async ({ startWorker, seed, db }) => {
  const platform = new Platform();
  const worker = startWorker(platform);
  await seed.addConversation(await seed.openCase(), 'C1');
  await worker.idle();
  expect(worker.healthy()).toBe(true);
  await db.pool.query('alter table destination rename to destination_elsewhere');
  await until(() => !worker.healthy());
  await db.pool.query('alter table destination_elsewhere rename to destination');
  await seed.addConversation(await seed.openCase(), 'C2');
  await worker.idle();
  expect(platform.messages).toHaveLength(2);
  await until(() => worker.healthy());
  await worker.stop();
  expect(worker.healthy()).toBe(false);
});

test('releases the destination of a failed drain, so that nothing waits for the lease to expire', async ({
  seed,
  db,
  startWorker,
  states,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  let broken = 0;
  const pool = new Proxy(db.pool, {
    get: (target, name: keyof typeof db.pool) =>
      name !== 'query'
        ? Reflect.get(target, name)
        : (asked: { name?: string }) =>
            asked.name === 'outbox-delivered' && broken++ === 0
              ? Promise.reject(new Error('deadlock detected'))
              : (target.query as (asked: unknown) => unknown)(asked),
  });
  startWorker(platform, { pool, leaseMs: 60_000, callTimeoutMs: 1_000 });
  await until(async () => (await states())[0] === 'sent', 5_000);
  expect(platform.texts('C1')).toEqual(['card: Grades']);
});
