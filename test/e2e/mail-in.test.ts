// Answers by email from both sides: a contact with a mailbox, and advisors in Slack and in Teams. Mail goes out to a real SMTP server and comes in
// from an IMAP server, both on loopback.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ParsedMail } from '../../src/demo/parse-mail.ts';
import { personByMail } from '../../src/usecases/people/person-by-mail.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { startFakeImap, type FakeImap } from '../mail/fake-imap.ts';
import { startFakeSmtp, type FakeSmtp } from '../mail/fake-smtp.ts';
import { rawMail, type RawMail } from '../mail/incoming-mail.ts';
import { newCase } from '../usecases/fixtures.ts';
import { until } from './harness.ts';
import { slackUser, teamsUser, type PlatformUser } from './platform-driver.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let smtp: FakeSmtp;
let imap: FakeImap;
let requests = 0;
const at = { now: new Date('2026-12-01T15:00:00Z') };

beforeAll(async () => {
  smtp = await startFakeSmtp();
  imap = await startFakeImap(() => at.now);
  harness = await openTeamsHarness({
    clock: { now: () => at.now },
    environment: {
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Campus Support <support@campus.example>',
      INBOUND_IMAP_URL: imap.url,
      INBOUND_AUTHSERV_ID: 'mx.campus.example',
    },
  });
  await imap.idling();
});
afterAll(async () => {
  await harness.stop();
  await smtp.stop();
  await imap.stop();
});
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
  expect(imap.refused).toEqual([]);
});

/** Ada's case in the queue of an advisor's platform, with a post of theirs, which she gets by email. */
async function asked(
  platform: 'Slack' | 'Teams',
  subject: string,
): Promise<{ number: number; mail: ParsedMail; advisor: PlatformUser }> {
  const { max, tia, slackQueue, feesQueue, bot, ada } = harness;
  const advisor = platform === 'Slack' ? slackUser(max, 'Max Reyes', slackQueue) : teamsUser(tia, 'Tia Holm', feesQueue);
  const contact = (await personByMail(bot.services, 'ada@plainview.example'))?.person;
  const lead = (await personByMail(bot.services, 'max@campus.example'))?.person;
  if (contact?.kind !== 'contact' || lead?.kind !== 'advisor') throw new Error('the directory is not there');
  const request = () => ({ idempotencyKey: `mail-in:${++requests}`, platform: 'slack' as const });
  const input = { ...newCase, module: platform === 'Slack' ? 'Attendance' : 'Fees', subject };
  const filed = { workspaceId: 'T0PLAIN', directChannel: ada.direct.id };
  const opened = await openCase(bot.services, contact, input, filed, request());
  if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
  // nobody is mailed what they read in the chat
  at.now = new Date(at.now.getTime() + 11 * 60_000);
  await addPost(bot.services, lead, { number: opened.number, text: `Which grades, ${subject}?` }, request());
  const isIt = ({ headers }: ParsedMail) => headers.get('subject')?.includes(subject) === true;
  await until('the email', () => smtp.mails.some(isIt));
  const mail = smtp.mails.find(isIt);
  if (!mail) throw new Error('there is no email');
  return { number: opened.number, mail, advisor };
}

/** Answers an email as Ada's program does. */
function answer(mail: ParsedMail, over: RawMail = {}): void {
  const header = (name: string): string => mail.headers.get(name) ?? '';
  const id = header('message-id');
  imap.deliver(
    rawMail({
      to: header('reply-to'),
      subject: `Re: ${header('subject')}`,
      headers: { 'In-Reply-To': id, References: `${header('references')} ${id}`, ...over.headers },
      ...over,
    }),
  );
}

const outcomes = () => harness.bot.services.db.prisma.incomingMail.findMany({ orderBy: { id: 'asc' } });
const handled = () => until('the email to be handled', async () => (await outcomes()).length === imap.messages.length);

describe.each(['Slack', 'Teams'] as const)('an advisor in %s', (platform) => {
  it('reads what a contact answered by email in the thread of the case, without the quotation', async () => {
    const { number, mail, advisor } = await asked(platform, `${platform} late buses`);
    expect(mail.headers.get('reply-to')).toMatch(/^support\+[a-z2-7]{32}@campus\.example$/);
    expect(mail.text).toContain('Reply to this email to post to the case');
    answer(mail, {
      text: `Grades 3 and 4 on ${platform}.\r\n\r\nOn Tue, Dec 1, 2026 at 8:45 AM Campus Support <support@campus.example> wrote:\r\n> Which grades?`,
    });
    await until('the answer', () => advisor.texts().some((text) => text.includes(`Grades 3 and 4 on ${platform}.`)));
    const shown = advisor.texts().find((text) => text.includes(`Grades 3 and 4 on ${platform}.`));
    expect(shown).toContain('via email');
    expect(shown).toContain('Whole email');
    const posts = await harness.bot.services.db.prisma.post.findMany({ where: { case: { number } } });
    expect(posts.map(({ body }) => body)).not.toContainEqual(expect.stringContaining('wrote:'));
  });

  it('sees an email of somebody else, which is not posted, and what was decided about it', async () => {
    const { number, mail } = await asked(platform, `${platform} stranger`);
    answer(mail, { from: `Kim on ${platform} <kim@mail.example>`, text: 'Let me in.' });
    await handled();
    const queue = slackUser(harness.max, 'Max Reyes', harness.slackQueue);
    await until('the card', () =>
      queue.texts().some((text) => text.includes(`Kim on ${platform}`) && text.includes("The sender isn't a contact.")),
    );
    expect(await harness.bot.services.db.prisma.post.count({ where: { case: { number } } })).toBe(1);
  });

  it('gets nothing from an automatic answer', async () => {
    const { number, mail } = await asked(platform, `${platform} automatic`);
    answer(mail, { headers: { 'Auto-Submitted': 'auto-replied' }, text: 'Thank you for your email.' });
    await handled();
    expect(await harness.bot.services.db.prisma.post.count({ where: { case: { number } } })).toBe(1);
    const sent = smtp.mails.length;
    await harness.bot.worker.idle();
    expect(smtp.mails).toHaveLength(sent);
  });

  it('reads on the card that an email was returned', async () => {
    const { mail, advisor } = await asked(platform, `${platform} bounced`);
    const report = ['--b', 'Content-Type: message/delivery-status', '', 'Final-Recipient: rfc822; ada@plainview.example', 'Action: failed', 'Status: 5.1.1', '', '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${mail.headers.get('message-id') ?? ''}`, '--b--']; // prettier-ignore
    const headers = { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary="b"', 'Return-Path': '<>' };
    const delivery = /delivery-(\d+)/.exec(mail.headers.get('message-id') ?? '')?.[1];
    await until(
      'the email to be recorded',
      async () => (await harness.bot.services.db.prisma.delivery.count({ where: { id: Number(delivery), state: 'sent' } })) === 1,
    );
    imap.deliver(
      rawMail({ from: 'MAILER-DAEMON@plainview.example', subject: 'Undeliverable', headers, text: report.join('\r\n') }),
    );
    await until('the card', () =>
      advisor.texts().some((text) => text.includes(`${platform} bounced`) && text.includes("Ada Park's email")),
    );
  });
});
