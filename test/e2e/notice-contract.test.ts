// Follows an incident declared on either platform as a lead, two districts and the clock see it. Both platforms show the same texts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import { jobs, runTick } from '../../src/server/schedule.ts';
import { until } from './harness.ts';
import { slackUser, teamsUser, type PlatformUser } from './platform-driver.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
// a Monday, 10:00 in Chicago, 11:00 in New York
const at = { now: new Date('2026-11-02T16:00:00Z') };

beforeAll(async () => {
  harness = await openTeamsHarness({ clock: { now: () => at.now } });
  await harness.db.prisma.person.update({ where: { email: 'tia@campus.example' }, data: { lead: true } });
});
afterAll(() => harness.stop());
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

/** Moves the clock forward by this many minutes and runs the scheduled jobs. */
async function later(minutes: number): Promise<void> {
  at.now = new Date(at.now.getTime() + minutes * 60_000);
  for (const job of jobs) await runTick(harness.bot.services, createLog('silent'), job, at.now);
}

describe.each(['Slack', 'Teams'] as const)('a lead on %s', (platform) => {
  const lead = (): PlatformUser =>
    platform === 'Slack'
      ? slackUser(harness.max, 'Max Reyes', harness.slackQueue)
      : teamsUser(harness.tia, 'Tia Holm', harness.feesQueue);
  /** the districts' channels for notices, whatever they are on */
  const channels = (): PlatformUser[] => [
    slackUser(harness.ada, 'Ada Park', harness.slackHelp),
    teamsUser(harness.rosa, 'Rosa Lind', harness.help),
  ];
  /** a contact on the other platform, where they file cases */
  const contact = (): PlatformUser =>
    platform === 'Slack'
      ? teamsUser(harness.rosa, 'Rosa Lind', harness.rosa.direct)
      : slackUser(harness.ada, 'Ada Park', harness.slackHelp);
  const module = platform === 'Slack' ? 'Attendance' : 'Scheduling';
  const title = `Lists are empty (${platform})`;

  it('announces an incident to every district, posts each update once and asks affected contacts to verify the fix', async () => {
    const his = lead();
    await his.open(`incident ${title}`);
    await his.submit({ title: '', severity: 'major', scope: 'all', message: '' }, 'Preview');
    expect(his.mistakes()).toContain('Describe it in a few words.');
    const written = { title, severity: 'major', modules: module, message: 'Teachers see **no class**.', nextUpdate: '1h' };
    await his.submit({ ...written, instructions: 'Use paper.' }, 'Preview');
    expect(his.window()).toContain('Posts to 2 channels in 2 accounts.');
    expect(his.window()).toContain('Incident · Major · Investigating');
    await his.submit({}, 'Declare incident');
    expect(his.window()).toContain('Incident declared.');
    for (const channel of channels())
      await channel.sees(title, 'Incident · Major · Investigating', 'Use paper.', `Affected: ${module}`);

    // a case on the module is linked to it unless its contact says otherwise
    const hers = contact();
    const subject = `We see it, too (${platform})`;
    await hers.open(`open ${subject}`);
    expect(hers.window()).toContain(title);
    const filled = { module, priority: 'Critical', description: 'Since seven.', subject };
    const incident = await harness.db.prisma.notice.findFirstOrThrow({ where: { title } });
    await hers.submit(filled, 'Open case');
    expect(hers.window()).toContain('Is it about this incident?');
    await hers.submit({ incident: String(incident.id) }, 'Open case');
    expect(hers.window()).toContain('No need to call.');
    hers.closeWindow();
    const card = await hers.sees(subject, 'Status: New', `Incident: ${title}`);
    expect(card.text()).not.toContain('555');

    // the next word: the banner is changed in place, a short reply follows, the linked case hears of it
    await his.pressWindow('Post update');
    await his.submit({ state: 'Identified', message: `It is the schedule (${platform}).`, nextUpdate: '8h' }, 'Post update');
    expect(his.window()).toContain('Update posted.');
    await later(0);
    for (const channel of channels())
      await channel.sees(title, 'Incident · Major · Identified', `It is the schedule (${platform}).`);
    await hers.sees('posted an update on the incident:', `It is the schedule (${platform}).`);
    await harness.bot.worker.idle();
    for (const channel of channels()) expect(channel.count('Incident · Major · Identified')).toBe(1);
    expect(harness.slackHelp.pins).toHaveLength(1);

    // nothing changes for four hours: once, by the clock
    await later(4 * 60 + 1);
    await later(1);
    await harness.bot.worker.idle();
    for (const channel of channels()) {
      await channel.sees('Still identified.', 'No change since');
      expect(channel.count('Still identified.')).toBe(1);
    }

    // all clear
    await his.pressWindow('View notice');
    await his.pressWindow('Resolve');
    await his.submit({ state: 'Resolved', message: `Schedules are right (${platform}).`, verify: 'all' }, 'Resolve');
    his.closeWindow();
    for (const channel of channels())
      await channel.sees(title, 'Incident · Major · Resolved. All clear.', `Schedules are right (${platform}).`);
    await hers.sees(`Schedules are right (${platform}).`, 'Did this resolve it?');
    await hers.sees(subject, 'Status: Pending Customer Verification');
    await until('the banner to be unpinned', () => harness.slackHelp.pins.length === 0);
  });

  it('plans maintenance that is announced, started by the clock, and ended when its owner says so', async () => {
    const his = lead();
    const name = `Upgrade (${platform})`;
    await his.open(`maintenance ${name}`);
    const day = (ms: number): string => new Date(at.now.getTime() + ms).toISOString().slice(0, 10);
    const times = { startDate: day(3 * 86_400_000), startTime: '22:00', endDate: day(4 * 86_400_000), endTime: '1:00 am' };
    await his.submit({ title: name, scope: 'all', message: 'Faster servers.', ...times }, 'Preview');
    await his.submit({}, 'Declare maintenance');
    his.closeWindow();
    for (const channel of channels()) await channel.sees(name, 'Maintenance · Planned', 'Faster servers.');
    const { startsAt, endsAt } = await harness.db.prisma.notice.findFirstOrThrow({ where: { title: name } });
    const until = async (moment: Date | null, ms: number) => later(((moment?.getTime() ?? 0) + ms - at.now.getTime()) / 60_000);
    await until(startsAt, -2 * 86_400_000);
    for (const channel of channels()) await channel.sees('Upcoming maintenance.');
    await until(startsAt, 0);
    for (const channel of channels()) await channel.sees(name, 'Maintenance · In progress');
    await until(endsAt, 0);
    await later(1);
    const direct =
      platform === 'Slack'
        ? slackUser(harness.max, 'Max Reyes', harness.max.direct)
        : teamsUser(harness.tia, 'Tia Holm', harness.tia.direct);
    const nudge = await direct.sees(name, 'It was scheduled to end', '[End maintenance]');
    await nudge.press('End maintenance');
    await direct.submit({ state: 'Completed', message: `All went well (${platform}).` }, 'End maintenance');
    direct.closeWindow();
    for (const channel of channels())
      await channel.sees(name, 'Maintenance · Completed. All clear.', `All went well (${platform}).`);
    await direct.sees(name, 'completed');
  });
});
