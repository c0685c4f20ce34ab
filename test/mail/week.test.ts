// Ten programs that answer every email for a week, on a simulated clock: each kind that we know of, half of which do not say that they are programs.
// What they write is read from its bytes like any email. Nothing may run forever: whatever starts an exchange, it ends.
import { expect } from 'vitest';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { readMail } from '../../src/mail/in/read-mail.ts';
import { createMessageIds } from '../../src/mail/message-ids.ts';
import { createReplyAddresses } from '../../src/mail/reply-address.ts';
import type { Transport } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { askContact } from '../../src/usecases/cases/ask-contact.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { sweepFollowUps } from '../../src/usecases/clock/sweep-follow-ups.ts';
import { createMailDesk } from '../../src/usecases/mail/mail-desk.ts';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { releaseMail } from '../../src/usecases/notifications/release-mail.ts';
import { startTestWorker } from '../outbox/harness.ts';
import { isolatedTest as test, storedCase } from '../usecases/fixtures.ts';
import { rawMail, type RawMail } from './incoming-mail.ts';

/** An email of ours, as its reader gets it. */
interface Received {
  to: string;
  messageId: string;
  subject: string;
}

let answers = 0;
const sorry = 'I am out of the office until December 9 and will answer then.';
/** What a program answers, by its address; `marked` are those that headers, sender or subject give away. */
const programs: Record<string, { marked: boolean; answer: (mail: Received) => RawMail }> = {
  vacation: { marked: true, answer: () => ({ headers: { 'Auto-Submitted': 'auto-replied' }, text: sorry }) },
  exchange: { marked: true, answer: ({ subject }) => ({ subject: `Automatic reply: ${subject}`, text: sorry }) },
  bulk: { marked: true, answer: () => ({ headers: { Precedence: 'bulk' }, text: `Thank you. Number ${++answers}.` }) },
  bounce: {
    marked: true,
    answer: ({ to, messageId }) => ({
      from: 'Mail Delivery System <MAILER-DAEMON@plainview.example>',
      subject: 'Undelivered Mail Returned to Sender',
      headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary="b"', 'Return-Path': '<>' },
      // as some servers write it: no status that says failed for good
      text: `--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ${to}\r\nAction: delayed\r\nStatus: 4.2.2\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${messageId}\r\n\r\n--b--`,
    }),
  },
  loop: { marked: true, answer: () => ({ headers: { 'X-Loop': 'loop@plainview.example' }, text: `Received (${++answers}).` }) },
  thanks: { marked: false, answer: () => ({ text: 'Thank you for your mail. We will look at it soon.' }) },
  quoting: {
    marked: false,
    answer: ({ subject }) => ({
      text: `I am on a trip.\r\n\r\nOn Mon, Nov 2, 2026, Campus Support wrote:\r\n> ${subject}\r\n> ${++answers}`,
    }),
  },
  tickets: {
    marked: false,
    answer: () => ({
      subject: `[Ticket #${++answers}] We received your request`,
      text: `Your request has the number ${answers}. Please do not change the subject.`,
    }),
  },
  counter: { marked: false, answer: () => ({ text: `This is answer ${++answers} of your digital assistant.` }) },
  moving: {
    marked: false,
    answer: () => ({ from: `Moving <moving+${++answers}@plainview.example>`, text: `I moved. This is message ${answers}.` }),
  },
};
const marked = Object.keys(programs).filter((name) => programs[name]?.marked);
const changing = ['tickets', 'counter'];
const sameText = ['thanks', 'quoting'];

/** What limits each: emails of one person on one case that become posts after what an advisor did, those with the same text, and answers on a closed case. */
const most = { perAct: 12, sameText: 1, afterClosing: 3 };
/** What all of them can post after one act of an advisor: those that change their text until they are stopped, the others once. */
const postsPerAct = changing.length * most.perAct + sameText.length * most.sameText;

