import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { broadcastStatus } from '../../../src/usecases/notices/broadcast-status.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { freshDatabase } from '../../database.ts';
import { day, hour, makeStage, overtaken, type Stage } from './fixtures.ts';

let db: Database;
let stage: Stage;
/** Monday, 9:00 in Chicago */
const monday = new Date('2026-11-02T15:00:00Z');
const minute = 60_000;
const everywhere = ['C0PLAIN', 'C0RIVER', 'C0VENDOR'];

beforeAll(async () => {
  db = await freshDatabase();
  stage = await makeStage(db);
});
afterAll(() => db.close());
afterEach(async () => {
  await stage.clear();
  await db.prisma.channel.updateMany({ data: { changesOnly: false, active: true } });
  await db.prisma.account.updateMany({ data: { closed: [] } });
});

/** Ticks every minute until so much time is over. @returns how many channels were told, by the minute */
async function tickFor(ms: number): Promise<Map<number, number>> {
  const told = new Map<number, number>();
  for (let at = minute; at <= ms; at += minute) {
    stage.pass(minute);
    const done = await broadcastStatus(stage.world.services);
    if (done.posted > 0) told.set(at / minute, done.posted);
  }
  return told;
}

function begin(at = monday): void {
  stage.world.at.now = at;
}

/** The channels told since the last look; what they were told has arrived. */
async function newlyTold(id: number): Promise<string[]> {
  const where = { kind: 'broadcast' as const, state: 'pending' as const, withdrawn: false, banner: { noticeId: id } };
  const rows = await db.prisma.delivery.findMany({ where, include: { banner: { include: { channel: true } } } });
  await stage.send();
  return rows.map(({ banner }) => banner?.channel.channelId ?? '').sort();
}

describe('status broadcasts without an update from a person', () => {
  it('posts the status of a critical incident to every channel once an hour and redraws the banner', async () => {
    begin();
    const id = await stage.incident();
    await stage.send();
    expect([...(await tickFor(3 * hour)).keys()]).toEqual([60, 120, 180]);
    // what was not sent of the first two is overtaken
    expect(await stage.standing(id, 'broadcast')).toEqual(everywhere);
    expect((await stage.read(id, 'broadcast'))[0]).toContain('Still investigating.');
    const banners = await db.prisma.delivery.findMany({ where: { kind: 'banner' } });
    expect(banners.map(({ state, desiredVersion }) => [state, desiredVersion])).toEqual(banners.map(() => ['pending', 4]));
  });

  it('posts the status once when two replicas run at the same time', async () => {
    begin();
    const id = await stage.incident();
    await stage.send();
    stage.pass(hour);
    const both = await Promise.all([broadcastStatus(stage.world.services), broadcastStatus(stage.world.services)]);
    expect(both.reduce((sum, { posted }) => sum + posted, 0)).toBe(3);
    expect(await newlyTold(id)).toEqual(everywhere);
    stage.pass(hour);
    expect(await broadcastStatus(overtaken(stage.world.services, broadcastStatus))).toEqual({ posted: 0, waiting: 0 });
    expect(await newlyTold(id)).toEqual(everywhere);
  });

  it('posts the status once after a three-day outage, then returns to the hourly schedule', async () => {
    begin();
    const id = await stage.incident();
    await stage.send();
    stage.pass(3 * day + 50 * minute);
    expect(await broadcastStatus(stage.world.services)).toEqual({ posted: 3, waiting: 0 });
    expect(await newlyTold(id)).toEqual(everywhere);
    // on the hour again, counted from the declaring
    expect([...(await tickFor(2 * hour)).keys()]).toEqual([70]);
  });

  it('waits a full interval after an update by a person, and stops when the incident ends', async () => {
    begin();
    const { world, lea } = stage;
    const id = await stage.incident();
    stage.pass(40 * minute);
    const nextUpdateAt = new Date(world.at.now.getTime() + day);
    const word = { id, state: 'Identified' as const, message: 'It is the database.', nextUpdateAt };
    await updateNotice(world.services, lea, word, world.request());
    expect([...(await tickFor(61 * minute)).keys()]).toEqual([60]);
    await closeNotice(world.services, lea, { id, state: 'Resolved', message: 'All good.', verify: 'none' }, world.request());
    expect((await tickFor(3 * hour)).size).toBe(0);
    expect(await db.prisma.banner.count({ where: { broadcastAt: { not: null } } })).toBe(0);
  });

  it('skips channels that want changes only or have unsubscribed', async () => {
    begin();
    const id = await stage.incident();
    await stage.send();
    await db.prisma.channel.updateMany({ where: { channelId: 'C0PLAIN' }, data: { changesOnly: true } });
    await db.prisma.channel.updateMany({ where: { channelId: 'C0RIVER' }, data: { active: false } });
    expect([...(await tickFor(hour)).entries()]).toEqual([[60, 1]]);
    expect(await stage.standing(id, 'broadcast')).toEqual(['C0VENDOR']);
    // it was not put off: once it wants them again, the next comes in its time
    await db.prisma.channel.updateMany({ where: { channelId: 'C0PLAIN' }, data: { changesOnly: false } });
    expect([...(await tickFor(hour)).entries()]).toEqual([[60, 2]]);
  });
});

