// The whole process as both sides see it, each on a platform of its own: the clock's reminders and closing, escalation, a defect and its
// release, corrections, recipients. Time is the test's; mail goes to a real SMTP server on loopback.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseCaseNumber } from '../../src/domain/case-number.ts';
import type { Advisor, Contact, Person } from '../../src/domain/person.ts';
import { reopenCase } from '../../src/usecases/cases/reopen-case.ts';
import { markFixed } from '../../src/usecases/defects/mark-fixed.ts';
import { moveFixedCases } from '../../src/usecases/defects/move-fixed-cases.ts';
import { personByMail } from '../../src/usecases/people/person-by-mail.ts';
import { publishRelease } from '../../src/usecases/defects/publish-release.ts';
import { qualifyCase } from '../../src/usecases/defects/qualify-case.ts';
import { addRecipient, removeRecipient } from '../../src/usecases/notifications/recipients.ts';
import { jobs, runTick } from '../../src/server/schedule.ts';
import { createLog } from '../../src/server/log.ts';
import { startFakeSmtp, type FakeSmtp } from '../mail/fake-smtp.ts';
import { textOf, until } from './harness.ts';
import { fileCase, slackUser, teamsUser, type PlatformUser, type Seen } from './platform-driver.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let context: FakeSmtp;
const at = { now: new Date('2026-11-02T16:00:00Z') };

beforeAll(async () => {
  context = await startFakeSmtp();
  harness = await openTeamsHarness({
    clock: { now: () => at.now },
    environment: { SMTP_URL: context.url, MAIL_FROM: 'Campus Support <support@campus.example>' },
  });
});
afterAll(async () => {
  await harness.stop();
  await context.stop();
});
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

/** Returns the texts of the emails to an address. */
const mailTo = (address: string): string[] =>
  context.mails.filter(({ headers }) => headers.get('to')?.includes(address)).map(({ text }) => text);

let ticks = 0;

/** The clock's jobs, at this moment: a few seconds into a minute of its own, since a minute's tick is taken once. */
async function tick(moment: string): Promise<void> {
  at.now = new Date(new Date(moment).getTime() + 60_000 * ticks++);
  for (const job of jobs) await runTick(harness.bot.services, createLog('silent'), job, at.now);
}

async function person(email: string): Promise<Person> {
  const found = await personByMail(harness.bot.services, email);
  if (!found) throw new Error(`${email} is nobody`);
  return found.person;
}

const pairs = [
  { contact: 'Slack', advisor: 'Teams' },
  { contact: 'Teams', advisor: 'Slack' },
] as const;

