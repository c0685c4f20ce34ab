// The figures of a small history that people made in chat, against figures computed by hand: in the week in which the clocks go back, with a case
// that is reopened, one that is escalated, one that waits for its contact, and moments at the borders of zones and weeks.
import { describe, expect } from 'vitest';
import type { ComparedSpan } from '../../../src/domain/stats/stats-period.ts';
import { resolveStatsPeriod } from '../../../src/domain/stats/stats-period.ts';
import type { StatsSplit } from '../../../src/domain/stats/stats-report.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { warnSla } from '../../../src/usecases/clock/warn-sla.ts';
import { readReport } from '../../../src/usecases/search/stats.ts';
import { newCase, vendor } from '../../usecases/fixtures.ts';
import { test as base } from '../harness.ts';

const chicago = 'America/Chicago';
const hours = (count: number): number => count * 3600;

const it = base
  /** Sets the clock. */
  .extend('at', { scope: 'file' }, ({ harness }) => (moment: string): void => {
    harness.world.at.now = new Date(moment);
  })
  .extend('read', { scope: 'file' }, ({ harness }) => (over: { zone?: string; split?: StatsSplit; span?: ComparedSpan } = {}) => {
    const { services, max } = harness.world;
    const {
      zone = chicago,
      split = null,
      span = resolveStatsPeriod('2026-10-26..2026-11-01', services.clock.now(), zone),
    } = over;
    return readReport(services, { ...max, lead: true }, { ...span, zone, split });
  });

it.beforeAll(async ({ harness, at }) => {
  const { world, db, max, ada } = harness;
  const channel = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0TRAIN', team: 'Training' };
  await db.prisma.channel.create({ data: { ...channel, purposes: ['escalation'] } });

  // the week before: answered after 2 hours, resolved after 24, closed
  at('2026-10-20T15:00:00Z');
  const reopened = await world.open();
  at('2026-10-20T17:00:00Z');
  await max.command(`post CB-${reopened} I look at it.`);
  at('2026-10-21T15:00:00Z');
  await max.command(`resolve CB-${reopened} Done.`);
  at('2026-10-22T15:00:00Z');
  await ada.press('confirm', String(reopened));

  // the first moment of the week in Chicago; escalated after 10 hours
  at('2026-10-26T05:00:00Z');
  const escalated = await world.open();
  at('2026-10-26T15:00:00Z');
  await (await max.command(`escalate CB-${escalated} Please look.`)).submit({ team: 'Training' });

  // its first response is overdue, and comes after 6 hours
  at('2026-10-27T13:00:00Z');
  const late = await world.open({ priority: 'High' });
  // reopened at 10 AM, resolved again 6 hours later
  at('2026-10-27T15:00:00Z');
  await ada.command(`reopen CB-${reopened} It is back.`);
  at('2026-10-27T18:00:00Z');
  await warnSla(world.services);
  at('2026-10-27T19:00:00Z');
  await max.command(`post CB-${late} I look at it.`);
  at('2026-10-27T21:00:00Z');
  await max.command(`resolve CB-${reopened} Done again.`);
  at('2026-10-28T13:00:00Z');
  await max.command(`resolve CB-${late} Done.`);
  await ada.press('confirm', String(reopened));
  at('2026-10-28T14:00:00Z');
  await ada.press('confirm', String(late));
  at('2026-10-28T15:00:00Z');
  await max.command(`return CB-${escalated} We fixed it.`);
  at('2026-10-29T05:00:00Z');
  await max.command(`resolve CB-${escalated} Done.`);
  await ada.press('confirm', String(escalated));
  await ada.press('rate', `${escalated} good`);
  await ada.press('rate', `${late} poor`);

  // 11:30 PM on Saturday in Chicago, 12:30 AM on Sunday in New York; asked 3 hours later, and waits for its contact
  at('2026-11-01T04:30:00Z');
  const waiting = await world.open();
  at('2026-11-01T07:30:00Z');
  await max.command(`ask CB-${waiting} Which school?`);
  // the last hour of the week in Chicago, the next week in New York; nobody has answered
  at('2026-11-02T05:30:00Z');
  const filed = { workspaceId: vendor, directChannel: 'D0ROSA' };
  await openCase(world.services, world.rosa, { ...newCase, module: 'Fees' }, filed, world.request());
  at('2026-11-02T12:00:00Z');
});

