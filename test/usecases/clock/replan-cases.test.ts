// What happens to running plans when an account's calendar changes (process.md, Calendars). The clock of the tests is set by hand.
import { DateTime } from 'luxon';
import { beforeEach, describe, expect } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { scheduleCase } from '../../../src/usecases/cases/schedule-case.ts';
import { sweepFollowUps } from '../../../src/usecases/clock/sweep-follow-ups.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { replanCases } from '../../../src/usecases/replan-cases.ts';
import type { Database } from '../../../src/db/client.ts';
import { test as it, type World } from '../fixtures.ts';

let db: Database;
let world: World;
it.beforeAll(({ db: own, world: its }) => void ([db, world] = [own, its]));
beforeEach(async () => {
  await db.prisma.$executeRaw`truncate "case", delivery cascade`;
  setClock('2026-11-30T09:00');
  await directory('holidays: US-MN');
});

const setClock = (local: string) => (world.at.now = DateTime.fromISO(local, { zone: 'America/Chicago' }).toJSDate());

/** Imports Plainview with these keys. */
const directory = (keys: string, timezone = 'America/Chicago') =>
  importDirectory(
    world.services,
    parseDirectory(`accounts:\n  - { key: plainview, name: Plainview School District, timezone: ${timezone}, ${keys} }`),
  );

async function ask(): Promise<number> {
  const number = await world.open();
  await askContact(world.services, world.max, { number, question: 'Which school year?' }, world.request());
  await arrive();
  return number;
}

/** Delivers everything that is pending. */
const arrive = () =>
  db.pool.query(
    `update delivery set state = 'sent', delivered_version = desired_version, external_id = coalesce(external_id, 'm' || id), sent_at = $1
     where state in ('pending', 'sending')`,
    [world.at.now],
  );

async function remind(local: string): Promise<void> {
  setClock(local);
  expect(await sweepFollowUps(world.services)).toMatchObject({ reminded: 1 });
  await arrive();
}

const inChicago = (at: Date | null | undefined) =>
  at && DateTime.fromJSDate(at, { zone: 'America/Chicago' }).toFormat('MM-dd HH:mm');
const clockOf = (number: number) => db.prisma.followUp.findFirstOrThrow({ where: { case: { number } } });
const planOf = async (number: number) => (await clockOf(number)).plan.map((at) => inChicago(at));
const dueOf = async (number: number) => inChicago((await clockOf(number)).dueAt);
const pendingCards = () => db.prisma.delivery.count({ where: { kind: 'card', state: 'pending' } });

describe('a follow-up', () => {
  it('skips days that are closed after it has started; what was sent stays sent', async () => {
    const number = await ask();
    expect(await planOf(number)).toEqual(['12-03 08:00', '12-08 08:00', '12-11 08:00', '12-14 17:00']);
    await remind('2026-12-03T08:00');
    setClock('2026-12-04T10:00');
    await directory('holidays: US-MN, closed: [2026-12-07/2026-12-18]');
    expect(await planOf(number)).toEqual(['12-03 08:00', '12-22 08:00', '12-28 08:00', '12-29 17:00']);
    expect(await dueOf(number)).toBe('12-22 08:00');
    expect(await pendingCards()).toBeGreaterThan(0);
    await remind('2026-12-22T08:00');
    await remind('2026-12-28T08:00');
    setClock('2026-12-29T17:00');
    expect(await sweepFollowUps(world.services)).toMatchObject({ closed: 1 });
  });

  it.each([
    ['a worked holiday', 'holidays: US-MN, worked: [2026-12-25]', '12-22 08:00,12-25 08:00,12-28 17:00'],
    ['no holidays', 'closed: [2026-12-07/2026-12-18]', '12-22 08:00,12-25 08:00,12-28 17:00'],
  ])('follows %s', async (_what, keys, expected) => {
    const number = await ask();
    await remind('2026-12-03T08:00');
    await directory(keys.includes('closed') ? keys : `${keys}, closed: [2026-12-07/2026-12-18]`);
    expect((await planOf(number)).slice(1).join()).toBe(expected);
  });

  it('follows the time zone and the business hours', async () => {
    const number = await ask();
    await directory('holidays: US-MN', 'America/New_York');
    expect(await dueOf(number)).toBe('12-03 07:00');
    const { settings } = world.services;
    const services = {
      ...world.services,
      settings: { ...settings, businessHours: { ...settings.businessHours, start: '10:00' } },
    };
    expect(await replanCases(services)).toMatchObject({ cases: 1 });
    expect(await dueOf(number)).toBe('12-03 09:00');
  });

  it('does not bring the next attempt forward to the day of the latest one', async () => {
    await directory('holidays: US-MN, closed: [2026-12-01/2026-12-04]');
    const number = await ask();
    await remind('2026-12-09T08:00');
    await directory('holidays: US-MN');
    expect(await dueOf(number)).toBe('12-10 08:00');
  });

  it('stays as it is, without new cards, when the calendar is the same', async () => {
    const number = await ask();
    const before = await clockOf(number);
    await directory('holidays: US-MN');
    expect(await replanCases(world.services)).toEqual({ accounts: 0, cases: 0 });
    expect(await clockOf(number)).toEqual(before);
    expect(await pendingCards()).toBe(0);
  });

  it('of another account stays as it is', async () => {
    const number = await ask();
    const before = await clockOf(number);
    await importDirectory(
      world.services,
      parseDirectory('accounts:\n  - { key: rivertown, name: R, timezone: America/New_York, closed: [2026-12-03] }'),
    );
    expect(await clockOf(number)).toEqual(before);
  });

  it('keeps its plan where the account never works', async () => {
    const number = await ask();
    const before = await planOf(number);
    await directory('closed: [2020-01-01/2099-12-31]');
    expect(await planOf(number)).toEqual(before);
  });
});

it('a scheduled case resumes on the next day that is not closed', async () => {
  const number = await world.open();
  const schedule = { number, date: '2026-12-08', what: 'Run the import again.' };
  await scheduleCase(world.services, world.max, schedule, world.request());
  const resumes = async () => inChicago((await db.prisma.case.findUniqueOrThrow({ where: { number } })).scheduledAt);
  expect(await resumes()).toBe('12-08 08:00');
  await directory('holidays: US-MN, closed: [2026-12-07/2026-12-18]');
  expect(await resumes()).toBe('12-21 08:00');
  await directory('holidays: US-MN');
  expect(await resumes()).toBe('12-08 08:00');
});

it("a case's SLA is due later over closed days, and the next look at it moves along", async () => {
  const number = await world.open();
  const stored = async () => {
    const { slaDueAt, slaAlertAt } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    return [slaDueAt?.getTime() ?? 0, slaAlertAt?.getTime() ?? 0] as const;
  };
  const [due, alert] = await stored();
  await directory('holidays: US-MN, closed: [2026-11-30/2026-12-04]');
  const [later, laterAlert] = await stored();
  expect(later).toBeGreaterThan(due);
  expect(laterAlert).toBeGreaterThan(alert);
  await directory('holidays: US-MN');
  expect(await stored()).toEqual([due, alert]);
});
