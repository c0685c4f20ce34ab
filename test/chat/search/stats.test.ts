// The figures that leads see, against counts made by hand.
import { describe, expect } from 'vitest';
import { resolveStatsPeriod } from '../../../src/domain/stats/stats-period.ts';
import { createLinks } from '../../../src/files/links.ts';
import { linkedStats } from '../../../src/usecases/linked-stats.ts';
import { stats } from '../../../src/usecases/search/stats.ts';
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
        'Opened: 3 (0 before)',
        'Closed: 2 (0 before)',
        'Reopened: 0 (0 before)',
        'Open at the end: 2 (1 at the start)',
        'Time to first response: 3 hours median (2 cases)',
        'Time to resolution: 16 hours, 30 minutes median (2 cases)',
        'SLA met: 100% (2 of 2)',
        'SLA breaches: 1 (0 before)',
        'Resolved without escalation: 50% (1 of 2)',
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
    const week = await (await harness.max.command('stats')).choose('Period', 'Last 7 days');
    expect(week.text).toContain(
      '# Stats for the last 7 days\nNov 23 – Nov 30, 2026 (Central Time), compared with Nov 16 – Nov 23, 2026',
    );
    expect(week.text).toContain('Opened: 1 (1 before)\nClosed: 1 (0 before)');
    expect(week.text).toContain('Time to first response: No response yet\nTime to resolution: None resolved');
    expect(week.text).toContain('SLA breaches: 1 (0 before)\nResolved without escalation: 0% (0 of 1)');
    const year = await harness.max.command('stats 365');
    expect(year.text).toContain('Opened: 4 (0 before)\nClosed: 2 (0 before)');
    expect(year.text).toContain('SLA breaches: 2 (0 before)');
    const day = await harness.max.command('stats 1d');
    expect((await harness.max.command('stats today')).text).toMatch(
      /\nNov 30, 2026, 12:00 AM – \d+:\d\d [AP]M CT, compared with Nov 29, /,
    );
    expect(day.text).toContain('Opened: 0 (0 before)\nClosed: 0 (1 before)');
    expect(day.text).toContain('SLA met: None closed');
  });

  it('splits the cases, and keeps period and split when the other one is chosen', async ({ harness }) => {
    const split = await (await harness.max.command('stats last month')).choose('Split', 'By module');
    expect(split.text).toContain('# Stats for last month');
    const month = await split.choose('Period', 'Last 30 days');
    expect(month.text).toContain(
      'By module\nGrade Book | 3 opened · 2 closed · 2 open at the end · first response 3 hours median (2 cases)',
    );
    expect(month.text).toContain('[Period: Last 30 days] [Split: By module]');
    expect((await harness.max.command('stats 30d by account')).text).toContain('Plainview School District | 3 opened');
    expect((await harness.max.says('stats last week by case type')).text).toContain('# Stats for last week');
    expect((await harness.max.says('stats 2026-11-01..2026-11-15 by advisor')).text).toContain(
      '# Stats for Nov 1 – Nov 15, 2026',
    );
  });

  it.for(['soon', '0d', '-3', 'next week'])('refuses %s as a period', async (text, { harness }) => {
    expect((await harness.max.command(`stats ${text}`)).text).toContain(`“${text}” isn't a period.`);
  });

  it('says which splits there are, and that a period has not begun', async ({ harness }) => {
    expect((await harness.max.command('stats 7d by mood')).text).toContain(
      'Try stats last week by advisor, account, module or type.',
    );
    expect((await harness.max.command('stats 2027-01')).text).toContain("This period hasn't begun.");
  });

  it.for(['later', '7d by mood', '>7d', '7d by'])('refuses a button with %s', async (value, { harness }) => {
    expect((await harness.max.press('stats', value)).text).toContain('no longer works');
  });

  it('still understands the buttons of older versions', async ({ harness }) => {
    expect((await harness.max.press('stats', '90')).text).toContain('# Stats for the last 90 days');
  });

  it('shows the chart where the platform can read it, else a link, and says in words what it shows', async ({ harness }) => {
    const { services } = harness.world;
    services.links = createLinks([Buffer.alloc(32, 1)], 'https://bot.example', services.clock);
    const linked = await harness.max.command('stats 30d');
    expect(linked.text).toContain('[Open chart ↗]');
    expect(linked.text).toContain('[Download CSV ↗]');
    services.pictures = { slack: true };
    expect((await harness.max.command('stats 30d by module')).text).toContain(
      '[chart Chart of cases opened and closed per day, Oct 31 – Nov 30, 2026. 3 opened, 2 closed, at most 1 opened in a day. Open cases went from 1 to 2. By module: Grade Book: 3 opened, 2 closed.]',
    );
    expect((await harness.max.command('stats 30d')).text).toContain(
      'Open cases went from 1 to 2. First response: 3 hours median (2 cases). Resolution: 16 hours, 30 minutes median (2 cases).]',
    );
    delete services.pictures;
    delete services.links;
  });

  it('gives the figures of a link to a lead, and to nobody else', async ({ harness }) => {
    const { services, max: lead, tia, ada } = harness.world;
    const span = resolveStatsPeriod('<30d', services.clock.now(), 'UTC');
    const read = (personId: number) => linkedStats(services, { personId, ...span, split: null, zone: 'UTC' });
    expect((await read(lead.id))?.total.opened).toBe(3);
    expect([await read(tia.id), await read(ada.id), await read(999_999)]).toEqual([null, null, null]);
    await harness.db.prisma.person.update({ where: { id: lead.id }, data: { lead: false } });
    expect(await read(lead.id)).toBeNull();
    await harness.db.prisma.person.update({ where: { id: lead.id }, data: { lead: true } });
  });

  it('says in chart and file what the message said, also when a case was opened meanwhile, and counts again after ten minutes', async ({
    harness,
    at,
  }) => {
    const { services, max: lead } = harness.world;
    at(0);
    const query = { ...resolveStatsPeriod('this-year', services.clock.now(), 'UTC'), split: null, zone: 'UTC' };
    const shown = await stats(services, { ...lead, lead: true }, query);
    const opened = async () => (await linkedStats(services, { personId: lead.id, ...query }))?.total.opened;
    await harness.db.prisma.case.updateMany({
      data: { createdAt: new Date('2025-06-01T12:00:00Z') },
      where: { priority: 'Critical' },
    });
    expect(shown.total.opened).toBe(4);
    expect(await opened()).toBe(4);
    at(0, 11 / 60);
    expect(await opened()).toBe(3);
  });

  it('is for leads, and hidden from everyone else', async ({ harness }) => {
    const { tia, ada, max } = harness;
    expect((await tia.command('help commands')).text).not.toContain('stats');
    expect((await max.command('help commands')).text).toContain('stats [last week] [by account]');
    for (const one of [tia, ada]) {
      expect((await one.command('stats')).text).not.toContain('# Statistics');
      expect((await one.press('stats', '30')).text).toContain('Only leads can do that.');
      expect((await one.press('stats', 'last-week by account')).text).toContain('Only leads can do that.');
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
    expect((await max.command('stats 1d')).text).toContain('Time to first response: 6 hours median (1 case)');
  });
});