describe('the figures of a week', () => {
  it('are those counted by hand', async ({ read }) => {
    const { total, openAtStart } = await read();
    expect(openAtStart).toBe(0);
    expect(total).toEqual({
      ...{ opened: 4, closed: 3, reopened: 1, open: 2 },
      // after 3, 6 and 10 hours; nobody has answered the fourth
      firstResponse: { cases: 3, median: hours(6), p90: hours(9.2) },
      // 6 hours after it was reopened, 24 and 72 hours after they were opened
      resolution: { cases: 3, median: hours(24), p90: hours(62.4) },
      ...{ closedCases: 3, firstLevel: 2, withSla: 3, slaMet: 2, breaches: 1 },
      ...{ asked: 2, good: 1, okay: 0, poor: 1 },
    });
  });

  it('are compared with those of the week before, as they were then', async ({ read }) => {
    expect((await read()).totalBefore).toMatchObject({
      ...{ opened: 1, closed: 1, reopened: 0, open: 0 },
      firstResponse: { cases: 1, median: hours(2), p90: hours(2) },
      resolution: { cases: 1, median: hours(24), p90: hours(24) },
      ...{ closedCases: 1, firstLevel: 1, withSla: 1, slaMet: 1, breaches: 0, asked: 1 },
    });
  });

  it('are on the days of the zone, with the open cases at the end of each', async ({ read }) => {
    const { unit, buckets } = await read();
    expect(unit).toBe('day');
    expect(buckets.map(({ start, opened, closed, reopened, open }) => [start, opened, closed, reopened, open])).toEqual([
      ['2026-10-26', 1, 0, 0, 1],
      ['2026-10-27', 1, 0, 1, 3],
      ['2026-10-28', 0, 2, 0, 1],
      ['2026-10-29', 0, 1, 0, 0],
      ['2026-10-30', 0, 0, 0, 0],
      ['2026-10-31', 1, 0, 0, 1],
      ['2026-11-01', 1, 0, 0, 2],
    ]);
  });

  it('begin and end with the days of another zone', async ({ read }) => {
    const { total, buckets } = await read({ zone: 'America/New_York' });
    expect([total.opened, total.open]).toEqual([3, 1]);
    expect(buckets.slice(-2).map(({ opened }) => opened)).toEqual([0, 1]);
  });

  it('are split by account, module and advisor, and the groups add up', async ({ read }) => {
    const { groups, total } = await read({ split: 'account' });
    expect(groups.map(({ label, now }) => [label, now.opened, now.closed, now.open])).toEqual([
      ['Plainview School District', 3, 3, 1],
      ['Rivertown Schools', 1, 0, 1],
    ]);
    expect(groups[0]?.before).toMatchObject({ opened: 1, closed: 1 });
    expect((await read({ split: 'module' })).groups.map(({ label, now }) => [label, now.opened])).toEqual([
      ['Grade Book', 3],
      ['Fees', 1],
    ]);
    expect((await read({ split: 'type' })).groups.map(({ label }) => label)).toEqual(['Question']);
    for (const split of ['account', 'module', 'type', 'advisor'] as const) {
      const one = await read({ split });
      for (const figure of ['opened', 'closed', 'reopened', 'open', 'closedCases', 'slaMet', 'asked'] as const)
        expect(
          one.groups.reduce((sum, { now }) => sum + now[figure], 0),
          `${figure} by ${split}`,
        ).toBe(total[figure]);
    }
  });

  it('do not change when the cases go on later, but for an answer that was missing', async ({ harness, at, read }) => {
    const before = await read();
    at('2026-11-03T12:00:00Z');
    const { number } = await harness.db.prisma.case.findFirstOrThrow({ where: { module: 'Fees' } });
    await harness.max.command(`resolve CB-${number} Done.`);
    await harness.rosa.press('confirm', String(number));
    const after = await read({ span: resolveStatsPeriod('2026-10-26..2026-11-01', new Date('2026-11-03T12:00:00Z'), chicago) });
    expect({ ...after.total, firstResponse: null }).toEqual({ ...before.total, firstResponse: null });
    expect(after.buckets).toEqual(before.buckets);
  });
});

it('says that nothing happened in an empty period', async ({ harness, read }) => {
  const span = resolveStatsPeriod('2026-01', harness.world.at.now, chicago);
  const { total, openAtStart, groups } = await read({ span, split: 'account' });
  expect([total.opened, total.closed, total.open, openAtStart, total.firstResponse.cases, groups]).toEqual([0, 0, 0, 0, 0, []]);
});
