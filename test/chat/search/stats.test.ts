// The figures that leads see, against counts made by hand.
import { describe, expect } from 'vitest';
import { test as base } from '../harness.ts';

const it = base
  /** @param days before now @param hours after that */
  .extend('at', { scope: 'file' }, ({ harness }) => (days: number, hours = 0): void => {
    harness.world.at.now = new Date(now.getTime() - days * 86_400_000 + hours * 3_600_000);
  });

it.beforeAll(async ({ harness }) => {
  await harness.db.prisma.person.update({ where: { email: 'max@campus.example' }, data: { lead: true } });
});

const now = new Date('2026-11-30T12:00:00Z');

describe('stats', () => {
  it('says so when nothing has happened', async ({ at, harness }) => {
    at(0);
    const seen = await harness.max.command('stats');
    expect(seen.text).toContain('# Stats for the last 30 days');
    expect(seen.text).toContain('No open cases, and none were opened or closed in this period.');
    expect(seen.text).not.toContain('escalation');
  });

  it('counts open, opened, closed, escalated, breached and unreachable cases, and how long they took', async ({
    harness,
    at,
  }) => {
    const { max, ada, world, db } = harness;
    const idOf = async (number: number) => (await db.prisma.case.findUniqueOrThrow({ where: { number } })).id;
    const happens = async (number: number, action: string) => {
      const entry = { caseId: await idOf(number), at: world.at.now, actorName: 'Somebody', action };
      await db.prisma.historyEntry.create({ data: entry });
    };
    // long ago: open, untouched since, breached within the week
    at(200);
    const old = await world.open({ priority: 'Critical' });
    at(3);
    await happens(old, 'sla-breach');
    at(150);
    await happens(old, 'sla-breach');
    // answered after 1 h, resolved after 3 h, closed: first level
    at(20);
    const quick = await world.open();
    at(20, 1);
    await max.command(`post CB-${quick} I look at it.`);
    at(20, 3);
    await max.command(`resolve CB-${quick} Done.`);
    at(19);
    await ada.press('confirm', String(quick));
    // answered after 5 h, resolved after 30 h, escalated on the way, closed within the week
    at(10);
    const slow = await world.open({ priority: 'High' });
    at(10, 5);
    await max.command(`ask CB-${slow} Which school?`);
    await happens(slow, 'escalate');
    at(10, 30);
    await max.command(`resolve CB-${slow} Done.`);
    at(2);
    await ada.press('confirm', String(slow));
    // escalated, but not closed: no part of the rate; nobody has answered
    at(5);
    const open = await world.open({ priority: 'High' });
    await happens(open, 'escalate');
    const unreached = { caseId: await idOf(open), startedAt: now, plan: [now], dueAt: now, unreachable: true };
    await db.prisma.followUp.create({ data: unreached });
    at(0);

    await ada.press('rate', `${quick} good`);
    await ada.press('rate', `${slow} poor`);
    const seen = await max.command('stats 30d');
    expect(seen.text).toContain('2 open cases now\nNew: 2\nCritical 1 · High 1 · Medium 0 · Low 0');
    expect(seen.text).toContain('(warning) 1 case unreachable.');
    expect(seen.text).toContain(
      [
        'Opened / closed, last 7 days: 1 / 1',
        'Opened / closed, last 30 days: 3 / 2',
        'Resolved without escalation: 50% (1 of 2)',
        'Time to first response: 3 hours',
        'Time to resolution: 16 hours, 30 minutes',
        'SLA breaches: 1',
        'Satisfaction: 50% good (1 of 2)',
      ].join('\n'),
    );
  });

  it('counts each answer to how support did', async ({ harness }) => {
    const { text } = await harness.max.command('stats 30d');
    expect(text).toContain('Satisfaction: 🙂 Good 1 · 😐 Okay 0 · 🙁 Poor 1 · 2 answers, 2 asked');
    expect((await harness.max.command('stats 1d')).text).not.toContain('answers, ');
  });

  it('counts less in a shorter period and more in a longer one', async ({ harness }) => {
    const week = await (await harness.max.command('stats')).press('Last 7 days');
    expect(week.text).toContain('# Stats for the last 7 days');
    expect(week.text).toContain('Opened / closed, last 7 days: 1 / 1\nResolved without escalation: 0% (0 of 1)');
    expect(week.text).toContain('Time to first response: No response yet\nTime to resolution: None resolved\nSLA breaches: 1');
    const year = await harness.max.command('stats 365');
    expect(year.text).toContain('Opened / closed, last 365 days: 4 / 2');
    expect(year.text).toContain('SLA breaches: 2');
    const day = await harness.max.command('stats 1d');
    expect(day.text).toContain('Opened / closed, last day: 0 / 0\nResolved without escalation: None closed');
  });

  it.for(['soon', '0d', '400d', '-3', '30 weeks'])('refuses %s as a period', async (text, { harness }) => {
    expect((await harness.max.command(`stats ${text}`)).text).toContain(`“${text}” isn't a number of days.`);
  });

  it('refuses a button with too long a period', async ({ harness }) => {
    expect((await harness.max.press('stats', '367')).text).toContain('no longer works');
  });

  it('is for leads, and hidden from everyone else', async ({ harness }) => {
    const { tia, ada, max } = harness;
    expect((await tia.command('help commands')).text).not.toContain('stats');
    expect((await max.command('help commands')).text).toContain('stats [30d]');
    for (const one of [tia, ada]) {
      expect((await one.command('stats')).text).not.toContain('# Statistics');
      expect((await one.press('stats', '30')).text).toContain('Only leads can do that.');
    }
  });

  it('counts an escalation with a message to the contact as the first response', async ({ harness, at }) => {
    const { max, world, db } = harness;
    at(0.5);
    const number = await world.open();
    at(0.25);
    const channel = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId: 'C0TRAIN', team: 'Training' };
    await db.prisma.channel.create({ data: { ...channel, purposes: ['escalation'] } });
    await (await max.command(`escalate CB-${number} Please look.`)).submit({ team: 'Training' });
    at(0);
    expect((await max.command('stats 1d')).text).toContain('Time to first response: 6 hours');
  });
});
