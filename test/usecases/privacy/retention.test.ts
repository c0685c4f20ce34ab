// Retention removes what is due, on the day it is due, and what its preview says.
import { describe, expect } from 'vitest';
import { stats } from '../../../src/usecases/search/stats.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { reopenCase } from '../../../src/usecases/cases/reopen-case.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { cleanUp } from '../../../src/usecases/clock/clean-up.ts';
import { lockHolds } from '../../../src/usecases/privacy/held.ts';
import { liftHold, placeHold } from '../../../src/usecases/privacy/legal-hold.ts';
import { previewRetention } from '../../../src/usecases/privacy/retention-preview.ts';
import { runRetention } from '../../../src/usecases/privacy/retention.ts';
import { dumpRows } from '../../database.ts';
import { until } from '../../outbox/harness.ts';
import type { World } from '../fixtures.ts';
import { asLead, it } from './planted.ts';

const operator = { operator: 'ops' };
const day = 86_400_000;
const start = new Date('2026-11-02T15:00:00Z');

function keep(world: World, days: { cases?: number; files?: number }): void {
  const { settings } = world.services;
  world.services.settings = { ...settings, keep: { ...settings.keep, ...days } };
}

const after = (world: World, days: number): void => void (world.at.now = new Date(start.getTime() + days * day));

async function closedCase(world: World): Promise<number> {
  const number = await world.open();
  await addPost(world.services, world.tia, { number, text: 'We are on it.' }, world.request());
  await closeCase(world.services, world.tia, { number, reason: 'Withdrawn' }, world.request());
  return number;
}

const total = async (world: World): Promise<number> => {
  const { kinds } = await previewRetention(world.services, operator);
  return kinds.flatMap(({ accounts }) => accounts).reduce((sum, one) => sum + one.cases, 0);
};

