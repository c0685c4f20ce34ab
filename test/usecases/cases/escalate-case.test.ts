// What an escalation writes to the database. How people see it is tested in test/chat/cases/escalate.test.ts.
import { describe, expect } from 'vitest';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { caseOfThread } from '../../../src/usecases/cases/case-of-thread.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { escalateCase } from '../../../src/usecases/cases/escalate-case.ts';
import { returnCase } from '../../../src/usecases/cases/return-case.ts';
import { scheduleCase } from '../../../src/usecases/cases/schedule-case.ts';
import { sendToContact } from '../../../src/usecases/cases/send-to-contact.ts';
import { test as base, vendor } from '../fixtures.ts';

const team = 'Technical Services';
const test = base.extend('stored', { scope: 'file' }, ({ db }) => (number: number) => {
  const conversations = { orderBy: { id: 'asc' }, include: { destination: true } } as const;
  const include = { history: { orderBy: { id: 'asc' } }, conversations } as const;
  return db.prisma.case.findUniqueOrThrow({ where: { number }, include });
});

test.beforeAll(async ({ db }) => {
  const escalation = { platform: 'slack' as const, workspaceId: vendor, purposes: ['escalation' as const] };
  await db.prisma.channel.createMany({
    data: [
      { ...escalation, channelId: 'C0TECH', team },
      { ...escalation, channelId: 'C0TECH2', team },
      { ...escalation, channelId: 'C0MOVES', team: 'Training' },
    ],
  });
  // as at a small vendor, one channel is a queue and a team's channel
  await db.prisma.channel.updateMany({
    where: { channelId: 'C0GRADES' },
    data: { purposes: ['queue', 'escalation'], team: 'Managed Services' },
  });
});
const input = (number: number, to = team) => ({ number, team: to, reason: 'Look into it.', toContact: 'They look into it.' });
describe('an escalation', () => {
  test('is one history entry, and assigns an unassigned case to the advisor who escalates it', async ({
    services,
    max,
    tia,
    request,
    open,
    stored,
  }) => {
    const [free, claimed] = [await open(), await open()];
    await claimCase(services, tia, claimed, request());
    for (const number of [free, claimed]) await escalateCase(services, max, input(number), request());
    expect(await stored(free)).toMatchObject({ status: 'AssistRequest', team, advisorId: max.id });
    expect(await stored(claimed)).toMatchObject({ status: 'AssistRequest', team, advisorId: tia.id });
    expect((await stored(free)).history.at(-1)).toMatchObject({ action: 'escalate', from: 'New', why: `to ${team}` });
  });

  test("sends the card to every channel of the team, on the advisors' side", async ({
    services,
    max,
    request,
    open,
    stored,
    db,
  }) => {
    const number = await open();
    await escalateCase(services, max, input(number), request());
    const places = (await stored(number)).conversations.filter((one) => one.team !== null);
    expect(places.map(({ destination, side }) => [destination.channelId, side])).toEqual([
      ['C0TECH', 'advisor'],
      ['C0TECH2', 'advisor'],
    ]);
    const cards = await db.prisma.delivery.count({
      where: { kind: 'card', conversation: { id: { in: places.map(({ id }) => id) } } },
    });
    expect(cards).toBe(2);
  });

  test('happens once however often it is submitted, and tells a second advisor who was first', async ({
    services,
    max,
    tia,
    request,
    open,
    stored,
  }) => {
    const number = await open();
    const same = request();
    await Promise.all([1, 2, 3].map(() => escalateCase(services, max, input(number), same)));
    expect((await stored(number)).history.filter(({ action }) => action === 'escalate')).toHaveLength(1);
    await expect(escalateCase(services, tia, input(number, 'Training'), request())).rejects.toMatchObject({
      code: 'not-now',
      message: expect.stringContaining('Max Reyes escalated it just now.') as string,
    });
    // the refused escalation leaves nothing behind
    expect((await stored(number)).conversations.map((one) => one.team)).not.toContain('Training');
  });

  test("keeps the queue's thread when the team's channel is the queue as well", async ({
    services,
    max,
    request,
    open,
    stored,
  }) => {
    const number = await open({ module: 'Grade Book' });
    await escalateCase(services, max, input(number, 'Managed Services'), request());
    const { conversations } = await stored(number);
    expect(conversations.filter(({ destination }) => destination.channelId === 'C0GRADES')).toMatchObject([
      { side: 'advisor', team: null },
    ]);
  });

  test('belongs to the new team when a channel has changed hands', async ({ services, max, request, open, stored, db }) => {
    const number = await open();
    await escalateCase(services, max, input(number, 'Training'), request());
    await returnCase(services, max, { number, answer: 'Ask Development.' }, request());
    await db.prisma.channel.updateMany({ where: { channelId: 'C0MOVES' }, data: { team: 'Development' } });
    await escalateCase(services, max, input(number, 'Development'), request());
    const moved = (await stored(number)).conversations.filter(({ destination }) => destination.channelId === 'C0MOVES');
    expect(moved.map((one) => one.team)).toEqual(['Development']);
  });
});

describe('the team of a case', () => {
  test('is kept while the contact is asked a question, and cleared when the case moves on', async ({
    services,
    ada,
    max,
    request,
    open,
    stored,
  }) => {
    const number = await open();
    await escalateCase(services, max, input(number), request());
    await askContact(services, max, { number, question: 'Which term?' }, request());
    expect(await stored(number)).toMatchObject({ status: 'PendingCustomerInput', team });
    await addPost(services, ada, { number, text: 'Term 2' }, request());
    expect(await stored(number)).toMatchObject({ status: 'AssistRequest', team });
    await scheduleCase(services, max, { number, date: '2026-11-20', what: 'Look again.' }, request());
    expect(await stored(number)).toMatchObject({ status: 'Scheduled', team: null });
    await escalateCase(services, max, input(number), request());
    expect(await stored(number)).toMatchObject({ team, scheduledFor: null, scheduledWork: null, scheduledAt: null });
    await sendToContact(services, max, { number, text: 'It is fixed.' }, request());
    expect(await stored(number)).toMatchObject({ status: 'Assigned', team: null, answered: false });
  });
});

test("a team's thread is recognized by its root and by a quoted message", async ({
  services,
  max,
  request,
  open,
  stored,
  db,
}) => {
  const number = await open();
  await escalateCase(services, max, input(number), request());
  const { conversations } = await stored(number);
  const tech = conversations.find(({ destination }) => destination.channelId === 'C0TECH');
  await db.prisma.conversation.update({ where: { id: tech?.id ?? 0 }, data: { threadRef: `thread-${number}` } });
  const [post] = await db.prisma.delivery.findMany({ where: { conversationId: tech?.id ?? 0, kind: 'post' } });
  await db.prisma.delivery.update({ where: { id: post?.id ?? 0 }, data: { externalId: `quoted-${number}` } });
  for (const messageId of [`thread-${number}`, `quoted-${number}`]) {
    const where = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0TECH', messageId };
    expect(await caseOfThread(services, where)).toMatchObject({ number, side: 'advisor', team });
  }
});
