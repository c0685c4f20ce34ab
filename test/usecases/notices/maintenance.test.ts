import { describe, expect } from 'vitest';
import { dueStep, nextStep, type Planned } from '../../../src/domain/maintenance-clock.ts';
import { advanceMaintenance } from '../../../src/usecases/notices/advance-maintenance.ts';
import { changeNotice, closeNotice } from '../../../src/usecases/notices/update-notice.ts';
import { day, hour, overtaken, test as base } from './fixtures.ts';

const it = base
  /** Declares two hours of maintenance that start this long after Monday (ms), and returns the notice's ID. */
  .extend('planned', { scope: 'file' }, ({ world, notices }) => (startsIn: number): Promise<number> => {
    world.at.now = monday;
    return notices.maintenance({ startsAt: later(startsIn), endsAt: later(startsIn + 2 * hour) });
  })
  /** Runs the clock at this time (ms after Monday), and lists the timeline entries after the declaration. */
  .extend('runClockAt', { scope: 'file' }, ({ world, db }) => async (id: number, ms: number): Promise<string[]> => {
    world.at.now = later(ms);
    await advanceMaintenance(world.services);
    const rows = await db.prisma.noticeUpdate.findMany({ where: { noticeId: id }, orderBy: { id: 'asc' } });
    return rows.slice(1).map(({ action, state, at, authorName }) => `${action} ${state} ${at.toISOString()} ${authorName}`);
  })
  .extend(
    'stored',
    { scope: 'file' },
    ({ db }) =>
      (id: number) =>
        db.prisma.notice.findUniqueOrThrow({ where: { id } }),
  );

const monday = new Date('2026-11-02T15:00:00Z');
const everywhere = ['C0PLAIN', 'C0RIVER', 'C0VENDOR'];

it.afterEach(({ notices }) => notices.clear());

const later = (ms: number): Date => new Date(monday.getTime() + ms);

const line = (action: string, state: string, ms: number): string =>
  `${action} ${state} ${later(ms).toISOString()} Campus Support`;