describe('closed cases', () => {
  it('are kept forever unless it is configured, and until the day they are due', async ({ db, world }) => {
    const number = await closedCase(world);
    after(world, 9_999);
    expect(await runRetention(world.services)).toMatchObject({ cases: 0, files: 0 });
    keep(world, { cases: 365 });
    after(world, 365);
    expect([await total(world), (await runRetention(world.services)).cases]).toEqual([0, 0]);
    after(world, 365.001);
    expect([await total(world), (await runRetention(world.services)).cases]).toEqual([1, 1]);
    expect([await total(world), (await runRetention(world.services)).cases]).toEqual([0, 0]);
    const row = await db.prisma.case.findUniqueOrThrow({ where: { number }, include: { contact: true, posts: true } });
    expect(row).toMatchObject({ subject: 'Erased', contact: { name: 'Former contact' } });
    expect(row.posts).toMatchObject([{ body: '', authorName: '', authorSide: 'advisor' }]);
    const record = await db.prisma.privacyRecord.findFirstOrThrow();
    expect(record).toMatchObject({ kind: 'retention', byName: 'the clock', result: { done: { cases: 1 } } });
    expect(record.finishedAt).not.toBeNull();
  });

  it('stay while they can be reopened, and when they were', async ({ world }) => {
    const number = await closedCase(world);
    keep(world, { cases: 30 });
    after(world, 60);
    expect((await runRetention(world.services)).cases).toBe(0);
    await reopenCase(world.services, world.ada, { number, details: 'Again' }, world.request());
    after(world, 500);
    expect((await runRetention(world.services)).cases).toBe(0);
  });

  it('stay while a hold keeps them, and the preview says which', async ({ world }) => {
    const number = await closedCase(world);
    keep(world, { cases: 100 });
    after(world, 101);
    for (const subject of [`CB-${number}`, world.ada.email, 'plainview', 'tia@campus.example']) {
      const { id } = await placeHold(world.services, operator, { subject, reason: 'Smith v. District' });
      const { kinds } = await previewRetention(world.services, operator);
      expect(kinds[0]).toMatchObject({ accounts: [], held: [{ hold: id, reason: 'Smith v. District', cases: 1 }] });
      expect((await runRetention(world.services)).cases).toBe(0);
      await liftHold(world.services, operator, id);
    }
    expect((await runRetention(world.services)).cases).toBe(1);
  });

  it('stay when a hold is being placed at that moment', async ({ db, world }) => {
    const number = await closedCase(world);
    keep(world, { cases: 100 });
    after(world, 101);
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const waits = async (): Promise<boolean> => {
      const text = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      return (await db.pool.query(text)).rows.length > 0;
    };
    let running: ReturnType<typeof runRetention> | undefined;
    let first = '';
    await db.transaction(async (tx) => {
      await lockHolds(tx);
      await tx.legalHold.create({ data: { caseId, reason: 'Smith v. District', placedBy: 'ops', placedAt: world.at.now } });
      running = runRetention(world.services);
      first = await Promise.race([running.then(() => 'ran'), until(waits).then(() => 'waits')]);
    });
    expect([first, (await running)?.cases]).toEqual(['waits', 0]);
  });

  it('can only be looked at afterwards, and count in statistics as before', async ({ db, world }) => {
    const lead = await asLead(db, world.max);
    const number = await closedCase(world);
    const follow = await world.open();
    const { id } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    await db.prisma.case.update({ where: { number: follow }, data: { previousCaseId: id } });
    keep(world, { cases: 100 });
    after(world, 101);
    const query = {
      from: new Date(0),
      until: world.at.now,
      before: { from: new Date(0), until: new Date(1) },
      zone: 'UTC',
      split: null,
    };
    const counted = async () => (await stats(world.services, lead, query)).total;
    const before = await counted();
    await runRetention(world.services);
    after(world, 101.001);
    expect(await counted()).toEqual(before);
    expect(await viewCase(world.services, world.tia, number)).toMatchObject({
      may: ['view'],
      erasedAt: expect.any(Date) as Date,
    });
    expect((await viewCase(world.services, world.tia, follow)).case.previousNumber).toBe(number);
    const again = addPost(world.services, world.ada, { number, text: 'Hello?' }, world.request());
    await expect(again).rejects.toMatchObject({ code: 'erased' });
  });

  it('are erased once by two processes, and by one that is killed after each batch', async ({ db, world }) => {
    for (let count = 0; count < 3; count++) await closedCase(world);
    keep(world, { cases: 100 });
    after(world, 101);
    const killed = runRetention(world.services, () => {
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    const both = await Promise.all([runRetention(world.services), runRetention(world.services)]);
    expect(both[0].cases + both[1].cases).toBe(0);
    expect(await db.prisma.case.count({ where: { erasedAt: { not: null } } })).toBe(3);
    expect(await db.prisma.privacyRecord.count({ where: { finishedAt: null } })).toBe(0);
  });
});

it('erases the due cases of each account fifty at a time, and leaves those that somebody is changing', async ({ db, world }) => {
  const { ada, rosa } = world;
  const fill = async ({ id, accountId }: { id: number; accountId: number }, count: number): Promise<number[]> => {
    const { rows } = await db.pool.query<{ id: number }>(
      `insert into "case" (account_id, contact_id, status, priority, subject, description, module, case_type, category, source, created_at, updated_at, closed_at)
       select $1, $2, 'Closed', 'Low', 'Filler', 'x', 'Fees', 'Question', 'Question', 'teams', $4, $4, $4 from generate_series(1, $3::int) returning id`,
      [accountId, id, count, start],
    );
    return rows.map((row) => row.id);
  };
  const [changing] = await fill(ada, 70);
  await fill(rosa, 51);
  await fill(ada, 50);
  keep(world, { cases: 30 });
  after(world, 400);
  const somebody = await db.pool.connect();
  await somebody.query('begin');
  await somebody.query('select from "case" where id = $1 for update', [changing]);
  let batches = 0;
  const { cases } = await runRetention(world.services, () => void (batches += 1));
  // 120 cases of one account, 51 of the other
  expect([cases, batches]).toEqual([170, 5]);
  expect(await db.prisma.case.findMany({ where: { erasedAt: null }, select: { id: true } })).toEqual([{ id: changing }]);
  await somebody.query('commit');
  somebody.release();
  expect((await runRetention(world.services)).cases).toBe(1);
});

describe('files of closed cases', () => {
  it('go, and the case says so, also to its contact', async ({ db, world }) => {
    const number = await closedCase(world);
    const { caseId, id: postId } = await db.prisma.post.findFirstOrThrow({ where: { case: { number }, body: 'We are on it.' } });
    const file = {
      caseId,
      postId,
      name: 'list.pdf',
      state: 'stored' as const,
      checksum: 'c',
      size: 1,
      uploadedByName: 'Tia Holm',
    };
    await db.prisma.file.create({ data: { ...file, position: 0, createdAt: start } });
    keep(world, { files: 90 });
    after(world, 90);
    expect((await runRetention(world.services)).files).toBe(0);
    after(world, 91);
    const { kinds } = await previewRetention(world.services, operator);
    expect(kinds[1]?.accounts).toMatchObject([{ key: 'plainview', cases: 1, files: 1 }]);
    expect((await runRetention(world.services)).files).toBe(1);
    expect((await runRetention(world.services)).files).toBe(0);
    for (const reader of [world.ada, world.tia])
      expect((await viewCase(world.services, reader, number)).removedFiles).toEqual({ count: 1, at: world.at.now });
  });
});

it('changes nothing in a preview except for the entry in the access log', async ({ db, world }) => {
  await closedCase(world);
  keep(world, { cases: 30, files: 30 });
  after(world, 400);
  const { access_entry: _before, ...before } = await dumpRows(db.url);
  await previewRetention(world.services, operator);
  const { access_entry: entries, ...rest } = await dumpRows(db.url);
  expect(rest).toEqual(before);
  expect(entries).toContain('retention');
  for (const person of [world.tia, world.ada])
    await expect(previewRetention(world.services, { person, source: 'slack' })).rejects.toMatchObject({ code: 'not-allowed' });
});

it('keeps the access log and emails of a held account', async ({ db, world }) => {
  const at = start;
  await db.prisma.accessEntry.create({ data: { at, action: 'view', source: 'slack', accountId: world.ada.accountId } });
  await db.prisma.accessEntry.create({ data: { at, action: 'view', source: 'slack', accountId: world.rosa.accountId } });
  await placeHold(world.services, operator, { subject: 'plainview', reason: 'Smith v. District' });
  after(world, 731);
  const { accesses } = await previewRetention(world.services, operator);
  // the entry that says who placed the hold is of the held account as well
  expect(accesses).toEqual({ due: 1, held: 2 });
  await cleanUp(world.services);
  expect(await db.prisma.accessEntry.count({ where: { accountId: world.ada.accountId } })).toBe(2);
  expect(await db.prisma.accessEntry.count({ where: { accountId: world.rosa.accountId } })).toBe(0);
});
