// People of the directory who have never written to the bot, against both strict platforms: they are found by their address, mentioned and
// messaged, and mailed where they are on no platform.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Advisor } from '../../src/domain/person.ts';
import { escalateCase } from '../../src/usecases/cases/escalate-case.ts';
import { warnSla } from '../../src/usecases/clock/warn-sla.ts';
import { findUsers } from '../../src/usecases/people/find-users.ts';
import { personByMail } from '../../src/usecases/people/person-by-mail.ts';
import type { Message as TeamsMessage } from '../fake-teams/state.ts';
import { startFakeSmtp, type FakeSmtp } from '../mail/fake-smtp.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { until } from './harness.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let smtp: FakeSmtp;
let harness: TeamsHarness;
let world: ContractWorld;
const at = { now: new Date('2026-11-02T16:00:00Z') };

/** In the directory: Max and Ken are on Slack, Lena and Nia on Teams, Mia is on neither. Only Tia and Rosa have written to the bot. */
beforeAll(async () => {
  smtp = await startFakeSmtp();
  harness = await openTeamsHarness({
    clock: { now: () => at.now },
    environment: { SMTP_URL: smtp.url, MAIL_FROM: 'Campus Support <support@campus.example>' },
  });
  const { db, campus, feesQueue, training } = harness;
  const people = [
    { name: 'Lena Lund', email: 'lena@campus.example', lead: true, team: null, teamsId: '29:6' },
    { name: 'Nia Noor', email: 'nia@campus.example', lead: false, team: 'Training', teamsId: '29:7' },
    { name: 'Mia Moss', email: 'mia@campus.example', lead: true, team: null, teamsId: null },
  ];
  for (const { name, email, lead, team, teamsId } of people) {
    await db.prisma.person.create({ data: { name, email, kind: 'advisor', lead, team } });
    if (teamsId === null) continue;
    const aadObjectId = `00000000-0000-4000-8000-00000000000${teamsId.slice(3)}`;
    campus.addUser({ id: teamsId, aadObjectId, name, email });
    for (const channel of [feesQueue, training]) channel.members.add(teamsId);
  }
  await findUsers(harness.bot.services);
  world = await contractWorld(harness, 'Slack');
});
afterAll(async () => {
  await harness.stop();
  await smtp.stop();
});

const onSlack = (channel: { messages: { blocks?: unknown; text: string }[] }, ...parts: string[]) =>
  until(`${parts.join(' and ')} on Slack`, () =>
    channel.messages.find((message) => parts.every((part) => JSON.stringify(message).includes(part))),
  );
const onTeams = (channel: { messages: TeamsMessage[] }, ...parts: string[]) =>
  until(`${parts.join(' and ')} on Teams`, () =>
    channel.messages.find((message) => parts.every((part) => JSON.stringify(message).includes(part))),
  );

it('mentions a lead on Slack, messages one on Teams and mails one who is on neither about a breached SLA', async () => {
  const { slackQueue, campus, bot } = harness;
  await world.open('Never wrote about SLA', { priority: 'Critical', module: 'Attendance' });
  at.now = new Date(at.now.getTime() + 5 * 24 * 60 * 60_000);
  await warnSla(bot.services);
  await onSlack(slackQueue, 'overdue', 'U0MAX');
  const lena = campus.user('29:6');
  if (!lena) throw new Error('Lena is in the tenant');
  await onTeams(campus.personal(lena), 'overdue', 'Never wrote about SLA');
  await until('the mail', () =>
    smtp.mails.some(({ headers, text }) => headers.get('to') === 'mia@campus.example' && text.includes('overdue')),
  );
  expect(smtp.mails.filter(({ headers }) => /max@|lena@/.test(headers.get('to') ?? ''))).toEqual([]);
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

it.each([
  ['Technical Services', 'Slack'],
  ['Training', 'Teams'],
] as const)('mentions a member of %s on %s when a case is escalated to the team', async (team, platform) => {
  const { slackTeam, training, bot } = harness;
  const number = await world.open(`Never wrote to ${team}`, { module: 'Attendance' });
  const found = await personByMail(bot.services, 'max@campus.example');
  const input = { number, team, reason: 'Look at the export.', toContact: 'We asked our colleagues.' };
  await escalateCase(bot.services, found?.person as Advisor, input, { idempotencyKey: `never-wrote:${team}`, platform: null });
  if (platform === 'Slack') await onSlack(slackTeam, '<@U0KEN>');
  else await onTeams(training, '29:7');
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});
