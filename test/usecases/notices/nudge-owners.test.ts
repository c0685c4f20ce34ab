import { describe, expect } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { advanceMaintenance } from '../../../src/usecases/notices/advance-maintenance.ts';
import { nudgeOwners } from '../../../src/usecases/notices/nudge-owners.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { day, hour, overtaken, test as base, type NoticeFixtures } from './fixtures.ts';

const it = base
  /** Declares an incident of Lea's whose next update is due in an hour, with its banners delivered. */
  .extend('incidentDueInAnHour', { scope: 'file' }, ({ world, notices }) => async (): Promise<number> => {
    world.at.now = monday;
    const id = await notices.incident({ nextUpdateAt: later(hour) });
    await notices.send();
    return id;
  })
  .extend('runClockAt', { scope: 'file' }, ({ world, notices }) => async (id: number, ms: number): Promise<string[]> => {
    world.at.now = later(ms);
    await nudgeOwners(world.services);
    return notices.nudged(id);
  })
  .extend('postUpdate', { scope: 'file' }, ({ notices, world }) => (id: number, nextUpdateAt: Date) => {
    const { noah } = notices;
    return updateNotice(world.services, noah, { id, state: 'Identified', message: 'Found.', nextUpdateAt }, world.request());
  });

const monday = new Date('2026-11-02T15:00:00Z');
const minute = 60_000;

it.afterEach(async ({ notices, db }) => {
  await notices.clear();
  await db.prisma.person.updateMany({
    where: { id: { in: [notices.lea.id, notices.noah.id] } },
    data: { lead: true, active: true },
  });
  await db.prisma.identity.updateMany({ where: { personId: notices.lea.id }, data: { directChannel: 'D0Lea' } });
});

const later = (ms: number): Date => new Date(monday.getTime() + ms);

describe('an overdue update', () => {
  it('is requested once from the owner, and 15 minutes later from the other leads', async ({
    incidentDueInAnHour,
    runClockAt,
    notices,
  }) => {
    const id = await incidentDueInAnHour();
    expect(await runClockAt(id, hour - 1)).toEqual([]);
    expect(await runClockAt(id, hour)).toEqual(['Lea']);
    expect(await runClockAt(id, hour + 15 * minute - 1)).toEqual(['Lea']);
    expect(await runClockAt(id, hour + 15 * minute)).toEqual(['Lea', 'Noah']);
    expect(await runClockAt(id, 3 * day)).toEqual(['Lea', 'Noah']);
    expect((await notices.read(id, 'nudge'))[0]).toBe(
      '(warning) The next update on “Grade Book is slow” is overdue since 2026-11-02T16:00:00.000Z. 3 channels are waiting for it.\n[Post update] [Resolve]',
    );
  });

  it('is requested once when two replicas run at the same time', async ({ world, incidentDueInAnHour, notices }) => {
    const { services } = world;
    const id = await incidentDueInAnHour();
    world.at.now = later(hour);
    await Promise.all([nudgeOwners(services), nudgeOwners(services)]);
    expect(await notices.nudged(id)).toEqual(['Lea']);
    world.at.now = later(2 * hour);
    expect(await nudgeOwners(overtaken(services, nudgeOwners))).toEqual({ owners: 0, leads: 0 });
    expect(await notices.nudged(id)).toEqual(['Lea', 'Noah']);
  });

  it('is not requested when it arrives at the last moment', async ({ world, incidentDueInAnHour, postUpdate, notices }) => {
    const { services } = world;
    const id = await incidentDueInAnHour();
    world.at.now = later(hour);
    await nudgeOwners(overtaken(services, () => postUpdate(id, later(2 * hour))));
    expect(await notices.nudged(id)).toEqual([]);
  });

  it.for<[string, (given: { db: Database; notices: NoticeFixtures }) => Promise<unknown>]>([
    [
      'is no longer a lead',
      ({ db, notices }) => db.prisma.person.update({ where: { id: notices.lea.id }, data: { lead: false } }),
    ],
    ['has left', ({ db, notices }) => db.prisma.person.update({ where: { id: notices.lea.id }, data: { active: false } })],
    [
      'has no conversation with the bot',
      ({ db, notices }) => db.prisma.identity.updateMany({ where: { personId: notices.lea.id }, data: { directChannel: null } }),
    ],
  ])(
    'is requested from the other leads right away when the owner %s',
    async ([_, change], { incidentDueInAnHour, runClockAt, db, notices }) => {
      const id = await incidentDueInAnHour();
      await change({ db, notices });
      expect(await runClockAt(id, hour)).toEqual(['Noah']);
      expect(await runClockAt(id, 2 * hour)).toEqual(['Noah']);
    },
  );

  it('removes the buttons from sent nudges and cancels pending ones when it arrives; a later update can be overdue again', async ({
    incidentDueInAnHour,
    runClockAt,
    notices,
    postUpdate,
    db,
  }) => {
    const id = await incidentDueInAnHour();
    await runClockAt(id, hour);
    await notices.send();
    await runClockAt(id, hour + 15 * minute);
    await postUpdate(id, later(3 * hour));
    expect(await notices.read(id, 'nudge')).toEqual(['“Grade Book is slow” has been updated.', '']);
    const waiting = { kind: 'nudge' as const, state: 'pending' as const };
    expect(await db.prisma.delivery.count({ where: waiting })).toBe(2);
    // the lead who posted this update owes the next one
    expect(await runClockAt(id, 3 * hour)).toEqual(['Lea', 'Noah', 'Noah']);
  });

  it('is no longer requested after the incident ends', async ({ incidentDueInAnHour, runClockAt, notices, world }) => {
    const id = await incidentDueInAnHour();
    await runClockAt(id, hour);
    await notices.send();
    const { lea } = notices;
    await closeNotice(world.services, lea, { id, state: 'Resolved', message: 'All good.', verify: 'none' }, world.request());
    expect(await notices.read(id, 'nudge')).toEqual(['“Grade Book is slow” has been resolved.']);
    expect(await runClockAt(id, 2 * hour)).toEqual(['Lea']);
  });
});

