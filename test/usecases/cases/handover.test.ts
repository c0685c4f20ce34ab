import { describe, expect } from 'vitest';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { processHandover, processHandovers, freeCasesOfFormerAdvisors } from '../../../src/usecases/cases/process-handovers.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { startHandover } from '../../../src/usecases/cases/start-handover.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { test as base } from '../../chat/harness.ts';
import { storedCase } from '../fixtures.ts';

const test = base
  .extend('casesOfMax', { scope: 'file' }, ({ world }) => async (count: number) => {
    const { services, max, request, open } = world;
    const numbers: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const number = await open();
      await claimCase(services, max, number, request());
      numbers.push(number);
    }
    return numbers;
  })
  .extend('stored', { scope: 'file' }, ({ db }) => (number: number) => {
    return storedCase(db, number);
  });

test.beforeEach(async ({ db }) => {
  await db.prisma.case.updateMany({ where: { status: { not: 'Closed' } }, data: { status: 'Closed' } });
  await db.prisma.handover.deleteMany();
});

describe('a handover', () => {
  test('moves every open case and tells its contact, but not the reason', async ({
    world,
    conversation,
    ada,
    db,
    casesOfMax,
    stored,
  }) => {
    const { services, max, tia, request } = world;
    const [first = 0, asked = 0, closed = 0] = await casesOfMax(3);
    await askContact(services, max, { number: asked, question: 'Which term?' }, request());
    await closeCase(services, max, { number: closed, reason: 'Resolved' }, request());
    const outcome = await startHandover(services, max, { from: max.id, to: tia.id, reason: 'Surgery until May.' }, request());
    expect(outcome).toEqual({ total: 2, done: true, from: 'Max Reyes', to: 'Tia Holm' });
    expect(await stored(first)).toMatchObject({ advisorId: tia.id, status: 'Assigned' });
    expect(await stored(asked)).toMatchObject({ advisorId: tia.id, status: 'PendingCustomerInput', askedFrom: 'Assigned' });
    expect(await stored(closed)).toMatchObject({ advisorId: max.id, status: 'Closed' });
    const { history, posts } = await stored(first);
    expect(history.slice(-2)).toMatchObject([
      { action: 'hand-over', actorName: 'Max Reyes', why: 'Surgery until May.' },
      { action: 'assign', actorName: 'Max Reyes', why: 'from Max Reyes to Tia Holm' },
    ]);
    expect(posts.at(-1)).toMatchObject({ kind: 'event', authorName: 'Max Reyes' });
    expect((await conversation(first, 'contact')).at(-1)).toBe('Max Reyes handed the case over to Tia Holm.');
    const hers = `${(await ada.command(`CB-${first}`)).text}${(await ada.command(`history CB-${first}`)).text}`;
    expect(hers).toContain('Tia Holm');
    expect(hers).not.toContain('Surgery');
    expect(await db.prisma.handover.count()).toBe(0);
  });

  test('to the queue leaves cases unassigned: New now, or after the answer to an open question', async ({
    world,
    casesOfMax,
    stored,
  }) => {
    const { services, max, ada, request } = world;
    const [first = 0, asked = 0] = await casesOfMax(2);
    await askContact(services, max, { number: asked, question: 'Which term?' }, request());
    await startHandover(services, max, { from: max.id, to: null, reason: 'Leave' }, request());
    expect(await stored(first)).toMatchObject({ advisorId: null, status: 'New' });
    expect((await stored(first)).history.at(-1)).toMatchObject({
      action: 'assign',
      from: 'Assigned',
      to: 'New',
      why: 'from Max Reyes to the queue',
    });
    await addPost(services, ada, { number: asked, text: 'Term 2' }, request());
    expect(await stored(asked)).toMatchObject({ advisorId: null, status: 'New' });
  });

  test('moves each case once when the form is submitted twice or two processes continue it', async ({
    world,
    db,
    casesOfMax,
    stored,
  }) => {
    const { services, max, tia, request } = world;
    const numbers = await casesOfMax(4);
    const same = request();
    const input = { from: max.id, to: tia.id, reason: 'Leave' };
    const outcomes = await Promise.all([1, 2].map(() => startHandover(services, max, input, same)));
    expect(outcomes.filter((outcome) => outcome === 'repeat')).toHaveLength(1);
    const row = await db.prisma.handover.create({
      data: {
        fromId: tia.id,
        toId: max.id,
        requestedById: tia.id,
        reason: 'Back',
        total: 4,
        remaining: numbers,
        createdAt: services.clock.now(),
      },
    });
    const moved = await Promise.all([processHandover(services, row), processHandover(services, row)]);
    expect(moved.reduce((sum, one) => sum + one)).toBe(4);
    for (const number of numbers) {
      const { history, posts } = await stored(number);
      expect(history.filter(({ action }) => action === 'assign')).toHaveLength(2);
      expect(posts.filter(({ action }) => action === 'assign')).toHaveLength(2);
    }
    expect(await db.prisma.handover.count()).toBe(0);
  });

  test('continues after a restart, and leaves cases that were reassigned by then', async ({ world, db, casesOfMax, stored }) => {
    const { services, max, tia, request } = world;
    const [moved = 0, claimed = 0, left = 0] = await casesOfMax(3);
    await claimCase(services, tia, claimed, request(), { takeOverFrom: max.id });
    await db.prisma.handover.create({
      data: {
        fromId: max.id,
        toId: null,
        requestedById: tia.id,
        reason: 'Leave',
        total: 3,
        remaining: [claimed, left],
        createdAt: services.clock.now(),
      },
    });
    expect(await processHandovers(services)).toEqual({ moved: 1 });
    expect(await stored(moved)).toMatchObject({ advisorId: max.id });
    expect(await stored(claimed)).toMatchObject({ advisorId: tia.id, status: 'Assigned' });
    expect(await stored(left)).toMatchObject({ advisorId: null, status: 'New' });
    expect(await processHandovers(services)).toEqual({ moved: 0 });
  });

  test('reports a failed handover and still processes the others', async ({ world, db, casesOfMax, stored }) => {
    const { services, max, tia } = world;
    const [failing = 0, number = 0] = await casesOfMax(2);
    await db.pool.query(`
      create function refuse_post() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
      create trigger refuse_post before insert on post for each row
        when (new.case_id = (${(await stored(failing)).id})) execute function refuse_post()`);
    const asked = {
      fromId: max.id,
      toId: tia.id,
      requestedById: max.id,
      reason: 'Leave',
      total: 1,
      createdAt: services.clock.now(),
    };
    for (const left of [failing, number]) await db.prisma.handover.create({ data: { ...asked, remaining: [left] } });
    await expect(processHandovers(services)).rejects.toThrow('1 failure: handovers failed in part');
    expect(await stored(number)).toMatchObject({ advisorId: tia.id });
    expect(await db.prisma.handover.findMany({ select: { remaining: true } })).toEqual([{ remaining: [failing] }]);
    await db.pool.query('drop trigger refuse_post on post; drop function refuse_post');
    expect(await processHandovers(services)).toEqual({ moved: 1 });
  });
});