describe('maintenance', () => {
  it('is announced, reminded of two days and an hour before, started and asked about at its end, once each', async ({
    planned,
    notices,
    runClockAt,
    stored,
  }) => {
    const start = 20 * day;
    const id = await planned(start);
    expect(await notices.channelsWith(id, 'banner')).toEqual([]);
    expect(await runClockAt(id, 6 * day - 1)).toEqual([]);

    const timeline: string[] = [];
    for (const [action, state, at] of [
      ['announce', 'Planned', start - 14 * day],
      ['announce', 'Planned', start - 2 * day],
      ['announce', 'Planned', start - hour],
      ['start', 'UnderWay', start],
      ['ask-end', 'UnderWay', start + 2 * hour],
    ] as const) {
      expect(await runClockAt(id, at - 1)).toEqual(timeline);
      timeline.push(line(action, state, at));
      expect(await runClockAt(id, at)).toEqual(timeline);
      expect(await runClockAt(id, at + 1)).toEqual(timeline);
      await notices.send();
    }
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
    const replies = (await notices.read(id, 'broadcast')).filter((_, index) => index % 3 === 0);
    // the banner itself is the first announcement, and whether it has ended is asked of the owner
    expect(replies.map((reply) => reply.split('.')[0])).toEqual([
      'Upcoming maintenance',
      'Upcoming maintenance',
      'Maintenance has started',
    ]);
    expect(await stored(id)).toMatchObject({
      nextUpdateAt: later(start + 2 * hour),
      nudges: 0,
      nextStepAt: null,
      closedAt: null,
    });
  });

  it('is announced at once when it starts soon', async ({ planned, notices, stored }) => {
    const id = await planned(day);
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
    expect((await stored(id)).nextStepAt).toEqual(later(23 * hour));
  });

  it('is under way at the next tick when it has already started', async ({ planned, runClockAt, stored }) => {
    const id = await planned(-hour);
    expect(await runClockAt(id, 0)).toEqual([line('start', 'UnderWay', 0)]);
    expect((await stored(id)).nextStepAt).toEqual(later(hour));
  });

  it('catches up with one message for several missed steps', async ({ planned, runClockAt, notices }) => {
    const id = await planned(20 * day);
    expect(await runClockAt(id, 20 * day - hour / 2)).toEqual([line('announce', 'Planned', 20 * day - hour / 2)]);
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
    expect(await notices.channelsWith(id, 'broadcast')).toEqual([]);
  });

  it('starts late after an outage, and is then asked about its end', async ({ planned, runClockAt, notices }) => {
    const id = await planned(20 * day);
    const start = line('start', 'UnderWay', 25 * day);
    expect(await runClockAt(id, 25 * day)).toEqual([start]);
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
    expect(await runClockAt(id, 25 * day + 1)).toEqual([start, line('ask-end', 'UnderWay', 25 * day + 1)]);
  });

  it('takes each step once with two replicas', async ({ world, planned, notices, db }) => {
    const { services } = world;
    const [id, other] = [await planned(day), await planned(day)];
    world.at.now = later(day);
    const both = await Promise.all([advanceMaintenance(services), advanceMaintenance(services)]);
    expect(both[0].started + both[1].started).toBe(2);
    for (const one of [id, other]) expect(await notices.channelsWith(one, 'broadcast')).toEqual(everywhere);
    world.at.now = later(day + 2 * hour);
    expect(await advanceMaintenance(overtaken(services, advanceMaintenance))).toEqual({ announced: 0, started: 0, asked: 0 });
    expect(await db.prisma.noticeUpdate.count({ where: { action: 'ask-end' } })).toBe(2);
  });

  it('follows its new times after it was moved, and stops once it is over', async ({
    notices,
    planned,
    runClockAt,
    world,
    stored,
  }) => {
    const { lea } = notices;
    const id = await planned(day);
    await runClockAt(id, day);
    const input = {
      ...{ kind: 'maintenance' as const, title: 'New servers', severity: null, state: 'Planned' as const, modules: [] },
      ...{ everyAccount: true, accountIds: [], message: 'Moved by a week.', instructions: null, nextUpdateAt: null },
      ...{ startsAt: later(8 * day), endsAt: later(8 * day + hour) },
    };
    await changeNotice(world.services, lea, id, input, world.request());
    expect(await stored(id)).toMatchObject({ state: 'Planned', nextStepAt: later(6 * day) });
    await closeNotice(
      world.services,
      lea,
      { id, state: 'Cancelled', message: 'Not needed any more.', verify: 'none' },
      world.request(),
    );
    const timeline = await runClockAt(id, 9 * day);
    expect(timeline.at(-1)).toMatch(/^cancel Cancelled/);
    expect((await notices.read(id, 'banner'))[0]).toContain("It won't take place.");
  });
});

describe('the steps', () => {
  const at = (ms: number): Date => new Date(ms);
  const plan = (state: Planned['state'], startsAt: number, endsAt: number | null): Planned => ({
    state,
    startsAt: at(startsAt),
    endsAt: endsAt === null ? null : at(endsAt),
  });

  it.each([
    ['too early', plan('Planned', 20 * day, 21 * day), 0, null, 6 * day],
    ['two weeks', plan('Planned', 20 * day, 21 * day), 6 * day, 'announce', 18 * day],
    ['two days', plan('Planned', 20 * day, 21 * day), 18 * day, 'announce', 20 * day - hour],
    ['an hour', plan('Planned', 20 * day, 21 * day), 20 * day - hour, 'announce', 20 * day],
    ['the start', plan('Planned', 20 * day, 21 * day), 20 * day, 'start', 20 * day],
    ['under way', plan('UnderWay', 20 * day, 21 * day), 20 * day, null, 21 * day],
    ['the end', plan('UnderWay', 20 * day, 21 * day), 21 * day, 'ask-end', 21 * day],
    ['no end', plan('UnderWay', 20 * day, null), 21 * day, null, null],
  ] as const)('are due by the clock: %s', (_, notice, now, due, next) => {
    expect(dueStep(notice, at(now))).toBe(due);
    expect(nextStep(notice, at(now))).toEqual(next === null ? null : at(next));
  });
});
