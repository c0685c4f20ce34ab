import { describe, expect } from 'vitest';
import { WorkspacePace } from '../../src/outbox/workspace-pace.ts';
import { test } from './fixtures.ts';
import { Platform, until } from './harness.ts';

const minute = 60_000;
const limits = [
  { acts: ['send'], calls: 3, withinMs: minute },
  { acts: ['update', 'remove'], calls: 2, withinMs: minute },
] as const;

/** Lets destinations call as soon as they may, up to four times `lateMs` late, and returns when they called and how often they asked. */
function callAll(destinations: number, lateMs = 0): { times: number[]; asked: number } {
  const pace = new WorkspacePace(limits);
  const times: number[] = [];
  let asked = 0;
  const due = Array.from({ length: destinations }, (_, destination) => ({ destination, at: 0 }));
  for (let next = due.shift(); next; next = due.sort((a, b) => a.at - b.at).shift()) {
    asked += 1;
    const waitMs = pace.waitMs('T1', 'send', next.destination, next.at);
    if (waitMs > 0) {
      due.push({ destination: next.destination, at: next.at + waitMs + ((next.destination * 7) % 5) * lateMs });
      continue;
    }
    pace.spend('T1', 'send', next.at, next.destination);
    times.push(next.at);
  }
  return { times, asked };
}

describe('the pace of a workspace', () => {
  test('allows a full burst, then as much again as the window moves on, with two requests per destination', () => {
    const { times, asked } = callAll(8);
    expect(times.map((at) => Math.round(at / minute))).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
    expect(asked).toBe(8 + 5);
  });

  test('never allows more within a window, however late the requests are', () => {
    const { times } = callAll(200, 900);
    expect(times).toHaveLength(200);
    times.forEach((at, index) => expect(at - (times[index - 3] ?? -Infinity)).toBeGreaterThan(minute));
  });

  test('counts calls with a shared limit together, and every workspace on its own', () => {
    const pace = new WorkspacePace(limits);
    pace.spend('T1', 'update', 0);
    pace.spend('T1', 'remove', 0);
    expect(pace.waitMs('T1', 'update', 1, 1_000)).toBeGreaterThan(minute - 1_001);
    expect(pace.waitMs('T1', 'send', 1, 1_000)).toBe(0);
    expect(pace.waitMs('T2', 'update', 1, 1_000)).toBe(0);
    expect(pace.waitMs('T1', 'pin', 1, 1_000)).toBe(0);
  });

  test('gives an unused slot to another destination after a while', () => {
    const pace = new WorkspacePace([{ acts: ['send'], calls: 1, withinMs: minute }]);
    pace.spend('T1', 'send', 0);
    pace.waitMs('T1', 'send', 1, 0);
    expect(pace.waitMs('T1', 'send', 2, 1)).toBeGreaterThan(2 * minute - 1);
    expect(pace.waitMs('T1', 'send', 3, 4 * minute)).toBe(0);
  });
});

describe('the worker', () => {
  const scarce = [{ acts: ['update'], calls: 2, withinMs: minute }] as const;

  test('does not hold up other destinations while some wait, and sends a new post where an update has to wait', async ({
    seed,
    startWorker,
    db,
  }) => {
    const platform = Object.assign(new Platform(), { workspaceLimits: scarce });
    const cases = [1, 2, 3, 4].map(() => seed.openCase());
    for (const [index, caseId] of (await Promise.all(cases)).entries()) await seed.addConversation(caseId, `C${index}`);
    const worker = startWorker(platform, { pace: undefined, concurrency: 1 });
    await worker.idle();
    await db.prisma.delivery.updateMany({ data: { desiredVersion: 2, state: 'pending' } });
    await seed.addConversation(await seed.openCase(), 'C9');
    await seed.addConversation(await seed.openCase(), 'C1', 'contact', 'T2');
    await until(() => platform.made('send').length === 6 && platform.made('update').length === 2);
    await until(
      async () => (await db.prisma.destination.count({ where: { nextAt: { gt: new Date(Date.now() + 50_000) } } })) === 2,
    );
    expect(await db.prisma.delivery.count({ where: { state: 'pending', attempts: 0, errorCode: null } })).toBe(2);
  });

  test('counts what was sent before it started', async ({ seed, startWorker, db }) => {
    const platform = Object.assign(new Platform(), { workspaceLimits: scarce });
    for (const channel of ['C1', 'C2', 'C3']) await seed.addConversation(await seed.openCase(), channel);
    const earlier = startWorker(platform);
    await earlier.idle();
    await earlier.stop();
    await db.prisma.delivery.updateMany({ data: { desiredVersion: 2, state: 'pending' } });
    // of an earlier process one went out, and one was under way when it ended
    await db.pool.query(
      `update delivery set delivered_version = 2, state = 'sent', sent_at = now() - interval '5 s' where id = (select min(id) from delivery)`,
    );
    await db.pool.query(`update delivery set state = 'sending', started_at = now() where id = (select max(id) from delivery)`);
    const inAWhile = new Date(Date.now() + 40_000);
    startWorker(platform, { pace: undefined });
    await until(async () => (await db.prisma.destination.count({ where: { nextAt: { gt: inAWhile } } })) === 2);
    expect(platform.made('update')).toEqual([]);
  });
});