describe('the handover command', () => {
  test('moves only the own cases of an advisor', async ({ max, tia, world, ada, casesOfMax, stored }) => {
    const [number = 0] = await casesOfMax(1);
    const form = await max.command('handover');
    expect(form.text.split('\n')).toEqual([
      '# Hand over cases',
      "Max Reyes's open case will be reassigned.",
      'From*: Max Reyes',
      'To*: ',
      'Reason*: ',
      '[Hand over]',
    ]);
    const to = String(world.tia.id);
    expect((await form.submit({ to })).mistakes).toEqual({ reason: 'Enter a reason.' });
    const forged = { from: String(world.max.id), to: 'queue', reason: 'I want them' };
    expect((await (await tia.command('handover')).submit(forged)).text).toContain(
      "Only leads can hand over someone else's cases.",
    );
    expect((await form.submit({ to: String(world.max.id), reason: 'x' })).mistakes.to).toContain('Choose someone else.');
    expect((await form.submit({ to: '0', reason: 'x' })).mistakes.to).toBe('Choose an active advisor or the queue.');
    expect((await form.submit({ to, reason: 'Leave' })).text).toBe('Moved 1 open case from Max Reyes to Tia Holm.');
    expect(await stored(number)).toMatchObject({ advisorId: world.tia.id });
    expect((await (await max.command('handover')).submit({ to, reason: 'Leave' })).mistakes.from).toBe(
      'Max Reyes has no open cases.',
    );
    expect((await ada.command('handover')).text).toContain("isn't one of your commands.");
  });

  test("moves anybody's cases for a lead, large handovers in the background, with progress in the form", async ({
    tia,
    world,
    db,
    casesOfMax,
    stored,
  }) => {
    const [template = 0] = await casesOfMax(1);
    const { id: _id, number: _number, ...row } = await stored(template);
    const {
      history: _history,
      posts: _posts,
      triage: _triage,
      sla: _sla,
      contactChange: _change,
      snoozes: _snoozes,
      ...columns
    } = row;
    await db.prisma.case.createMany({ data: Array.from({ length: 50 }, () => columns) });
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    const form = await (await tia.command('handover')).change({ from: String(world.max.id), reason: 'Gone' });
    expect(form.text).toContain("All 51 of Max Reyes's open cases will be reassigned.");
    const seen = await form.submit({ to: 'queue' });
    expect(seen.text).toBe(
      'Moving 51 open cases from Max Reyes to the queue.\nThis takes a few minutes. Type handover to see the progress.',
    );
    const fingerprint = await (await tia.command('handover')).change({ from: String(world.max.id) });
    expect(fingerprint.text).toContain('In progress: 0 of 51 cases moved.');
    const begun = await db.prisma.handover.findFirstOrThrow();
    expect(begun).toMatchObject({ total: 51, fromId: world.max.id, toId: null, requestedById: world.tia.id });
    // as if most had been moved
    await db.prisma.handover.update({ where: { id: begun.id }, data: { remaining: [template] } });
    const later = await (await tia.command('handover')).change({ from: String(world.max.id) });
    expect(later.text).toContain('In progress: 50 of 51 cases moved.');
    expect(await processHandovers(world.services)).toEqual({ moved: 1 });
    expect((await stored(template)).history.at(-1)).toMatchObject({ actorName: 'Tia Holm' });
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: false } });
  });
});

describe('removing an advisor from the directory', () => {
  test('returns their open cases to the queue once', async ({ world, db, conversation, casesOfMax, stored }) => {
    const [number = 0] = await casesOfMax(1);
    expect(await freeCasesOfFormerAdvisors(world.services)).toEqual({ freed: 0 });
    await importDirectory(world.services, parseDirectory('advisors:\n  - { email: max@campus.example, remove: true }\n'));
    const runs = await Promise.all([1, 2].map(() => freeCasesOfFormerAdvisors(world.services)));
    expect(runs.reduce((sum, { freed }) => sum + freed, 0)).toBe(1);
    expect(await stored(number)).toMatchObject({ advisorId: null, status: 'New' });
    expect((await stored(number)).history.at(-1)).toMatchObject({ actorName: 'Casebridge', why: 'from Max Reyes to the queue' });
    expect((await conversation(number, 'contact')).at(-1)).toBe('Campus Support returned the case to the queue.');
    await db.prisma.person.update({ where: { id: world.max.id }, data: { active: true } });
  });
});