describe.each(pairs)('a contact on $contact, an advisor on $advisor', ({ contact, advisor }) => {
  const module = advisor === 'Teams' ? 'Fees' : 'Attendance';
  const mailbox = contact === 'Slack' ? 'ada@plainview.example' : 'rosa@rivertown.example';

  function cast(): { hers: PlatformUser; his: PlatformUser; team: PlatformUser; teamName: string } {
    const { ada, rosa, max, ken, tia, slackHelp, slackQueue, slackTeam, feesQueue, training } = harness;
    return {
      hers: contact === 'Slack' ? slackUser(ada, 'Ada Park', slackHelp) : teamsUser(rosa, 'Rosa Lind', rosa.direct),
      his: advisor === 'Slack' ? slackUser(max, 'Max Reyes', slackQueue) : teamsUser(tia, 'Tia Holm', feesQueue),
      team: contact === 'Slack' ? slackUser(ken, 'Ken Oda', slackTeam) : teamsUser(tia, 'Tia Holm', training),
      teamName: contact === 'Slack' ? 'Technical Services' : 'Training',
    };
  }

  async function opened(subject: string) {
    const people = cast();
    const answers = { module, priority: 'Medium', description: 'It began on Monday.', subject };
    await fileCase(people.hers, answers);
    const herCard = await people.hers.sees(subject, 'Status: New');
    const hisCard = await people.his.sees(subject, 'Status: New');
    const number = /CB-\d+/.exec(hisCard.text())?.[0] ?? '';
    return { ...people, herCard, hisCard, number };
  }

  it('sends three reminders by chat and email, then closes the case; only the newest has buttons', async () => {
    at.now = new Date('2026-11-02T16:00:00Z');
    const subject = `Silent ${contact}`;
    const { hers, his, hisCard, number } = await opened(subject);
    await hisCard.press('Claim');
    await hisCard.press('Ask');
    await his.submit({ question: `Which printer, ${subject}?` }, 'Ask');
    await hers.sees(`Which printer, ${subject}?`, '[Answer]');
    const reminders: Seen[] = [];
    for (const [n, day] of ['2026-11-05', '2026-11-10', '2026-11-13'].entries()) {
      await harness.bot.worker.idle();
      await tick(`${day}T15:00:00Z`);
      reminders.push(
        await hers.sees(
          `a quick reminder (${n + 1} of 3): we're waiting for your answer`,
          `Which printer, ${subject}?`,
          '[Answer]',
        ),
      );
      await until(`reminder ${n + 1} by mail`, () =>
        mailTo(mailbox).some((mail) => mail.includes(`a quick reminder (${n + 1} of 3)`)),
      );
    }
    await until(
      'only the newest to have buttons',
      () => reminders.slice(0, 2).every((reminder) => !reminder.text().includes('[Answer]')),
      () => reminders.map((one) => one.text()).join('\n---\n'),
    );
    await harness.bot.worker.idle();
    await tick('2026-11-16T21:30:00Z');
    await hers.sees(subject, 'Status: Pending Customer Input');
    await tick('2026-11-16T23:01:00Z');
    await hers.sees(subject, 'Status: Closed', 'No response');
    await his.sees(subject, 'Status: Closed', 'No response');
    await until('the closing by mail', () => mailTo(mailbox).some((mail) => mail.includes(number) && mail.includes('reopen')));
    await until('no reminder to have buttons', () => reminders.every((reminder) => !reminder.text().includes('[Answer]')));
  });

  it("asks a team in its channel, and keeps the team's answer internal until an advisor sends it on", async () => {
    const subject = `Escalated ${contact}`;
    const { hers, his, team, teamName, number } = await opened(subject);
    await his.open(`escalate ${number}`);
    await his.submit(
      { team: teamName, reason: `Look at the import, ${subject}.`, 'to-contact': `A colleague looks at it, ${subject}.` },
      'Escalate',
    );
    await hers.sees(`A colleague looks at it, ${subject}.`);
    await hers.sees(subject, 'Status: Assist Request');
    const card = await team.sees(subject, `Look at the import, ${subject}.`);
    await card.reply(`hush ${subject}: the file was cut`);
    await his.sees(`hush ${subject}: the file was cut`, 'advisors only');
    await card.press('Return with answer');
    await team.submit({ answer: `hush ${subject}: run it again` }, 'Return');
    await his.sees(`hush ${subject}: run it again`);
    await hers.sees(subject, 'Status: Assigned');
    await harness.bot.worker.idle();
    expect(hers.everything()).not.toContain('hush');
    expect(mailTo(mailbox).join('\n')).not.toContain('hush');
  });

  it('suggests a priority from the impact assessment, and shows the contact the outcome', async () => {
    const subject = `Assessed ${contact}`;
    const { hers, his, number } = await opened(subject);
    await his.open(`triage ${number}`);
    const worst = { disruption: 'stopped', blocked: 'yes', workaround: 'none', schools: 'several schools', users: 'many' };
    await his.submit({ ...worst, regression: 'no' }, 'Suggest a priority');
    expect(his.window()).toContain('Suggested: Critical.');
    await his.submit({ priority: 'High' }, 'Set priority');
    expect(his.mistakes()).toMatch(/why|reason/i);
    await his.submit({ priority: 'High', why: `Only the office (${subject}).` }, 'Set priority');
    await hers.sees(subject, 'Priority: High');
    await his.sees(subject, 'Priority: High', 'SLA: First response due');
    expect(hers.everything()).not.toContain('Only the office');
  });

  it('tells the contact about the fix of a defect by chat and email, and asks for confirmation once it is released', async () => {
    const subject = `Defective ${contact}`;
    const { hers, hisCard, number } = await opened(subject);
    await hisCard.press('Claim');
    const { services } = harness.bot;
    const lead = (await person('max@campus.example')) as Advisor;
    const request = (what: string) => ({ idempotencyKey: `${what} ${contact}`, platform: null });
    const defect = `DEV-${contact === 'Slack' ? 1 : 2}`;
    const attempt = { environment: 'Staging', steps: 'Open it.', result: 'hush: it is empty.' };
    const found = { number: defect, summary: 'hush: the counter', severity: 'High' as const };
    const qualified = { number: parseCaseNumber(number) ?? 0, attempt, finding: 'defect' as const, reason: null, defect: found };
    await qualifyCase(services, lead, qualified, request('qualify'));
    await hers.sees(subject, 'Status: Assigned to Development', defect);
    const release = `Release ${contact}`;
    const notes = { [defect]: 'Lists are complete again.' };
    const fixed = await markFixed(services, lead, { defects: [defect], release, date: '2026-12-01', notes }, request('fixed'));
    if (fixed === 'repeat') throw new Error('fixed before');
    await moveFixedCases(services);
    await hers.sees(subject, 'Status: Available in Release');
    await publishRelease(services, lead, { releaseId: fixed.id, notes: {} }, request('publish'));
    await moveFixedCases(services);
    await (await hers.sees(release, 'Did this resolve it?', '[Yes, close case]')).press('Yes, close case');
    await hers.sees(subject, 'Status: Closed', 'Closed (Resolved).');
    await until('the publication by mail', () => mailTo(mailbox).some((mail) => mail.includes(number) && mail.includes(release)));
    const noticed = () => [
      harness.slackHelp.messages.map((message) => textOf(message)),
      harness.help.messages.map((message) => harness.rosa.sees(message)),
    ];
    await until('the release notes in both districts', () =>
      noticed().every((all) => all.some((text) => text.includes(release) && text.includes('Lists are complete again.'))),
    );
    expect(hers.everything()).not.toContain('hush');
  });

  it('asks once how support did when a case is closed, by chat and email, and tells advisors the answer', async () => {
    const subject = `Rated ${contact}`;
    const { hers, his, hisCard, number } = await opened(subject);
    await hisCard.press('Claim');
    const close = async (): Promise<void> => {
      await his.open(`close ${number}`);
      await his.submit({ reason: 'Resolved' }, 'Close case');
      his.closeWindow();
      await hers.sees(subject, 'Status: Closed');
    };
    await close();
    const question = await hers.sees(`How did we do on ${number}?`, '[🙂 Good]', '[🙁 Poor]');
    await until('the question by mail', () => mailTo(mailbox).some((mail) => mail.includes(`How did we do on ${number}?`)));
    await question.press('🙁 Poor');
    await hers.sees(`Thanks for your feedback on ${number}`, '🙁 Poor', '[Add a comment]');
    await question.press('Add a comment');
    await hers.submit({ score: 'poor', comment: `hush ${subject}: three days` }, 'Send');
    hers.closeWindow();
    await his.sees(`hush ${subject}: three days`, 'advisors only');
    await his.sees(subject, 'Satisfaction: 🙁 Poor', `hush ${subject}: three days`);
    await harness.bot.worker.idle();
    const alerts = { kind: 'alert' as const, case: { subject }, person: { lead: true } };
    expect(await harness.db.prisma.delivery.count({ where: alerts })).toBeGreaterThan(0);

    const { services } = harness.bot;
    const owner = (await person(mailbox)) as Contact;
    const reopening = { number: parseCaseNumber(number) ?? 0, details: 'It is back.' };
    await reopenCase(services, owner, reopening, { idempotencyKey: `reopen ${contact}`, platform: null });
    await hers.sees(subject, 'Status: Assigned');
    await close();
    await harness.bot.worker.idle();
    expect(hers.count(`How did we do on ${number}?`)).toBe(0);
    expect(mailTo(mailbox).filter((mail) => mail.includes(`How did we do on ${number}?`))).toHaveLength(1);
    expect(mailTo(mailbox).join('\n')).not.toContain('hush');
  });

  it('mails events together after ten minutes, and a question at once', async () => {
    const subject = `Joined ${contact}`;
    at.now = new Date('2026-11-02T16:00:00Z');
    const { his, hisCard, number } = await opened(subject);
    const mails = () => context.mails.filter(({ headers }) => headers.get('subject')?.includes(subject));
    await hisCard.press('Claim');
    await his.sees(subject, 'Status: Assigned');
    await his.open(`schedule ${number}`);
    await his.submit({ date: '2026-12-01', what: `Look again, ${subject}.` }, 'Schedule');
    await his.sees(subject, 'Status: Scheduled');
    await harness.bot.worker.idle();
    expect(mails()).toEqual([]);
    await tick('2026-11-02T16:30:00Z');
    await until('one mail with both', () => mails().length > 0);
    expect(mails().map(({ headers }) => headers.get('subject'))).toEqual([`[${number}: 2 updates] ${subject}`]);
    expect(mails()[0]?.text).toMatch(new RegExp(`is working on this[^]*Look again, ${subject}\\.`));
    await his.open(`ask ${number}`);
    await his.submit({ question: `Which one, ${subject}?` }, 'Ask');
    await until('the question by mail', () => mails().length > 1);
    expect(mails()[1]?.headers.get('subject')).toBe(`[${number}: Question] ${subject}`);
    expect(mails()[1]?.headers.get('references')).toBe(mails()[0]?.headers.get('references'));
  });

  it('notifies a colleague who is added as a recipient, and stops after their removal', async () => {
    const subject = `Shared ${contact}`;
    const { hers, hisCard, number } = await opened(subject);
    const { services } = harness.bot;
    const colleague = await harness.db.prisma.person.findFirstOrThrow({
      where: { email: contact === 'Slack' ? 'ben@plainview.example' : 'omar@rivertown.example' },
    });
    const owner = await person(mailbox);
    const change = { number: parseCaseNumber(number) ?? 0, personId: colleague.id };
    await addRecipient(services, owner, change, { idempotencyKey: `add ${contact}`, platform: null });
    await hisCard.reply(`A word to all (${subject}).`);
    await hers.sees(`A word to all (${subject}).`);
    await until('mail to the colleague', () =>
      mailTo(colleague.email).some((mail) => mail.includes(`A word to all (${subject}).`)),
    );
    await removeRecipient(services, owner, change, { idempotencyKey: `remove ${contact}`, platform: null });
    await hisCard.reply(`A word to few (${subject}).`);
    await hers.sees(`A word to few (${subject}).`);
    await harness.bot.worker.idle();
    expect(mailTo(colleague.email).join('\n')).not.toContain('A word to few');
  });
});
