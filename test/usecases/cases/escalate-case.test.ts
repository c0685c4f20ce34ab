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
import { sendOn } from '../../../src/usecases/cases/send-to-contact.ts';
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
    include: { history: { orderBy: { id: 'asc' } }, conversations: { orderBy: { id: 'asc' }, include: { lane: true } } },
  });

describe('an escalation', () => {
  it('is one action of the history; whoever escalates what nobody has taken has it', async () => {
    const { work, max, tia, said, open } = world;
    const [free, taken] = [await open(), await open()];
    await claimCase(work, tia, taken, said());
    for (const number of [free, taken]) await escalateCase(work, max, input(number), said());
    expect(await stored(free)).toMatchObject({ status: 'AssistRequest', team, advisorId: max.id });
    expect(await stored(taken)).toMatchObject({ status: 'AssistRequest', team, advisorId: tia.id });
    expect((await stored(free)).history.at(-1)).toMatchObject({ action: 'escalate', from: 'New', why: `to ${team}` });
  });

  it('stands in every channel of the team, on the side of advisors', async () => {
    const { work, max, said, open } = world;
    const number = await open();
    await escalateCase(work, max, input(number), said());
    const places = (await stored(number)).conversations.filter((one) => one.team !== null);
    expect(places.map(({ lane, side }) => [lane.channelId, side])).toEqual([
      ['C0TECH', 'advisor'],
      ['C0TECH2', 'advisor'],
    ]);
    const cards = await db.prisma.delivery.count({
      where: { kind: 'card', conversation: { id: { in: places.map(({ id }) => id) } } },
    });
    expect(cards).toBe(2);
  });

  it('happens once, however often it is sent; of two advisors the second is told of the first', async () => {
    const { work, max, tia, said, open } = world;
    const number = await open();
    const same = said();
    await Promise.all([1, 2, 3].map(() => escalateCase(work, max, input(number), same)));
    expect((await stored(number)).history.filter(({ action }) => action === 'escalate')).toHaveLength(1);
    await expect(escalateCase(work, tia, input(number, 'Training'), said())).rejects.toMatchObject({
      code: 'not-now',
      message: expect.stringContaining('Max Reyes escalated it last.') as string,
    });
    // nothing of the refused one is left behind
    expect((await stored(number)).conversations.map((one) => one.team)).not.toContain('Training');
  });

  it('to a channel that is the queue, too, leaves the queue’s thread what it was', async () => {
    const { work, max, said, open } = world;
    const number = await open({ module: 'Grade Book' });
    await escalateCase(work, max, input(number, 'Managed Services'), said());
    const { conversations } = await stored(number);
    expect(conversations.filter(({ lane }) => lane.channelId === 'C0GRADES')).toMatchObject([{ side: 'advisor', team: null }]);
  });

  it('to a channel that has become another team’s since is that team’s', async () => {
    const { work, max, said, open } = world;
    const number = await open();
    await escalateCase(work, max, input(number, 'Training'), said());
    await returnCase(work, max, { number, answer: 'Ask Development.' }, said());
    await db.prisma.channel.updateMany({ where: { channelId: 'C0MOVES' }, data: { team: 'Development' } });
    await escalateCase(work, max, input(number, 'Development'), said());
    const moved = (await stored(number)).conversations.filter(({ lane }) => lane.channelId === 'C0MOVES');
    expect(moved.map((one) => one.team)).toEqual(['Development']);
  });
});

describe('the team of a case', () => {
  it('is forgotten when the case leaves for good, and kept while the contact is asked', async () => {
    const { work, ada, max, said, open } = world;
    const number = await open();
    await escalateCase(work, max, input(number), said());
    await askContact(work, max, { number, question: 'Which term?' }, said());
    expect(await stored(number)).toMatchObject({ status: 'PendingCustomerInput', team });
    await addPost(work, ada, { number, text: 'Term 2' }, said());
    expect(await stored(number)).toMatchObject({ status: 'AssistRequest', team });
    await scheduleCase(work, max, { number, date: '2026-11-20', what: 'Look again.' }, said());
    expect(await stored(number)).toMatchObject({ status: 'Scheduled', team: null });
    await escalateCase(work, max, input(number), said());
    expect(await stored(number)).toMatchObject({ team, scheduledFor: null, scheduledWhat: null, scheduledAt: null });
    await sendOn(work, max, { number, text: 'It is fixed.' }, said());
    expect(await stored(number)).toMatchObject({ status: 'Assigned', team: null, answered: false });
  });
});

it('a thread is known as its team’s, by the thread and by what is quoted from it', async () => {
  const { work, max, said, open } = world;
  const number = await open();
  await escalateCase(work, max, input(number), said());
  const { conversations } = await stored(number);
  const tech = conversations.find(({ lane }) => lane.channelId === 'C0TECH');
  await db.prisma.conversation.update({ where: { id: tech?.id ?? 0 }, data: { threadRef: `thread-${number}` } });
  const [post] = await db.prisma.delivery.findMany({ where: { conversationId: tech?.id ?? 0, kind: 'post' } });
  await db.prisma.delivery.update({ where: { id: post?.id ?? 0 }, data: { externalId: `quoted-${number}` } });
  for (const threadRef of [`thread-${number}`, `quoted-${number}`]) {
    const where = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0TECH', threadRef };
    expect(await caseOfThread(work, where)).toMatchObject({ number, side: 'advisor', team });
  }
});
