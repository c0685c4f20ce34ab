import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { advanceMaintenance } from '../../../src/usecases/notices/advance-maintenance.ts';
import { nudgeOwners } from '../../../src/usecases/notices/nudge-owners.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { freshDatabase } from '../../database.ts';
import { day, hour, makeStage, overtaken, type Stage } from './fixtures.ts';

let db: Database;
let stage: Stage;
const monday = new Date('2026-11-02T15:00:00Z');
const minute = 60_000;

beforeAll(async () => {
  db = await freshDatabase();
  stage = await makeStage(db);
});
afterAll(() => db.close());
afterEach(async () => {
  await stage.clear();
  await db.prisma.person.updateMany({ where: { id: { in: [stage.lea.id, stage.noah.id] } }, data: { lead: true, active: true } });
  await db.prisma.identity.updateMany({ where: { personId: stage.lea.id }, data: { directChannel: 'D0Lea' } });
});

const later = (ms: number): Date => new Date(monday.getTime() + ms);

/** An incident of Lea's whose next word is due in an hour; its banners stand. */
async function promised(): Promise<number> {
  stage.world.at.now = monday;
  const id = await stage.incident({ nextUpdateAt: later(hour) });
  await stage.send();
  return id;
}

async function look(id: number, ms: number): Promise<string[]> {
  stage.world.at.now = later(ms);
  await nudgeOwners(stage.world.services);
  return stage.nudged(id);
}

function speak(id: number, nextUpdateAt: Date) {
  const { world, noah } = stage;
  return updateNotice(world.services, noah, { id, state: 'Identified', message: 'Found.', nextUpdateAt }, world.request());
}

describe('an overdue update', () => {
  it('is requested once from the owner, and 15 minutes later from the other leads', async () => {
    const id = await promised();
    expect(await look(id, hour - 1)).toEqual([]);
    expect(await look(id, hour)).toEqual(['Lea']);
    expect(await look(id, hour + 15 * minute - 1)).toEqual(['Lea']);
    expect(await look(id, hour + 15 * minute)).toEqual(['Lea', 'Noah']);
    expect(await look(id, 3 * day)).toEqual(['Lea', 'Noah']);
    expect((await stage.read(id, 'nudge'))[0]).toBe(
      '(warning) The next update on “Grade Book is slow” is overdue since 2026-11-02T16:00:00.000Z. 3 channels are waiting for it.\n[Post update] [Resolve]',
    );
  });

  it('is requested once when two replicas run at the same time', async () => {
    const { services } = stage.world;
    const id = await promised();
    stage.world.at.now = later(hour);
    await Promise.all([nudgeOwners(services), nudgeOwners(services)]);
    expect(await stage.nudged(id)).toEqual(['Lea']);
    stage.world.at.now = later(2 * hour);
    expect(await nudgeOwners(overtaken(services, nudgeOwners))).toEqual({ owners: 0, leads: 0 });
    expect(await stage.nudged(id)).toEqual(['Lea', 'Noah']);
  });

  it('is not requested when it arrives at the last moment', async () => {
    const { services } = stage.world;
    const id = await promised();
    stage.world.at.now = later(hour);
    await nudgeOwners(overtaken(services, () => speak(id, later(2 * hour))));
    expect(await stage.nudged(id)).toEqual([]);
  });

  it.each([
    ['is no longer a lead', () => db.prisma.person.update({ where: { id: stage.lea.id }, data: { lead: false } })],
    ['has left', () => db.prisma.person.update({ where: { id: stage.lea.id }, data: { active: false } })],
    [
      'has no conversation with the bot',
      () => db.prisma.identity.updateMany({ where: { personId: stage.lea.id }, data: { directChannel: null } }),
    ],
  ])('is requested from the other leads right away when the owner %s', async (_, change) => {
    const id = await promised();
    await change();
    expect(await look(id, hour)).toEqual(['Noah']);
    expect(await look(id, 2 * hour)).toEqual(['Noah']);
  });

  it('removes the buttons from sent nudges and cancels pending ones when it arrives; a later update can be overdue again', async () => {
    const id = await promised();
    await look(id, hour);
    await stage.send();
    await look(id, hour + 15 * minute);
    await speak(id, later(3 * hour));
    expect(await stage.read(id, 'nudge')).toEqual(['“Grade Book is slow” has been updated.', '']);
    const waiting = { kind: 'nudge' as const, state: 'pending' as const };
    expect(await db.prisma.delivery.count({ where: waiting })).toBe(2);
    // the lead who posted this update owes the next one
    expect(await look(id, 3 * hour)).toEqual(['Lea', 'Noah', 'Noah']);
  });

  it('is no longer requested after the incident ends', async () => {
    const id = await promised();
    await look(id, hour);
    await stage.send();
    const { world, lea } = stage;
    await closeNotice(world.services, lea, { id, state: 'Resolved', message: 'All good.', verify: 'none' }, world.request());
    expect(await stage.read(id, 'nudge')).toEqual(['“Grade Book is slow” has been resolved.']);
    expect(await look(id, 2 * hour)).toEqual(['Lea']);
  });
});

it('shows an empty nudge to a person who is no longer a lead or no longer owns the conversation', async () => {
  const id = await promised();
  await look(id, hour);
  await db.prisma.person.update({ where: { id: stage.lea.id }, data: { lead: false } });
  expect(await stage.read(id, 'nudge')).toEqual(['']);
  await db.prisma.person.update({ where: { id: stage.lea.id }, data: { lead: true } });
  await db.prisma.identity.updateMany({ where: { directChannel: 'D0Lea' }, data: { personId: stage.noah.id } });
  expect(await stage.read(id, 'nudge')).toEqual(['']);
  await db.prisma.identity.updateMany({ where: { directChannel: 'D0Lea' }, data: { personId: stage.lea.id } });
});

it('asks the owner whether maintenance has ended when its end time has passed', async () => {
  stage.world.at.now = monday;
  const id = await stage.maintenance({ startsAt: later(-hour), endsAt: later(hour) });
  await advanceMaintenance(stage.world.services);
  stage.world.at.now = later(hour);
  await advanceMaintenance(stage.world.services);
  expect(await look(id, hour)).toEqual(['Lea']);
  expect((await stage.read(id, 'nudge'))[0]).toBe(
    '(warning) Has “New servers” ended? It was scheduled to end 2026-11-02T16:00:00.000Z.\n[End maintenance] [Extend]',
  );
});
