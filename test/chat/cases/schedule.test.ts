// Scheduled cases as everybody sees them. Now is Monday, 2 November 2026, nine in the morning in Chicago; Friday the 6th is a day off there.
import { describe, expect } from 'vitest';
import { test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';
import { resumeScheduled } from '../../../src/usecases/clock/resume-scheduled.ts';

const monday = new Date('2026-11-02T15:00:00Z');

const test = base
  .extend('scheduled', { scope: 'file' }, ({ world, max }) => async (date: string) => {
    world.at.now = monday;
    const number = await world.open();
    await max.command(`claim CB-${number}`);
    await (await max.command(`schedule CB-${number} Move the terms.`)).submit({ date });
    return number;
  })
  .extend('stored', { scope: 'file' }, ({ db }) => (number: number) => {
    return db.prisma.case.findUniqueOrThrow({ where: { number } });
  });

test.beforeAll(async ({ db, max }) => {
  await db.prisma.account.update({ where: { key: 'plainview' }, data: { closed: ['2026-11-06'] } });
  // Max must have written to the bot, so that it can mention him
  await max.command('help');
});

describe('scheduling a case', () => {
  test('asks for the date and what will be done, and shows what is wrong with them', async ({ world, ada, max }) => {
    world.at.now = monday;
    const number = await world.open();
    const form = await max.command(`schedule CB-${number}`);
    expect(form.text.split('\n').slice(2)).toEqual(['Date*: ', 'What will be done*: ', '[Schedule]']);
    const mistake = async (values: Record<string, string>) => (await form.submit(values)).mistakes;
    expect(await mistake({ date: '2026-11-03' })).toEqual({ what: 'Describe what will be done.' });
    expect(await mistake({})).toEqual({ date: 'Choose a date.', what: 'Describe what will be done.' });
    const what = 'Move the terms.';
    expect(await mistake({ what })).toEqual({ date: 'Choose a date.' });
    expect(await mistake({ what, date: '2026-02-30' })).toEqual({ date: 'Choose a date.' });
    expect(await mistake({ what, date: '2026-11-02' })).toEqual({ date: 'Choose a date after today.' });
    expect(await mistake({ what, date: '2027-11-03' })).toEqual({ date: 'Choose a date within a year.' });
    // in the account's zone it is still November 2
    world.at.now = new Date('2026-11-03T04:00:00Z');
    expect(await mistake({ what, date: '2026-11-03' })).toEqual({});
    expect((await ada.command(`schedule CB-${number}`)).text).toContain("isn't one of your commands.");
  });

  test('says that a day is a day off, before and after', async ({ world, max }) => {
    world.at.now = monday;
    const number = await world.open();
    await max.command(`claim CB-${number}`);
    const form = await max.command(`schedule CB-${number} Move the terms.`);
    const off = await form.change({ date: '2026-11-06' });
    const hintOf = ({ reply }: typeof form): string | undefined =>
      reply.kind === 'form' ? reply.form.fields[0]?.hint : undefined;
    expect(hintOf(off)).toBe('Nov 6, 2026 is a day off. The case returns on the next business day.');
    expect(off.text).toContain('Date*: 2026-11-06\nWhat will be done*: Move the terms.');
    expect(hintOf(await form.change({ date: '2026-11-07' }))).toContain('Nov 7, 2026 is a Saturday.');
    expect(hintOf(await form.change({ date: '2026-11-05' }))).toContain('that morning');
    expect((await off.submit()).text).toContain('Nov 6, 2026 is a day off. The case returns on the next business day.');
  });

  test('tells the contact, and shows the date and the plan on every card', async ({ conversation, card, scheduled }) => {
    const number = await scheduled('2026-11-03');
    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Max Reyes scheduled the case:\n> For Nov 3, 2026:\n\nMove the terms.',
    );
    for (const side of ['contact', 'advisor'] as const)
      expect(readCard(await card(number, side))).toContain('(neutral) Scheduled for Nov 3, 2026: Move the terms.');
  });

  test.for([
    ['2026-11-03', '2026-11-03T14:00:00.000Z', 'when business hours start'],
    ['2026-11-06', '2026-11-09T14:00:00.000Z', 'on the next business day after a day off and a weekend'],
    ['2027-03-15', '2027-03-15T13:00:00.000Z', 'in daylight saving time'],
  ] as const)('for %s resumes it at %s, %s', async ([date, at], { scheduled, stored }) => {
    const number = await scheduled(date);
    expect((await stored(number)).scheduledAt?.toISOString()).toBe(at);
  });
});

