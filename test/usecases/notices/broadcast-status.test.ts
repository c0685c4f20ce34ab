import { describe, expect } from 'vitest';
import { jobs } from '../../../src/server/schedule.ts';
import { broadcastStatus } from '../../../src/usecases/notices/broadcast-status.ts';
import { nudgeOwners } from '../../../src/usecases/notices/nudge-owners.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { day, hour, overtaken, test as base } from './fixtures.ts';

const it = base
  /** Runs the clock every minute for this long (ms), and returns the number of channels posted to, by minute. */
  .extend('tickFor', { scope: 'file' }, ({ notices, world }) => async (ms: number): Promise<Map<number, number>> => {
    const posted = new Map<number, number>();
    for (let at = minute; at <= ms; at += minute) {
      notices.pass(minute);
      const done = await broadcastStatus(world.services);
      if (done.posted > 0) posted.set(at / minute, done.posted);
    }
    return posted;
  })
  .extend('begin', { scope: 'file' }, ({ world }) => (at = monday): void => {
    world.at.now = at;
  })
  /** Lists the channels with a new broadcast, and marks it as delivered. */
  .extend('newlyPosted', { scope: 'file' }, ({ db, notices }) => async (id: number): Promise<string[]> => {
    const where = { kind: 'broadcast' as const, state: 'pending' as const, withdrawn: false, banner: { noticeId: id } };
    const rows = await db.prisma.delivery.findMany({ where, include: { banner: { include: { channel: true } } } });
    await notices.send();
    return rows.map(({ banner }) => banner?.channel.channelId ?? '').sort();
  });

/** Monday, 9:00 in Chicago */
const monday = new Date('2026-11-02T15:00:00Z');
const minute = 60_000;
const everywhere = ['C0PLAIN', 'C0RIVER', 'C0VENDOR'];

it.afterEach(async ({ notices, db }) => {
  await notices.clear();
  await db.prisma.channel.updateMany({ data: { changesOnly: false, active: true } });
  await db.prisma.account.updateMany({ data: { closed: [] } });
});

describe('status broadcasts without an update from a person', () => {
  it('posts the status of a critical incident to every channel once an hour and redraws the banner', async ({
    begin,
    notices,
    tickFor,
    db,
  }) => {
    begin();
    const id = await notices.incident();
    await notices.send();
    expect([...(await tickFor(3 * hour)).keys()]).toEqual([60, 120, 180]);
    // what was not sent of the first two is overtaken
    expect(await notices.channelsWith(id, 'broadcast')).toEqual(everywhere);
    expect((await notices.read(id, 'broadcast'))[0]).toContain('Still investigating.');
    const banners = await db.prisma.delivery.findMany({ where: { kind: 'banner' } });
    expect(banners.map(({ state, desiredVersion }) => [state, desiredVersion])).toEqual(banners.map(() => ['pending', 4]));
  });

  it('posts the status once when two replicas run at the same time', async ({ begin, notices, world, newlyPosted }) => {
    begin();
    const id = await notices.incident();
    await notices.send();
    notices.pass(hour);
    const both = await Promise.all([broadcastStatus(world.services), broadcastStatus(world.services)]);
    expect(both.reduce((sum, { posted }) => sum + posted, 0)).toBe(3);
    expect(await newlyPosted(id)).toEqual(everywhere);
    notices.pass(hour);
    expect(await broadcastStatus(overtaken(world.services, broadcastStatus))).toEqual({ posted: 0, waiting: 0 });
    expect(await newlyPosted(id)).toEqual(everywhere);
  });

  it('posts the status once after a three-day outage, then returns to the hourly schedule', async ({
    begin,
    notices,
    world,
    newlyPosted,
    tickFor,
  }) => {
    begin();
    const id = await notices.incident();
    await notices.send();
    notices.pass(3 * day + 50 * minute);
    expect(await broadcastStatus(world.services)).toEqual({ posted: 3, waiting: 0 });
    expect(await newlyPosted(id)).toEqual(everywhere);
    // on the hour again, counted from the declaring
    expect([...(await tickFor(2 * hour)).keys()]).toEqual([70]);
  });

  it('waits a full interval after an update by a person, and stops when the incident ends', async ({
    begin,
    notices,
    world,
    tickFor,
    db,
  }) => {
    begin();
    const { lea } = notices;
    const id = await notices.incident();
    notices.pass(40 * minute);
    const nextUpdateAt = new Date(world.at.now.getTime() + day);
    const word = { id, state: 'Identified' as const, message: 'It is the database.', nextUpdateAt };
    await updateNotice(world.services, lea, word, world.request());
    expect([...(await tickFor(61 * minute)).keys()]).toEqual([60]);
    await closeNotice(world.services, lea, { id, state: 'Resolved', message: 'All good.', verify: 'none' }, world.request());
    expect((await tickFor(3 * hour)).size).toBe(0);
    expect(await db.prisma.banner.count({ where: { broadcastAt: { not: null } } })).toBe(0);
  });

  it('skips channels that want changes only or have unsubscribed', async ({ begin, notices, db, tickFor }) => {
    begin();
    const id = await notices.incident();
    await notices.send();
    await db.prisma.channel.updateMany({ where: { channelId: 'C0PLAIN' }, data: { changesOnly: true } });
    await db.prisma.channel.updateMany({ where: { channelId: 'C0RIVER' }, data: { active: false } });
    expect([...(await tickFor(hour)).entries()]).toEqual([[60, 1]]);
    expect(await notices.channelsWith(id, 'broadcast')).toEqual(['C0VENDOR']);
    // it was not put off: once it wants them again, the next comes in its time
    await db.prisma.channel.updateMany({ where: { channelId: 'C0PLAIN' }, data: { changesOnly: false } });
    expect([...(await tickFor(hour)).entries()]).toEqual([[60, 2]]);
  });
});

