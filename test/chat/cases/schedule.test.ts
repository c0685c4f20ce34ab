// Scheduled work, as everybody sees it. Now is Monday, 2 November 2026, nine in the morning in Chicago; Friday the 6th is a day off there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../harness.ts';
import { readCard } from '../read-card.ts';
import { resumeScheduled } from '../../../src/usecases/clock/resume-scheduled.ts';

let house: House;
const monday = new Date('2026-11-02T15:00:00Z');
beforeAll(async () => {
  house = await openHouse();
  await house.db.prisma.account.update({ where: { key: 'plainview' }, data: { closed: ['2026-11-06'] } });
  await house.max.command('help'); // known by name from here on
});
afterAll(() => house.close());

async function scheduled(date: string): Promise<number> {
  const { world, max } = house;
  world.at.now = monday;
  const number = await world.open();
  await max.command(`claim CB-${number}`);
  await (await max.command(`schedule CB-${number} Move the terms.`)).submit({ date });
  return number;
}

const stored = (number: number) => house.db.prisma.case.findUniqueOrThrow({ where: { number } });

describe('scheduling', () => {
  it('asks for the day and what will be done, and says what is wrong with them', async () => {
    const { max, ada, world } = house;
    world.at.now = monday;
    const number = await world.open();
    const form = await max.command(`schedule CB-${number}`);
    expect(form.text.split('\n').slice(2)).toEqual(['Date*: ', 'What will be done*: ', '[Schedule]']);
    const mistake = async (values: Record<string, string>) => (await form.submit(values)).mistakes;
    expect(await mistake({ date: '2026-11-03' })).toEqual({ what: 'Describe what will be done.' });
    const what = 'Move the terms.';
    expect(await mistake({ what })).toEqual({ date: 'Choose a date.' });
    expect(await mistake({ what, date: '2026-02-30' })).toEqual({ date: 'Choose a date.' });
    expect(await mistake({ what, date: '2026-11-02' })).toEqual({ date: 'Choose a date after today.' });
    expect(await mistake({ what, date: '2027-11-03' })).toEqual({ date: 'Choose a date within a year.' });
    // there it is still the day before
    world.at.now = new Date('2026-11-03T04:00:00Z');
    expect(await mistake({ what, date: '2026-11-03' })).toEqual({});
    expect((await ada.command(`schedule CB-${number}`)).text).toContain('Only advisors can do that.');
  });

  it('tells the contact, and every card says when and what', async () => {
    const { conversation, card } = house;
    const number = await scheduled('2026-11-03');
    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Max Reyes scheduled the case:\n> For Nov 3, 2026:\n\nMove the terms.',
    );
    for (const side of ['contact', 'advisor'] as const)
      expect(readCard(await card(number, side))).toContain('(neutral) Scheduled for Nov 3, 2026: Move the terms.');
  });

  it.each([
    ['2026-11-03', '2026-11-03T14:00:00.000Z', 'when business hours start'],
    ['2026-11-06', '2026-11-09T14:00:00.000Z', 'on the next business day after a day off and a week-end'],
    ['2027-03-15', '2027-03-15T13:00:00.000Z', 'in summer time'],
  ])('for %s falls due at %s: %s', async (date, at) => {
    const number = await scheduled(date);
    expect((await stored(number)).scheduledAt?.toISOString()).toBe(at);
  });
});

describe('falling due', () => {
  it('happens once, not a moment early: the case is its advisor’s again, who is called', async () => {
    const { world, conversation, card } = house;
    const number = await scheduled('2026-11-03');
    const at = (time: string) => (world.at.now = new Date(`2026-11-03T${time}Z`));
    at('13:59:59');
    expect(await resumeScheduled(world.services)).toEqual({ due: 0 });
    at('14:00:00');
    const runs = await Promise.all([1, 2, 3].map(() => resumeScheduled(world.services)));
    const others = await house.db.prisma.case.count({ where: { scheduledAt: { lte: world.at.now } } });
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
    const history = await house.db.prisma.historyEntry.findMany({ where: { case: { number }, action: 'resumeScheduled' } });
    expect(history).toMatchObject([{ actorName: 'Casebridge', from: 'Scheduled', to: 'Assigned' }]);
  });

  it('leaves a case that somebody changes at this moment for the next tick', async () => {
    const { world, db } = house;
    const number = await scheduled('2026-11-03');
    world.at.now = new Date('2026-11-04T15:00:00Z');
    await db.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "case" where number = ${number} for update`;
      await resumeScheduled(world.services);
      expect((await stored(number)).status).toBe('Scheduled');
    });
    expect(await resumeScheduled(world.services)).toEqual({ due: 1 });
  });

  it('does not come after the case went on otherwise', async () => {
    const { world, max } = house;
    const number = await scheduled('2026-11-03');
    await max.command(`resolve CB-${number} Done early.`);
    expect(await stored(number)).toMatchObject({ scheduledFor: null, scheduledWork: null, scheduledAt: null });
    world.at.now = new Date('2026-11-04T15:00:00Z');
    await resumeScheduled(world.services);
    expect((await stored(number)).status).toBe('PendingCustomerVerification');
  });

  it('waits for the answer to a question, and comes then', async () => {
    const { world, max, ada, thread } = house;
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