describe('resuming a scheduled case', () => {
  test('happens once and not a moment early, and mentions the advisor', async ({
    db,
    world,
    conversation,
    card,
    scheduled,
    stored,
  }) => {
    const number = await scheduled('2026-11-03');
    const at = (time: string) => (world.at.now = new Date(`2026-11-03T${time}Z`));
    at('13:59:59');
    expect(await resumeScheduled(world.services)).toEqual({ due: 0 });
    at('14:00:00');
    const runs = await Promise.all([1, 2, 3].map(() => resumeScheduled(world.services)));
    const others = await db.prisma.case.count({ where: { scheduledAt: { lte: world.at.now } } });
    expect(others).toBe(0);
    expect(runs.reduce((sum, { due }) => sum + due, 0)).toBeGreaterThan(0);
    const told = (await conversation(number, 'advisor')).filter((text) => text.includes('resumed the case'));
    expect(told).toEqual(['@Max Reyes, Campus Support resumed the case as scheduled:\n> Move the terms.']);
    expect((await conversation(number, 'contact')).at(-1)).toMatch(/^Campus Support resumed the case as scheduled:/);
    expect(readCard(await card(number, 'contact'))).not.toContain('Scheduled for');
    expect(await stored(number)).toMatchObject({
      status: 'Assigned',
      scheduledFor: null,
      scheduledWork: null,
      scheduledAt: null,
    });
    expect(await resumeScheduled(world.services)).toEqual({ due: 0 });
    const history = await db.prisma.historyEntry.findMany({ where: { case: { number }, action: 'resumeScheduled' } });
    expect(history).toMatchObject([{ actorName: 'Casebridge', from: 'Scheduled', to: 'Assigned' }]);
  });

  test('leaves a case that is being changed for the next run', async ({ db, world, scheduled, stored }) => {
    const number = await scheduled('2026-11-03');
    world.at.now = new Date('2026-11-04T15:00:00Z');
    await db.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "case" where number = ${number} for update`;
      await resumeScheduled(world.services);
      expect((await stored(number)).status).toBe('Scheduled');
    });
    expect(await resumeScheduled(world.services)).toEqual({ due: 1 });
  });

  test('does not happen after the case has moved on', async ({ world, max, scheduled, stored }) => {
    const number = await scheduled('2026-11-03');
    await max.command(`resolve CB-${number} Done early.`);
    expect(await stored(number)).toMatchObject({ scheduledFor: null, scheduledWork: null, scheduledAt: null });
    world.at.now = new Date('2026-11-04T15:00:00Z');
    await resumeScheduled(world.services);
    expect((await stored(number)).status).toBe('PendingCustomerVerification');
  });

  test('waits for the answer to an open question', async ({ world, ada, max, thread, scheduled, stored }) => {
    const number = await scheduled('2026-11-03');
    await max.command(`ask CB-${number} Both terms?`);
    world.at.now = new Date('2026-11-04T15:00:00Z');
    await resumeScheduled(world.services);
    expect((await stored(number)).status).toBe('PendingCustomerInput');
    await ada.replies(await thread(number, 'contact'), 'Both.');
    expect(await stored(number)).toMatchObject({ status: 'Scheduled', scheduledWork: 'Move the terms.' });
    expect(await resumeScheduled(world.services)).toEqual({ due: 1 });
    expect((await stored(number)).status).toBe('Assigned');
  });
});
