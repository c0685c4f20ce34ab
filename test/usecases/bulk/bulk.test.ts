import { describe, expect } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { assignCase } from '../../../src/usecases/cases/assign-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { cleanUp } from '../../../src/usecases/clock/clean-up.ts';
import { prepareBulk, type BulkInput } from '../../../src/usecases/bulk/prepare-bulk.ts';
import { readBulk } from '../../../src/usecases/bulk/read-bulk.ts';
import { processBulkRuns, startBulk } from '../../../src/usecases/bulk/run-bulk.ts';
import { undoBulk } from '../../../src/usecases/bulk/undo-bulk.ts';
import { isolatedTest as test, storedCase, type World } from '../fixtures.ts';

async function openCases(world: World, count: number): Promise<number[]> {
  const numbers: number[] = [];
  for (let n = 1; n <= count; n++) numbers.push(await world.open({ subject: `Case ${n}` }));
  return numbers;
}

async function run(world: World, numbers: readonly number[], input: BulkInput): Promise<string> {
  const { id } = await prepareBulk(world.services, world.max, numbers, input);
  await startBulk(world.services, world.max, id, world.request());
  return id;
}

/** The id of an action that was not a repeat. */
function idOf(started: { id: string } | 'repeat'): string {
  if (started === 'repeat') throw new Error('a new request was taken for a repeat');
  return started.id;
}

const advisors = async (db: Database, numbers: readonly number[]) =>
  Promise.all(numbers.map(async (number) => (await storedCase(db, number)).advisorId));

describe('an action on several cases', () => {
  test('changes nothing before it is started, and is started once', async ({ db, world }) => {
    const { services, max, tia, request } = world;
    const numbers = await openCases(world, 2);
    const { id } = await prepareBulk(services, max, numbers, { action: 'assign', advisor: tia.id });
    expect(await advisors(db, numbers)).toEqual([null, null]);
    await startBulk(services, max, id, request());
    expect(await advisors(db, numbers)).toEqual([tia.id, tia.id]);
    await expect(startBulk(services, max, id, request())).rejects.toMatchObject({ code: 'run-gone' });
    await expect(readBulk(services, tia, id)).rejects.toMatchObject({ code: 'run-gone' });
  });

  test('leaves out what cannot be done, and says why', async ({ world }) => {
    const { services, max, tia, request } = world;
    const [one = 0, two = 0, three = 0] = await openCases(world, 3);
    await closeCase(services, max, { number: one, reason: 'Withdrawn' }, request());
    await assignCase(services, max, { number: two, to: tia.id }, request());
    const { cases } = await prepareBulk(services, max, [one, two, three], { action: 'assign', advisor: tia.id });
    expect(cases.map(({ problem }) => problem)).toEqual(['already closed', 'already assigned to Tia Holm', null]);
  });

  test('goes on after a case that fails, and reports it', async ({ db, world }) => {
    const { services, max, request } = world;
    const numbers = await openCases(world, 3);
    const { id } = await prepareBulk(services, max, numbers, { action: 'close', reason: 'Withdrawn', comment: 'Cleaned up.' });
    await closeCase(services, max, { number: numbers[1] ?? 0, reason: 'Resolved' }, request());
    await startBulk(services, max, id, request());
    const result = await readBulk(services, max, id);
    expect(result).toMatchObject({ total: 3, done: 2, pending: 0 });
    expect(result.problems).toMatchObject([{ number: numbers[1], subject: 'Case 2', failed: true }]);
    expect(result.problems[0]?.problem).toContain('This case is closed.');
    expect(await storedCase(db, numbers[2] ?? 0)).toMatchObject({ status: 'Closed', closeReason: 'Withdrawn' });
  });

  test('is continued by the clock, without a second effect', async ({ db, world }) => {
    const { services, max } = world;
    const numbers = await openCases(world, 15);
    const id = await run(world, numbers, {
      action: 'reply',
      text: 'Dear {{contact.first_name}}, {{case.number}}.',
      answer: undefined,
    });
    expect(await readBulk(services, max, id)).toMatchObject({ done: 12, pending: 3 });
    await db.prisma.bulkItem.updateMany({ where: { runId: id }, data: { state: 'pending' } });
    await Promise.all([processBulkRuns(services), processBulkRuns(services)]);
    expect(await readBulk(services, max, id)).toMatchObject({ done: 15, pending: 0 });
    for (const number of numbers)
      expect((await storedCase(db, number)).posts).toMatchObject([{ body: `Dear Ada, CB-${number}.`, authorName: 'Max Reyes' }]);
    expect(await processBulkRuns(services)).toEqual({ cases: 0 });
  });

  test('stops for somebody who is no longer an advisor', async ({ db, world }) => {
    const { services, max, tia, request } = world;
    const numbers = await openCases(world, 2);
    const { id } = await prepareBulk(services, max, numbers, { action: 'assign', advisor: tia.id });
    await db.prisma.person.update({ where: { id: max.id }, data: { active: false } });
    await startBulk(services, max, id, request());
    expect(await advisors(db, numbers)).toEqual([null, null]);
    expect((await readBulk(services, max, id)).problems[0]?.problem).toBe('Max Reyes is no longer an advisor.');
  });

  test('refuses what a single action refuses', async ({ world }) => {
    const { services, max, ada } = world;
    const numbers = await openCases(world, 1);
    const prepare = (input: BulkInput, on = numbers) => prepareBulk(services, max, on, input);
    await expect(prepare({ action: 'assign', advisor: ada.id })).rejects.toMatchObject({ code: 'no-advisor' });
    await expect(prepare({ action: 'close', reason: 'Bored', comment: '' })).rejects.toMatchObject({ code: 'bad-reason' });
    await expect(prepare({ action: 'reply', text: ' ', answer: undefined })).rejects.toMatchObject({ code: 'empty' });
    await expect(prepare({ action: 'reply', text: '{{x}}', answer: undefined })).rejects.toMatchObject({
      code: 'unknown-placeholder',
    });
    await expect(prepare({ action: 'link', incident: 1 })).rejects.toMatchObject({ code: 'unknown-notice' });
    await expect(prepare({ action: 'close', reason: 'Withdrawn', comment: '' }, [])).rejects.toMatchObject({
      code: 'nothing-chosen',
    });
  });

  test('is deleted after a week', async ({ db, world }) => {
    const id = await run(world, await openCases(world, 1), { action: 'assign', advisor: world.tia.id });
    world.at.now = new Date(world.at.now.getTime() + 8 * 24 * 3_600_000);
    expect(await cleanUp(world.services)).toMatchObject({ bulkRuns: 1 });
    expect(await db.prisma.bulkItem.count({ where: { runId: id } })).toBe(0);
  });
});