describe('business hours', () => {
  it('holds a broadcast due at night until business hours begin in the account’s own zone, and posts it once', async ({
    begin,
    notices,
    world,
    newlyPosted,
  }) => {
    // Monday, 14:30 in Chicago, 15:30 in New York: four hours later both are closed
    begin(new Date('2026-11-02T20:30:00Z'));
    const id = await notices.incident({ severity: 'major' });
    await notices.send();
    notices.pass(4 * hour);
    expect(await broadcastStatus(world.services)).toEqual({ posted: 1, waiting: 2 });
    expect(await newlyPosted(id)).toEqual(['C0VENDOR']);
    const before = world.at.now.getTime();
    const posted: [string, string[]][] = [];
    for (let at = before; at < before + 20 * hour; at += 10 * minute) {
      notices.pass(10 * minute);
      await broadcastStatus(world.services);
      const channels = await newlyPosted(id);
      if (channels.length > 0) posted.push([world.at.now.toISOString().slice(11, 16), channels]);
    }
    expect(posted).toEqual([
      ['04:30', ['C0VENDOR']],
      ['08:30', ['C0VENDOR']],
      ['12:30', ['C0VENDOR']],
      ['13:00', ['C0RIVER']], // 8:00 in New York
      ['14:00', ['C0PLAIN']], // 8:00 in Chicago
      ['16:30', everywhere],
      ['20:30', everywhere],
    ]);
  });

  it('ignores business hours for a critical incident', async ({ begin, notices, world }) => {
    begin(new Date('2026-11-07T06:00:00Z')); // in the night to a Saturday
    const id = await notices.incident();
    notices.pass(hour);
    await broadcastStatus(world.services);
    expect(await notices.channelsWith(id, 'broadcast')).toEqual(everywhere);
  });

  it('does not hold up other accounts when one has no business hours at all', async ({
    begin,
    db,
    notices,
    world,
    newlyPosted,
  }) => {
    begin();
    await db.prisma.account.update({ where: { id: notices.plainview }, data: { closed: ['2020-01-01/2099-12-31'] } });
    const id = await notices.incident({ severity: 'major' });
    await notices.send();
    notices.pass(4 * hour);
    expect(await broadcastStatus(world.services)).toEqual({ posted: 2, waiting: 1 });
    expect(await newlyPosted(id)).toEqual(['C0RIVER', 'C0VENDOR']);
    expect(await broadcastStatus(world.services)).toEqual({ posted: 0, waiting: 0 });
  });
});