describe('business hours', () => {
  it('holds a broadcast due at night until business hours begin in the account’s own zone, and posts it once', async () => {
    // Monday, 14:30 in Chicago, 15:30 in New York: four hours later both are closed
    begin(new Date('2026-11-02T20:30:00Z'));
    const id = await stage.incident({ severity: 'major' });
    await stage.send();
    stage.pass(4 * hour);
    expect(await broadcastStatus(stage.world.services)).toEqual({ posted: 1, waiting: 2 });
    expect(await newlyTold(id)).toEqual(['C0VENDOR']);
    const before = stage.world.at.now.getTime();
    const told: [string, string[]][] = [];
    for (let at = before; at < before + 20 * hour; at += 10 * minute) {
      stage.pass(10 * minute);
      await broadcastStatus(stage.world.services);
      const channels = await newlyTold(id);
      if (channels.length > 0) told.push([stage.world.at.now.toISOString().slice(11, 16), channels]);
    }
    expect(told).toEqual([
      ['04:30', ['C0VENDOR']],
      ['08:30', ['C0VENDOR']],
      ['12:30', ['C0VENDOR']],
      ['13:00', ['C0RIVER']], // 8:00 in New York
      ['14:00', ['C0PLAIN']], // 8:00 in Chicago
      ['16:30', everywhere],
      ['20:30', everywhere],
    ]);
  });

  it('ignores business hours for a critical incident', async () => {
    begin(new Date('2026-11-07T06:00:00Z')); // in the night to a Saturday
    const id = await stage.incident();
    stage.pass(hour);
    await broadcastStatus(stage.world.services);
    expect(await stage.standing(id, 'broadcast')).toEqual(everywhere);
  });

  it('does not hold up other accounts when one has no business hours at all', async () => {
    begin();
    await db.prisma.account.update({ where: { id: stage.plainview }, data: { closed: ['2020-01-01/2099-12-31'] } });
    const id = await stage.incident({ severity: 'major' });
    await stage.send();
    stage.pass(4 * hour);
    expect(await broadcastStatus(stage.world.services)).toEqual({ posted: 2, waiting: 1 });
    expect(await newlyTold(id)).toEqual(['C0RIVER', 'C0VENDOR']);
    expect(await broadcastStatus(stage.world.services)).toEqual({ posted: 0, waiting: 0 });
  });
});

it('leaves a notice that is being updated to the next tick, and does not hold up the others', async () => {
  begin();
  const held = await stage.incident();
  const free = await stage.incident({ title: 'Fees cannot be paid' });
  await stage.send();
  stage.pass(hour);
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select id from notice where id = ${held} for no key update`;
    await broadcastStatus(stage.world.services);
  });
  expect(await stage.standing(held, 'broadcast')).toEqual([]);
  expect(await stage.standing(free, 'broadcast')).toEqual(everywhere);
  await broadcastStatus(stage.world.services);
  expect(await stage.standing(held, 'broadcast')).toEqual(everywhere);
});