describe('undoing assignments', () => {
  test('gives each case back to the advisor who had it, or to the queue', async ({ db, world }) => {
    const { services, max, tia, request } = world;
    const numbers = await openCases(world, 2);
    await claimCase(services, max, numbers[0] ?? 0, request());
    const id = await run(world, numbers, { action: 'assign', advisor: tia.id });
    expect(await readBulk(services, max, id)).toMatchObject({ canUndo: true });
    const undo = idOf(await undoBulk(services, max, id, request()));
    expect(await advisors(db, numbers)).toEqual([max.id, null]);
    expect(await storedCase(db, numbers[1] ?? 0)).toMatchObject({ status: 'New' });
    expect(await readBulk(services, max, undo)).toMatchObject({ done: 2, canUndo: false });
    expect(await readBulk(services, max, id)).toMatchObject({ canUndo: false });
    await expect(undoBulk(services, max, id, request())).rejects.toMatchObject({ code: 'too-late' });
  });

  test('leaves a case alone that somebody else has by now', async ({ db, world }) => {
    const { services, max, tia, request } = world;
    const numbers = await openCases(world, 2);
    const id = await run(world, numbers, { action: 'assign', advisor: tia.id });
    await assignCase(services, max, { number: numbers[0] ?? 0, to: max.id }, request());
    const undo = idOf(await undoBulk(services, max, id, request()));
    expect(await advisors(db, numbers)).toEqual([max.id, null]);
    expect((await readBulk(services, max, undo)).problems).toMatchObject([{ problem: 'Somebody else has the case now.' }]);
  });

  test('is possible for a day, and for assignments only', async ({ world }) => {
    const { services, max, tia, request, at } = world;
    const numbers = await openCases(world, 2);
    const assigned = await run(world, numbers, { action: 'assign', advisor: tia.id });
    const closed = await run(world, numbers, { action: 'close', reason: 'Withdrawn', comment: '' });
    await expect(undoBulk(services, max, closed, request())).rejects.toMatchObject({ code: 'too-late' });
    at.now = new Date(at.now.getTime() + 25 * 3_600_000);
    await expect(undoBulk(services, max, assigned, request())).rejects.toMatchObject({ code: 'too-late' });
  });
});