it('leaves a notice that is being updated to the next tick, and does not hold up the others', async ({
  begin,
  notices,
  db,
  world,
}) => {
  begin();
  const held = await notices.incident();
  const free = await notices.incident({ title: 'Fees cannot be paid' });
  await notices.send();
  notices.pass(hour);
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select id from notice where id = ${held} for no key update`;
    await broadcastStatus(world.services);
  });
  expect(await notices.channelsWith(held, 'broadcast')).toEqual([]);
  expect(await notices.channelsWith(free, 'broadcast')).toEqual(everywhere);
  await broadcastStatus(world.services);
  expect(await notices.channelsWith(held, 'broadcast')).toEqual(everywhere);
});

describe('a promised update that is late', () => {
  it('says in the banner and in the broadcast when the next message comes', async ({ begin, notices, tickFor, world }) => {
    begin();
    const id = await notices.incident({ nextUpdateAt: new Date(monday.getTime() + hour / 2) });
    await notices.send();
    expect((await notices.read(id, 'banner'))[0]).toContain('Next update: 2026-11-02T15:30:00.000Z');
    notices.pass(40 * minute);
    await nudgeOwners(world.services);
    const [banner] = await notices.read(id, 'banner');
    expect(banner).toContain(
      "Next update: The update is late. You'll hear from us by 2026-11-02T16:00:00.000Z, sooner if there is news.",
    );
    expect(banner).not.toContain('15:30');
    expect([...(await tickFor(20 * minute)).keys()]).toEqual([20]);
    expect((await notices.read(id, 'broadcast'))[0]).toContain(
      "The update is late. You'll hear from us by 2026-11-02T17:00:00.000Z, sooner if there is news.",
    );
  });

  it('refreshes the banner when the promised moment passes', async ({ begin, notices, world, db }) => {
    begin();
    await notices.incident({ nextUpdateAt: new Date(monday.getTime() + hour / 2) });
    await notices.send();
    notices.pass(hour / 2);
    await nudgeOwners(world.services);
    expect(await db.prisma.delivery.count({ where: { kind: 'banner', state: 'pending' } })).toBe(3);
  });

  it('says by when outside business hours: the next one comes when they begin', async ({ begin, notices, tickFor }) => {
    begin(new Date('2026-11-02T22:30:00Z'));
    const id = await notices.incident({ severity: 'major', nextUpdateAt: new Date('2026-11-02T23:00:00Z') });
    await notices.send();
    await tickFor(5 * hour);
    const [plainview] = await notices.read(id, 'banner');
    expect(plainview).toContain("The update is late. You'll hear from us by 2026-11-03T14:00:00.000Z");
  });

  it('promises no moment to a channel that only gets changes', async ({ begin, notices, db }) => {
    await db.prisma.channel.updateMany({ data: { changesOnly: true } });
    begin();
    const id = await notices.incident({ nextUpdateAt: new Date(monday.getTime() + hour / 2) });
    await notices.send();
    notices.pass(hour);
    expect((await notices.read(id, 'banner'))[0]).toContain("The update is late. We'll post it as soon as we have it.");
  });
});

describe('a reminder and a status broadcast that are due in the same minute', () => {
  it('come both in that minute', async ({ begin, notices, world, db }) => {
    begin();
    const id = await notices.incident({ nextUpdateAt: new Date(monday.getTime() + hour) });
    await notices.send();
    notices.pass(hour);
    const job = jobs.find(({ name }) => name === 'broadcasts');
    expect(await job?.run(world.services)).toEqual({ owners: 1, leads: 0, posted: 3, waiting: 0 });
    expect(await notices.nudged(id)).toEqual(['Lea']);
    expect(await db.prisma.delivery.count({ where: { kind: 'broadcast' } })).toBe(3);
  });
});