it('reaches an owner without a conversation by mail, once, and leaves the mail as it was sent when the update arrives', async ({
  incidentDueInAnHour,
  runClockAt,
  postUpdate,
  db,
  notices,
  world,
}) => {
  const id = await incidentDueInAnHour();
  await db.prisma.identity.updateMany({ where: { personId: notices.lea.id }, data: { directChannel: null } });
  world.services.mail = true;
  expect(await runClockAt(id, hour)).toEqual(['Lea']);
  expect(await runClockAt(id, hour + 15 * minute)).toEqual(['Lea', 'Noah']);
  world.services.mail = false;
  const where = { kind: 'nudge' as const, noticeId: id };
  const places = await db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
  expect(places.map(({ destination: { platform, channelId } }) => [platform, channelId])).toEqual([
    ['mail', notices.lea.email],
    ['slack', 'D0Noah'],
  ]);
  expect((await notices.read(id, 'nudge'))[0]).toContain('The next update on “Grade Book is slow” is overdue');
  await notices.send();
  await postUpdate(id, later(3 * hour));
  const states = await db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } });
  expect(states.map(({ state }) => state)).toEqual(['sent', 'pending']);
});

it('shows an empty nudge to a person who is no longer a lead or no longer owns the conversation', async ({
  incidentDueInAnHour,
  runClockAt,
  db,
  notices,
}) => {
  const id = await incidentDueInAnHour();
  await runClockAt(id, hour);
  await db.prisma.person.update({ where: { id: notices.lea.id }, data: { lead: false } });
  expect(await notices.read(id, 'nudge')).toEqual(['']);
  await db.prisma.person.update({ where: { id: notices.lea.id }, data: { lead: true } });
  await db.prisma.identity.updateMany({ where: { directChannel: 'D0Lea' }, data: { personId: notices.noah.id } });
  expect(await notices.read(id, 'nudge')).toEqual(['']);
  await db.prisma.identity.updateMany({ where: { directChannel: 'D0Lea' }, data: { personId: notices.lea.id } });
});

it('asks the owner whether maintenance has ended when its end time has passed', async ({ world, notices, runClockAt }) => {
  world.at.now = monday;
  const id = await notices.maintenance({ startsAt: later(-hour), endsAt: later(hour) });
  await advanceMaintenance(world.services);
  world.at.now = later(hour);
  await advanceMaintenance(world.services);
  expect(await runClockAt(id, hour)).toEqual(['Lea']);
  expect((await notices.read(id, 'nudge'))[0]).toBe(
    '(warning) Has “New servers” ended? It was scheduled to end 2026-11-02T16:00:00.000Z.\n[End maintenance] [Extend]',
  );
});
