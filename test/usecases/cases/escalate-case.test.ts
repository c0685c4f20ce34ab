// What an escalation writes; how people see it: test/chat/escalate.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { caseOfThread } from '../../../src/usecases/cases/case-of-thread.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { escalateCase } from '../../../src/usecases/cases/escalate-case.ts';
import { returnCase } from '../../../src/usecases/cases/return-case.ts';
import { scheduleCase } from '../../../src/usecases/cases/schedule-case.ts';
import { sendToContact } from '../../../src/usecases/cases/send-to-contact.ts';
import { freshDatabase } from '../../database.ts';
import { makeWorld, vendor, type World } from '../fixtures.ts';

const team = 'Technical Services';
let db: Database;
let world: World;
beforeAll(async () => {
  db = await freshDatabase();
  world = await makeWorld(db);
  const escalation = { platform: 'slack' as const, workspaceId: vendor, purposes: ['escalation' as const] };
  await db.prisma.channel.createMany({
    data: [
      { ...escalation, channelId: 'C0TECH', team },
      { ...escalation, channelId: 'C0TECH2', team },
      { ...escalation, channelId: 'C0MOVES', team: 'Training' },
    ],
  });
  // a small vendor: one channel is the queue and a team's
  await db.prisma.channel.updateMany({
    where: { channelId: 'C0GRADES' },
    data: { purposes: ['queue', 'escalation'], team: 'Managed Services' },
  });
});
afterAll(() => db.close());

const input = (number: number, to = team) => ({ number, team: to, reason: 'Look into it.', toContact: 'They look into it.' });
const stored = (number: number) =>
  db.prisma.case.findUniqueOrThrow({
    where: { number },
    include: { history: { orderBy: { id: 'asc' } }, conversations: { orderBy: { id: 'asc' }, include: { destination: true } } },
  });

describe('an escalation', () => {
  it('is one action of the history; whoever escalates what nobody has taken has it', async () => {
    const { services, max, tia, request, open } = world;
    const [free, claimed] = [await open(), await open()];
    await claimCase(services, tia, claimed, request());
    for (const number of [free, claimed]) await escalateCase(services, max, input(number), request());
    expect(await stored(free)).toMatchObject({ status: 'AssistRequest', team, advisorId: max.id });
    expect(await stored(claimed)).toMatchObject({ status: 'AssistRequest', team, advisorId: tia.id });
    expect((await stored(free)).history.at(-1)).toMatchObject({ action: 'escalate', from: 'New', why: `to ${team}` });
  });

  it('stands in every channel of the team, on the side of advisors', async () => {
    const { services, max, request, open } = world;
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

  it('happens once, however often it is sent; of two advisors the second is told of the first', async () => {
    const { services, max, tia, request, open } = world;
    const number = await open();
    const same = request();
    await Promise.all([1, 2, 3].map(() => escalateCase(services, max, input(number), same)));
    expect((await stored(number)).history.filter(({ action }) => action === 'escalate')).toHaveLength(1);
    await expect(escalateCase(services, tia, input(number, 'Training'), request())).rejects.toMatchObject({
      code: 'not-now',
      message: expect.stringContaining('Max Reyes escalated it just now.') as string,
    });
    // nothing of the refused one is left behind
    expect((await stored(number)).conversations.map((one) => one.team)).not.toContain('Training');
  });

  it('to a channel that is the queue, too, leaves the queue’s thread what it was', async () => {
    const { services, max, request, open } = world;
    const number = await open({ module: 'Grade Book' });
    await escalateCase(services, max, input(number, 'Managed Services'), request());
    const { conversations } = await stored(number);
    expect(conversations.filter(({ destination }) => destination.channelId === 'C0GRADES')).toMatchObject([
      { side: 'advisor', team: null },
    ]);
  });

  it('to a channel that has become another team’s since is that team’s', async () => {
    const { services, max, request, open } = world;
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
  it('is forgotten when the case leaves for good, and kept while the contact is asked', async () => {
    const { services, ada, max, request, open } = world;
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

it('a thread is known as its team’s, by the thread and by what is quoted from it', async () => {
  const { services, max, request, open } = world;
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
