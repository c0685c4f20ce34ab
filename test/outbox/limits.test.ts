import { describe, expect } from 'vitest';
import { backoffMs } from '../../src/outbox/backoff.ts';
import { Pace } from '../../src/outbox/pace.ts';
import { DeliveryError } from '../../src/ports.ts';
import { test } from './fixtures.ts';
import { Platform, until as hold } from './harness.ts';

const retryAfterMs = 300;

test.for([1, 2])('pauses only the rate-limited workspace, for %i workers', async (count, { seed, startWorker }) => {
  const concurrency = 3;
  const platform = new Platform();
  const early: string[] = [];
  let [sends, limits, until] = [0, 0, 0];
  platform.before = ({ workspaceId, at }) => {
    if (workspaceId === 'T1' && at < until) early.push(workspaceId);
    if (workspaceId !== 'T1' || ++sends % 5 !== 2) return;
    limits += 1;
    until = performance.now() + retryAfterMs;
    throw new DeliveryError('limited', 'ratelimited', retryAfterMs);
  };
  for (let channel = 0; channel < 12; channel++) {
    const caseId = await seed.openCase();
    await seed.addConversation(caseId, `C${channel}`, 'contact', channel % 2 ? 'T1' : 'T2');
    await seed.addPost(caseId, 'one');
  }
  const workers = Array.from({ length: count }, () => startWorker(platform, { concurrency, pollMs: 20 }));
  await hold(() => limits > 0);
  await seed.addConversation(await seed.openCase(), 'Cnew', 'contact', 'T1'); // a destination that is first used during the pause
  await workers[0]?.idle();
  expect(platform.messages).toHaveLength(25);
  // the other worker reads of it in the database: only what it had under way at that very moment can still arrive
  expect(early.length).toBeLessThanOrEqual((count - 1) * concurrency * limits);
});

test('never tries a destination before Retry-After, and does not count the limit as a failed attempt', async ({
  seed,
  startWorker,
}) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1');
  platform.before = () => {
    if (platform.calls.length <= 3) throw new DeliveryError('limited', 'ratelimited', 150);
  };
  await startWorker(platform, { attemptLimit: 1, pollMs: 10 }).idle();
  const times = platform.calls.map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(gaps).toHaveLength(3);
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(150);
  expect(platform.texts('C1')).toEqual(['card: Grades']);
});

test('stores the whole pause in the database before it releases the destination', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  for (const channel of ['C1', 'C2']) await seed.addConversation(await seed.openCase(), channel);
  platform.before = () => {
    throw new DeliveryError('limited', 'ratelimited', 60_000);
  };
  const worker = startWorker(platform, { concurrency: 1 });
  await hold(async () => (await db.prisma.destination.count({ where: { leaseUntil: null, attempts: 0, fence: { gt: 0 } } })) > 0);
  await worker.stop();
  const { rows } = await db.pool.query<{ rests: boolean }>(`select next_at > now() + interval '50 s' as rests from destination`);
  expect(rows).toEqual([{ rests: true }, { rests: true }]);
  expect(platform.calls).toHaveLength(1);
});

test('does not hold up other destinations for a look-up that has to wait', async ({ seed, db, startWorker }) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1');
  await db.prisma.delivery.updateMany({ data: { state: 'sending', startedAt: new Date() } });
  await seed.addConversation(await seed.openCase(), 'C2');
  platform.before = ({ method }) => {
    if (method === 'find') throw new DeliveryError('limited', 'ratelimited', 60_000);
  };
  startWorker(platform, { concurrency: 1 });
  await hold(() => platform.messages.length === 1);
  expect(platform.calls.map(({ method, channelId }) => [method, channelId])).toEqual([
    ['find', 'C1'],
    ['send', 'C2'],
  ]);
});

test('sends to a destination at its pace while others continue', async ({ seed, startWorker }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  for (let post = 1; post < 5; post++) await seed.addPost(caseId, `${post}`);
  await seed.addConversation(await seed.openCase(), 'C2');
  await startWorker(platform, { concurrency: 1, pace: { slack: { everyMs: 250, burst: 2 } }, pollMs: 20 }).idle();
  const times = platform.calls.filter(({ channelId }) => channelId === 'C1').map(({ at }) => at - (platform.calls[0]?.at ?? 0));
  expect(times).toHaveLength(5);
  times.forEach((time, index) => expect(time).toBeGreaterThanOrEqual((index - 1) * 250 - 1));
  expect(platform.messages.findIndex(({ channelId }) => channelId === 'C2')).toBe(2);
});

test('sends at the default pace of a platform: a burst of five, then one message per second', async ({ seed, startWorker }) => {
  const platform = new Platform();
  platform.pace = { everyMs: 1000, burst: 5 };
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  for (let post = 1; post <= 5; post++) await seed.addPost(caseId, `${post}`);
  await startWorker(platform, { pace: undefined }).idle();
  const times = platform.calls.map(({ at }) => at - (platform.calls[0]?.at ?? 0));
  expect(times).toHaveLength(6);
  expect(times[4]).toBeLessThan(900);
  expect(times[5]).toBeGreaterThanOrEqual(999);
});

describe('the bucket', () => {
  test('lets a burst through, then one per interval, and fills up again', () => {
    const pace = new Pace({ everyMs: 1000, burst: 3 });
    const sends: number[] = [];
    for (let now = 0; now <= 4000; now += 100) {
      if (pace.waitMs(1, now) > 0) continue;
      pace.spend(1, now);
      sends.push(now);
    }
    expect(sends).toEqual([0, 100, 200, 1000, 2000, 3000, 4000]);
    expect(pace.waitMs(2, 0)).toBe(0);
    expect(pace.waitMs(1, 4000)).toBe(1000);
    expect(pace.waitMs(1, 60_000)).toBe(0);
  });
});

test.each([
  [0, 0, 250],
  [0, 1, 500],
  [3, 1, 4_000],
  [40, 1, 300_000],
  [5_000, 0, 150_000],
])('backs off after %i failures, with random %d, for %i ms', (failures, chance, expected) => {
  expect(backoffMs({ first: 500, cap: 300_000 }, failures, () => chance)).toBe(expected);
});
