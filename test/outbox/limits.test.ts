import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { backoffMs } from '../../src/outbox/backoff.ts';
import { createPace, type SavedPace } from '../../src/outbox/pace.ts';
import type { PaceLimit } from '../../src/ports.ts';
import { limits } from '../../src/teams/transport/limits.ts';
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

test('stores the pause although the destination was taken over meanwhile, because it is that of the whole workspace', async ({
  seed,
  startWorker,
  db,
}) => {
  const platform = new Platform();
  for (const channel of ['C1', 'C2']) await seed.addConversation(await seed.openCase(), channel);
  platform.before = async () => {
    await db.pool.query('update destination set fence = fence + 1 where lease_until is not null');
    throw new DeliveryError('limited', 'ratelimited', 60_000);
  };
  const worker = startWorker(platform, { concurrency: 1 });
  await hold(() => platform.calls.length === 1);
  await worker.stop();
  const { rows } = await db.pool.query<{ rests: boolean }>(`select next_at > now() + interval '50 s' as rests from destination`);
  expect(rows).toEqual([{ rests: true }, { rests: true }]);
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

describe('the pace of a destination', () => {
  /** Calls as soon as the pace allows, checked every 10 ms. @returns when each call was made */
  function callTimes(limit: PaceLimit, calls: number, saved: SavedPace = []): number[] {
    const pace = createPace(limit, saved, 0, 0);
    const times: number[] = [];
    for (let now = 0; times.length < calls; now += Math.max(pace.waitMs(now), 0.01)) {
      if (pace.waitMs(now) > 0) continue;
      pace.spend(now);
      times.push(now);
    }
    return times;
  }
  const round = (times: number[]) => times.map((time) => Math.round(time / 100) * 100);

  test('of a token bucket is a burst, then one call per interval', () => {
    expect(round(callTimes({ everyMs: 1000, burst: 3 }, 6))).toEqual([0, 0, 0, 1000, 2000, 3000]);
  });

  test('of Teams uses all four windows fully: the tenth call after 2 seconds, the 60th after 14', () => {
    const times = callTimes({ windows: limits.conversationRates }, 61);
    expect(round([times[6] ?? 0, times[7] ?? 0])).toEqual([0, 1100]);
    expect(times[9]).toBeLessThan(2_200);
    expect(times[59]).toBeLessThan(15_000);
    expect(times[60]).toBeGreaterThanOrEqual(30_000);
  });

  test('of several windows never exceeds one of them, also when the state moves between processes', () => {
    const windows = [[3, 100], [5, 1_000], [20, 120_000]] as const; // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(90_000), fc.boolean()), { minLength: 1, maxLength: 80 }), (steps) => {
        let pace = createPace({ windows }, [], 0, 0);
        const times: number[] = [];
        let now = 0;
        for (const [pause, moves] of steps) {
          now += pause % 7 === 0 ? pause : pause % 50;
          now += pace.waitMs(now);
          pace.spend(now);
          times.push(now);
          if (moves) pace = createPace({ windows }, pace.save(now), pause % 10, (now += pause % 10));
        }
        for (const [calls, withinMs] of windows)
          times.forEach((time, index) => {
            const earlier = times[index - calls];
            if (earlier !== undefined) expect(time - earlier).toBeGreaterThanOrEqual(withinMs);
          });
      }),
      { seed: 9 },
    );
  });

  test('of an hour is kept in an entry per minute', () => {
    const pace = createPace({ windows: limits.conversationRates }, [], 0, 0);
    let now = 0;
    for (let call = 0; call < 1_800; call += 1) {
      now += pace.waitMs(now);
      pace.spend(now);
    }
    expect(pace.save(now).length).toBeLessThan(130);
    expect(now + pace.waitMs(now)).toBeGreaterThanOrEqual(3_600_000);
  });

  test('is kept by two processes together, and by the next one after a crash', async ({ seed, startWorker, db }) => {
    const platform = new Platform();
    platform.pace = { windows: [[2, 60_000]] };
    const caseId = await seed.openCase();
    await seed.addConversation(caseId, 'C1');
    for (let post = 1; post <= 4; post++) await seed.addPost(caseId, `${post}`);
    const workers = [startWorker(platform, { pace: undefined }), startWorker(platform, { pace: undefined })];
    await hold(async () => (await db.prisma.destination.count({ where: { nextAt: { gt: new Date() } } })) === 1);
    await Promise.all(workers.map((worker) => worker.stop()));
    // as if the wait were over, or another process had forgotten it
    await db.pool.query(`update destination set next_at = '-infinity'`);
    const next = startWorker(platform, { pace: undefined });
    await hold(async () => (await db.prisma.destination.count({ where: { nextAt: { gt: new Date() } } })) === 1);
    await next.stop();
    expect(platform.made('send')).toHaveLength(2);
    await db.pool.query(`update destination set next_at = '-infinity', pace = '[]', lease_until = now() - interval '1 s'`);
    startWorker(platform, { pace: { slack: { windows: [[2, 2_000]] } } });
    await hold(async () => (await db.prisma.destination.count({ where: { nextAt: { gt: new Date() } } })) === 1);
    expect(platform.made('send')).toHaveLength(2);
  });
});

test('replies under a message only once the message is recorded, even if it was found and then had to wait', async ({
  seed,
  startWorker,
  db,
}) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  // found by a look-up, and then the platform set a limit
  await db.prisma.delivery.updateMany({ data: { externalId: 'C1-1', desiredVersion: 2 } });
  platform.messages.push({ id: 'C1-1', channelId: 'C1', deliveryId: 0, text: 'card' });
  await seed.addPost(caseId, 'a reply');
  await startWorker(platform).idle();
  expect(platform.calls.map(({ method }) => method)).toEqual(['update', 'send']);
  expect(platform.messages.at(-1)).toMatchObject({ text: 'a reply', threadRef: 'C1-1' });
});

test('sends new messages before changes of old ones', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const earlier = startWorker(platform);
  await earlier.idle();
  await earlier.stop();
  await db.prisma.delivery.updateMany({ data: { desiredVersion: 2, state: 'pending' } });
  await seed.addPost(caseId, 'new');
  await startWorker(platform).idle();
  expect(platform.calls.map(({ method }) => method)).toEqual(['send', 'send', 'update']);
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
