import { describe, expect } from 'vitest';
import { Prisma } from '../../../src/db/generated/client.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { reopenCase } from '../../../src/usecases/cases/reopen-case.ts';
import { linkCase } from '../../../src/usecases/notices/link-case.ts';
import { closeNotice, updateNotice, type Verify } from '../../../src/usecases/notices/update-notice.ts';
import { notifyLinkedCases } from '../../../src/usecases/notices/notify-linked-cases.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { day, test as base } from './fixtures.ts';

const it = base
  /** Opens this many cases of Ada's, links them to the incident, and returns their numbers. */
  .extend('linked', { scope: 'file' }, ({ world }) => async (incidentId: number, count: number): Promise<number[]> => {
    const numbers: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const number = await world.open();
      await linkCase(world.services, world.max, { number, incidentId }, world.request());
      numbers.push(number);
    }
    return numbers;
  })
  .extend('update', { scope: 'file' }, ({ notices, world }) => (id: number, message: string) => {
    const { noah } = notices;
    const nextUpdateAt = new Date(world.at.now.getTime() + day);
    return updateNotice(world.services, noah, { id, state: 'Identified', message, nextUpdateAt }, world.request());
  })
  .extend('resolve', { scope: 'file' }, ({ world, notices }) => (id: number, verify: Verify) => {
    const message = 'The index was rebuilt.';
    return closeNotice(world.services, notices.lea, { id, state: 'Resolved', message, verify }, world.request());
  })
  /** Lists what was posted about the incident on each of these cases. */
  .extend('updatesOn', { scope: 'file' }, ({ db }) => async (numbers: number[]): Promise<string[][]> => {
    const cases = await db.prisma.case.findMany({
      where: { number: { in: numbers } },
      orderBy: { number: 'asc' },
      include: { posts: { where: { action: { in: ['incident-update', 'resolve'] } }, orderBy: { id: 'asc' } } },
    });
    return cases.map(({ posts }) =>
      posts.map(({ action, authorName, body }) => `${authorName} ${action}: ${body.split('\n').at(-1)}`),
    );
  })
  .extend(
    'stored',
    { scope: 'file' },
    ({ db }) =>
      (number: number) =>
        db.prisma.case.findUniqueOrThrow({ where: { number }, include: { history: { orderBy: { id: 'asc' } }, followUp: true } }),
  );

it.afterEach(({ notices }) => notices.clear());

