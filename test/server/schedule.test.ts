import { validate } from 'node-cron';
import { expect, vi } from 'vitest';
import { defaultSettings } from '../../src/domain/settings.ts';
import { createLog } from '../../src/server/log.ts';
import type { Job } from '../../src/server/schedule.ts';
import { jobs, runTick, startSchedule } from '../../src/server/schedule.ts';
import { cleanUp } from '../../src/usecases/clock/clean-up.ts';
import type { Services } from '../../src/usecases/context.ts';
import { test as base } from '../fixtures.ts';

const log = createLog('silent');
const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-11-24T03:17:00Z');

const test = base.extend('services', { scope: 'file' }, ({ db }): Services => ({
  db,
  clock: { now: () => now },
  settings: defaultSettings,
  userDirectories: {},
  mail: false,
}));

test('gives every job a unique name and a valid cron expression', async ({ services }) => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
  for (const { expression } of jobs) expect(validate(expression)).toBe(true);
  await startSchedule(services, log)();
});

test('runs each tick in only one of many replicas', async ({ services }) => {
  const done: number[] = [];
  const job: Job = { name: 'test', expression: '* * * * *', run: async () => ({ n: done.push(1) }) };
  await Promise.all([0, 200, 40_000].map((late) => runTick(services, log, job, new Date(now.getTime() + late))));
  expect(done).toHaveLength(1);
  await runTick(services, log, job, new Date(now.getTime() + 60_000));
  expect(done).toHaveLength(2);
});

test('logs in one line of JSON which ticks were missed while the process stood still', async ({ services }) => {
  const lines: string[] = [];
  const standardError = vi.spyOn(process.stderr, 'write');
  vi.useFakeTimers({ now, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const stop = startSchedule(services, createLog('warn', { write: (line) => lines.push(line) }));
    vi.setSystemTime(now.getTime() + 2 * day + 30_000);
    vi.advanceTimersByTime(60_000);
    await new Promise(setImmediate);
    vi.useRealTimers();
    await stop();
  } finally {
    vi.useRealTimers();
  }
  expect(lines).toHaveLength(1);
  const { level, msg, missed } = JSON.parse(lines[0] ?? '') as { level: string; msg: string; missed: Record<string, number> };
  expect({ level, msg }).toEqual({ level: 'warn', msg: 'the process stood still, and these jobs missed their ticks' });
  // the other jobs find out when their own timers fire
  expect(missed).toMatchObject({ sla: 2 * 24 * 60, 'follow-up': 2 * 24 * 60 });
  expect(standardError).not.toHaveBeenCalled();
});

test('survives a job that fails', async ({ services }) => {
  const job: Job = { name: 'fails', expression: '* * * * *', run: () => Promise.reject(new Error('x')) };
  await expect(runTick(services, log, job, now)).resolves.toBeUndefined();
});

test('keeps a week of idempotency keys and drafts in the nightly clean-up', async ({ db, services }) => {
  await db.prisma.idempotencyKey.deleteMany();
  const author = await db.prisma.person.create({ data: { email: 'max@campus.example', name: 'Max', kind: 'advisor' } });
  for (const [name, age] of [
    ['old', 7 * day + 1],
    ['young', 7 * day - 1],
  ] as const) {
    const at = new Date(now.getTime() - age);
    await db.prisma.idempotencyKey.create({ data: { key: name, at } });
    await db.prisma.draft.create({ data: { text: name, personId: author.id, createdAt: at } });
  }
  expect(await cleanUp(services)).toMatchObject({ idempotencyKeys: 1, drafts: 1, bulkRuns: 0 });
  expect(await db.prisma.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: 'young' }]);
  expect(await db.prisma.draft.findMany({ select: { text: true } })).toEqual([{ text: 'young' }]);
});
