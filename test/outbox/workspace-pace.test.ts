import { describe, expect } from 'vitest';
import { WorkspacePace } from '../../src/outbox/workspace-pace.ts';
import { test } from './fixtures.ts';
import { Platform, until } from './harness.ts';

const minute = 60_000;
const limits = [
  { acts: ['send'], calls: 3, withinMs: minute },
  { acts: ['update', 'remove'], calls: 2, withinMs: minute },
] as const;

describe('the pace of a workspace', () => {
  test('counts calls with a shared limit together, and every workspace on its own', async ({ db }) => {
    const pace = new WorkspacePace(db.pool, 'slack', limits);
    expect(await pace.spend('T1', 'update', 1)).toBe(0);
    expect(await pace.spend('T1', 'remove', 2)).toBe(0);
    expect(await pace.spend('T1', 'update', 3)).toBeGreaterThan(minute / 2);
    expect(await pace.ask('T1', 'send', 3)).toBe(0);
    expect(await pace.ask('T2', 'update', 3)).toBe(0);
    expect(await pace.ask('T1', 'pin', 3)).toBe(0);
  });

  test('is shared by all processes, in every interleaving, and by one that starts later', async ({ db }) => {
    const processes = [1, 2, 3].map(() => new WorkspacePace(db.pool, 'slack', limits));
    const asked = Array.from({ length: 30 }, (_, caller) => processes[caller % 3]!.spend('T1', 'send', caller));
    const waits = (await Promise.all(asked)).toSorted((a, b) => a - b);
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(3);
    // all others have a slot each: three a minute
    expect(waits.map((waitMs) => Math.round(waitMs / minute))).toEqual(waits.map((_, index) => Math.floor(index / 3)));
    expect(await new WorkspacePace(db.pool, 'slack', limits).spend('T1', 'send', 99)).toBeGreaterThan(9 * minute);
  });

  test('keeps the slots of waiting destinations in order, in whichever process they come back', async ({ db }) => {
    const one = [{ acts: ['send'] as const, calls: 1, withinMs: minute }];
    const [here, there] = [new WorkspacePace(db.pool, 'slack', one), new WorkspacePace(db.pool, 'slack', one)];
    expect(await here.spend('T1', 'send', 1)).toBe(0);
    const second = await here.spend('T1', 'send', 2);
    expect(await there.spend('T1', 'send', 3)).toBeGreaterThan(second + minute / 2);
    // the window moves on
    await db.pool.query(`update workspace_pace set version = version + 1, calls = calls || '{"made":[]}'`);
    const elsewhere = new WorkspacePace(db.pool, 'slack', one);
    expect(await elsewhere.spend('T1', 'send', 3)).toBeGreaterThan(minute / 2);
    expect(await elsewhere.spend('T1', 'send', 2)).toBe(0);
  });

  test('survives an error of the database', async ({ db }) => {
    const pace = new WorkspacePace(db.pool, 'slack', limits);
    await db.pool.query('alter table workspace_pace rename to gone');
    await expect(pace.spend('T1', 'send', 1)).rejects.toThrow('workspace_pace');
    await db.pool.query('alter table gone rename to workspace_pace');
    expect(await pace.spend('T1', 'send', 1)).toBe(0);
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

  test('keeps the limit of a workspace together with the worker of another process', async ({ seed, startWorker, db }) => {
    const platform = Object.assign(new Platform(), { workspaceLimits: limits });
    for (let index = 0; index < 8; index++) await seed.addConversation(await seed.openCase(), `C${index}`);
    startWorker(platform, { pace: undefined });
    startWorker(platform, { pace: undefined });
    const inAWhile = (): Date => new Date(Date.now() + 40_000);
    await until(async () => (await db.prisma.destination.count({ where: { nextAt: { gt: inAWhile() } } })) === 5);
    expect(platform.made('send')).toHaveLength(3);
  });

  test('keeps the limit after the worker of another process has ended', async ({ seed, startWorker, db }) => {
    const platform = Object.assign(new Platform(), { workspaceLimits: scarce });
    for (const channel of ['C1', 'C2', 'C3']) await seed.addConversation(await seed.openCase(), channel);
    const change = (where: object): Promise<unknown> =>
      db.prisma.delivery.updateMany({ where, data: { desiredVersion: { increment: 1 }, state: 'pending' } });
    const earlier = startWorker(platform, { pace: undefined });
    await earlier.idle();
    await earlier.stop();
    const [first] = await db.prisma.delivery.findMany({ orderBy: { id: 'asc' } });
    await change({ id: first?.id });
    const next = startWorker(platform, { pace: undefined });
    await next.idle();
    await next.stop();
    await change({});
    startWorker(platform, { pace: undefined });
    const inAWhile = (): Date => new Date(Date.now() + 40_000);
    await until(async () => (await db.prisma.destination.count({ where: { nextAt: { gt: inAWhile() } } })) === 2);
    expect(platform.made('update')).toHaveLength(2);
  });
});