test('ten programs that answer every email for a week end every exchange, and reminders and closings go on', async ({
  db,
  world,
  onTestFinished,
}) => {
  const { services, max, ada, at } = world;
  services.mail = true;
  const keys = [Buffer.alloc(32, 7)] as const;
  const replyAddresses = createReplyAddresses(keys, 'support@campus.example');
  const messageIds = createMessageIds(keys, 'campus.example');
  const parts = {
    replyAddresses,
    own: { addresses: ['support@campus.example'], messageIds },
    auth: { authservId: 'mx.campus.example', log: createLog('silent') },
  };
  const desk = createMailDesk(services);
  const outbox: (Received & { number: number })[] = [];
  let sent = 0;
  const mail: Transport = {
    pace: { everyMs: 0, burst: 1_000 },
    send: async (target, card, deliveryId) => {
      const number = Number(target.threadRef?.replace('CB-', '') ?? 0);
      const messageId = messageIds.write(deliveryId, target.threadRef);
      outbox.push({ to: target.channelId, messageId, subject: card.about ?? '', number });
      sent += 1;
      return messageId;
    },
    update: async () => undefined,
    remove: async () => undefined,
    find: async () => 'unknown',
  };
  const worker = startTestWorker(db, mail, { transports: { mail }, render: (id) => renderDelivery(services, id) });
  onTestFinished(() => worker.stop());
  const ids = new Map<string, number>();
  for (const name of Object.keys(programs)) {
    const data = {
      name,
      email: `${name}@plainview.example`,
      kind: 'contact',
      accountId: ada.accountId,
      contactType: 'support',
    } as const;
    ids.set(name, (await db.prisma.person.create({ data })).id);
  }
  const join = async (number: number, names: readonly string[]): Promise<void> => {
    for (const name of names) await addRecipient(services, max, { number, personId: ids.get(name) ?? 0 }, world.request());
  };
  const receive = async (name: string, number: number, answer: RawMail): Promise<void> => {
    const to = replyAddresses.write({ number, personId: ids.get(name) ?? 0 });
    const vouched = { 'Authentication-Results': 'mx.campus.example; dmarc=pass header.from=plainview.example' };
    const from = `${name} <${name}@plainview.example>`;
    await desk.receive(await readMail(parts, rawMail({ from, to, ...answer, headers: { ...vouched, ...answer.headers } })));
  };
  /** Every program answers every email until nobody has anything to say. @returns rounds */
  const untilSilence = async (): Promise<number> => {
    for (let round = 0; ; round++) {
      await worker.idle();
      // the worker's time is that of the database, the follow-up's is simulated
      await db.pool.query("update delivery set sent_at = $1 where sent_at > now() - interval '10 minutes' and sent_at <= now()", [
        at.now,
      ]);
      await db.pool.query('update follow_up set reminder_arrived = true where reminder_post_id is not null');
      const mails = outbox.splice(0);
      if (mails.length === 0 || round > 100) return round;
      for (const { number, ...received } of mails) {
        const name = received.to.split('@')[0] ?? '';
        const program = programs[name];
        if (!program || number === 0) continue;
        const references = { 'In-Reply-To': received.messageId, References: received.messageId };
        const answer = program.answer(received);
        await receive(name, number, { ...answer, headers: { ...references, ...answer.headers } });
      }
    }
  };
  const postsOn = async (number: number) =>
    db.prisma.post.count({ where: { case: { number }, kind: 'public', author: { id: { in: [...ids.values()] } } } });

  // everybody on one case, which support writes on at the beginning of the week
  const busy = await world.open();
  await join(busy, Object.keys(programs));
  // a question that only programs answer which say what they are, and one that others answer, who cannot be told from people
  const asked = await world.open();
  await join(asked, marked);
  await askContact(services, max, { number: asked, question: 'Which school?' }, world.request());
  const answered = await world.open();
  await join(answered, ['thanks', 'counter']);
  await askContact(services, max, { number: answered, question: 'Which bus?' }, world.request());
  // a closed case, to which a program writes of itself
  const closed = await world.open();
  await closeCase(services, max, { number: closed, reason: 'Resolved' }, world.request());
  await untilSilence();

  const rounds: number[] = [];
  // reminders and closings are due at this hour of the business day, and held mail goes out
  const nextDay = async (): Promise<void> => {
    at.now = new Date(at.now.getTime() + 86_400_000);
    await sweepFollowUps(services);
    await releaseMail(services);
    rounds.push(await untilSilence());
  };
  await addPost(services, max, { number: busy, text: 'We are on it.' }, world.request());
  for (let day = 0; day < 7; day++) {
    await receive('counter', closed, { text: `Note ${++answers} from your assistant.` });
    await nextDay();
  }
  // a round in which nobody is left to answer ends each exchange: two programs answer each other, so each round has a post of theirs
  expect(Math.max(...rounds)).toBeLessThanOrEqual(2 * (most.perAct + 1));
  const posts = await postsOn(busy);
  expect(posts).toBeGreaterThan(most.perAct);
  expect(posts).toBeLessThanOrEqual(postsPerAct);
  expect(await postsOn(answered)).toBeLessThanOrEqual(most.perAct + most.sameText);
  expect((await storedCase(db, answered)).status).toBe('New');
  // programs that say what they are, and senders that nobody knows, post nothing; nobody opens a case
  const silent = [...marked, 'moving'].map((name) => ids.get(name) ?? 0);
  expect(await db.prisma.post.count({ where: { kind: 'public', authorId: { in: silent } } })).toBe(0);
  expect(await db.prisma.case.count()).toBe(4);
  // a closed case answers three times, and stays closed
  const destination = { platform: 'mail' as const, channelId: 'counter@plainview.example' };
  const offers = { case: { number: closed }, kind: 'post' as const, destination };
  expect(await db.prisma.delivery.count({ where: offers })).toBe(most.afterClosing);
  expect((await storedCase(db, closed)).status).toBe('Closed');
  // two people away, noted once on the case where only programs are
  expect(await db.prisma.post.count({ where: { action: 'away', case: { number: asked } } })).toBeLessThanOrEqual(2);
  // every email of ours tells somebody of a post or a card on a case: nothing was sent in answer to a program
  const mailed = { destination: { platform: 'mail' as const }, state: 'sent' as const, withdrawn: false };
  expect(sent).toBe(await db.prisma.delivery.count({ where: mailed }));
  expect(sent).toBeLessThanOrEqual((postsPerAct + 1) * Object.keys(programs).length + 100);
  // what waits for an advisor is what the programs wrote after they were stopped, and whatever comes from an address that nobody knows
  const reasons = await db.prisma.incomingMail.groupBy({ by: ['reason'], where: { state: 'waiting' } });
  expect(reasons.map(({ reason }) => reason).sort()).toEqual(['too-many', 'unknown-sender']);

  // nobody starts anything anymore: the question is reminded of and closed, and after that there is silence
  for (let day = 0; day < 12; day++) await nextDay();
  const { status, posts: all } = await storedCase(db, asked);
  expect([status, all.filter(({ action }) => action === 'follow-up').length]).toEqual(['Closed', 3]);
  const before = sent;
  at.now = new Date(at.now.getTime() + 6 * 86_400_000);
  await nextDay();
  expect([sent, await postsOn(busy)]).toEqual([before, posts]);
}, 240_000);