describe('an update on an incident', () => {
  it('reaches every conversation of each linked case once, in the name of its author', async ({
    notices,
    linked,
    world,
    update,
    updatesOn,
    db,
    stored,
  }) => {
    const id = await notices.incident();
    const numbers = await linked(id, 2);
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 0, asked: 0 });
    await update(id, 'It is the database.');
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 2, asked: 0 });
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 0, asked: 0 });
    expect(await updatesOn(numbers)).toEqual(numbers.map(() => ['Noah incident-update: It is the database.']));
    const rows = await db.prisma.delivery.findMany({
      where: { post: { action: 'incident-update' } },
      include: { destination: true },
      orderBy: { id: 'asc' },
    });
    const where = ['C0GRADES', 'D0ADA'];
    expect(rows.map(({ destination }) => destination.channelId).sort()).toEqual([...where, ...where].sort());
    expect((await stored(numbers[0] ?? 0)).status).toBe('New');
  });

  it('is posted once when two runs overlap', async ({ notices, linked, update, world, updatesOn }) => {
    const id = await notices.incident();
    const numbers = await linked(id, 4);
    await update(id, 'It is the database.');
    const both = await Promise.all([notifyLinkedCases(world.services), notifyLinkedCases(world.services, { incidentId: id })]);
    expect(both.reduce((sum, one) => sum + one.notified, 0)).toBe(4);
    expect((await updatesOn(numbers)).map((posts) => posts.length)).toEqual([1, 1, 1, 1]);
  });

  it('continues with the next run after a failure in the middle', async ({ notices, linked, update, world, updatesOn }) => {
    const id = await notices.incident();
    const numbers = await linked(id, 3);
    await update(id, 'It is the database.');
    const { services } = world;
    const broken: Services = {
      ...services,
      clock: {
        now: () => {
          if (++asked > 1) throw new Error('the machine is gone');
          return services.clock.now();
        },
      },
    };
    let asked = 0;
    await expect(notifyLinkedCases(broken)).rejects.toThrow('2 failures: linked cases could not be notified');
    expect((await updatesOn(numbers)).map((posts) => posts.length)).toEqual([1, 0, 0]);
    expect(await notifyLinkedCases(services)).toEqual({ notified: 2, asked: 0 });
    expect((await updatesOn(numbers)).map((posts) => posts.length)).toEqual([1, 1, 1]);
  });

  it('replaces an older update that was not sent yet, and respects the limit of cases per run', async ({
    notices,
    linked,
    update,
    world,
    updatesOn,
  }) => {
    const id = await notices.incident();
    const other = await notices.incident({ title: 'Fees cannot be paid' });
    const numbers = await linked(id, 2);
    const [apart = 0] = await linked(other, 1);
    await update(id, 'It is the database.');
    await update(id, 'It is the index.');
    await update(other, 'It is the bank.');
    expect(await notifyLinkedCases(world.services, { incidentId: id, max: 1 })).toEqual({ notified: 1, asked: 0 });
    expect(await notifyLinkedCases(world.services, { incidentId: id })).toEqual({ notified: 1, asked: 0 });
    expect(await updatesOn(numbers)).toEqual(numbers.map(() => ['Noah incident-update: It is the index.']));
    expect(await updatesOn([apart])).toEqual([[]]);
  });

  it('skips a locked case until the next run and does not hold up the others', async ({
    notices,
    linked,
    update,
    db,
    world,
    updatesOn,
  }) => {
    const id = await notices.incident();
    const [first = 0, second = 0] = await linked(id, 2);
    await update(id, 'It is the database.');
    await db.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "case" where number = ${first} for no key update`;
      expect(await notifyLinkedCases(world.services)).toEqual({ notified: 1, asked: 0 });
    });
    expect((await updatesOn([first, second])).map((posts) => posts.length)).toEqual([0, 1]);
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 1, asked: 0 });
  });
});

describe('resolving', () => {
  it('asks every open linked case to verify when the lead chooses so, and leaves closed cases alone', async ({
    notices,
    linked,
    world,
    resolve,
    stored,
    updatesOn,
  }) => {
    const id = await notices.incident();
    const [open = 0, closed = 0] = await linked(id, 2);
    await closeCase(world.services, world.max, { number: closed, reason: 'Withdrawn' }, world.request());
    await resolve(id, 'all');
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 1, asked: 1 });
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 0, asked: 0 });
    const now = await stored(open);
    expect(now).toMatchObject({ status: 'PendingCustomerVerification', incidentVerify: false });
    expect(now.pendingPostId).not.toBeNull();
    expect(now.followUp?.startedAt).toEqual(world.at.now);
    expect(now.history.at(-1)).toMatchObject({ action: 'resolve', actorName: 'Lea', why: 'Grade Book is slow' });
    expect(await updatesOn([open])).toEqual([['Lea resolve: The index was rebuilt.']]);
    expect(await stored(closed)).toMatchObject({ status: 'Closed', incidentVerify: false });
    expect(await updatesOn([closed])).toEqual([[]]);
  });

  it('says nothing to a case that was closed then and is reopened later', async ({ notices, linked, world, resolve }) => {
    const id = await notices.incident();
    const [closed = 0, meanwhile = 0] = await linked(id, 2);
    const { services, ada, request } = world;
    await closeCase(services, ada, { number: closed, reason: 'Resolved' }, request());
    await resolve(id, 'all');
    await closeCase(services, ada, { number: meanwhile, reason: 'Resolved' }, request());
    notices.pass(day);
    for (const number of [closed, meanwhile]) await reopenCase(services, ada, { number, details: 'Again.' }, request());
    expect(await notifyLinkedCases(services)).toEqual({ notified: 0, asked: 0 });
  });

  it('asks the chosen cases to verify and only notifies the others', async ({
    notices,
    linked,
    resolve,
    world,
    stored,
    updatesOn,
  }) => {
    const id = await notices.incident();
    const [asked = 0, notified = 0] = await linked(id, 2);
    await resolve(id, [asked]);
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 2, asked: 1 });
    expect((await stored(asked)).status).toBe('PendingCustomerVerification');
    expect(await stored(notified)).toMatchObject({ status: 'New', followUp: null });
    expect(await updatesOn([notified])).toEqual([['Lea incident-update: The index was rebuilt.']]);
  });

  it('asks nobody when the lead chooses so, and never a case of another incident', async ({
    notices,
    linked,
    resolve,
    world,
    stored,
  }) => {
    const id = await notices.incident();
    const other = await notices.incident({ title: 'Fees cannot be paid' });
    const [mine = 0] = await linked(id, 1);
    const [theirs = 0] = await linked(other, 1);
    await resolve(id, 'none');
    await resolve(other, [mine]);
    expect(await notifyLinkedCases(world.services)).toEqual({ notified: 2, asked: 0 });
    for (const number of [mine, theirs]) expect((await stored(number)).status).toBe('New');
  });
});

it('notifies each of a hundred linked cases once', async ({ notices, linked, db, resolve, world, updatesOn }) => {
  const id = await notices.incident();
  const [number = 0] = await linked(id, 1);
  const {
    id: first,
    number: _,
    triage: __,
    contactChange: ___,
    snoozes: ____,
    sla,
    ...one
  } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
  const copies = await db.prisma.case.createManyAndReturn({
    data: Array.from({ length: 99 }, () => ({ ...one, sla: sla ?? Prisma.DbNull })),
    select: { id: true, number: true },
  });
  const places = await db.prisma.conversation.findMany({ where: { caseId: first }, select: { destinationId: true, side: true } });
  await db.prisma.conversation.createMany({
    data: copies.flatMap((copy) => places.map((place) => ({ ...place, caseId: copy.id }))),
  });
  await resolve(id, 'all');
  const both = await Promise.all([notifyLinkedCases(world.services), notifyLinkedCases(world.services)]);
  expect(both.reduce((sum, { asked }) => sum + asked, 0)).toBe(100);
  const asked = await db.prisma.case.count({ where: { incidentId: id, status: 'PendingCustomerVerification' } });
  expect(asked).toBe(100);
  const posted = await updatesOn([number, ...copies.map((copy) => copy.number)]);
  expect(posted).toEqual(posted.map(() => ['Lea resolve: The index was rebuilt.']));
});
