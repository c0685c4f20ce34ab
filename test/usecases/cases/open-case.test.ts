// Opening a case takes one statement, which finds the conversations itself. What it cannot do is left to `newCaseConversations`, with the same result.
import { describe, expect } from 'vitest';
import { openCase, type Filed } from '../../../src/usecases/cases/open-case.ts';
import { newSla } from '../../../src/usecases/sla-columns.ts';
import { statementsOf } from '../../statements.ts';
import { isolatedTest as test, newCase, plainviewSpace, vendor, type World } from '../fixtures.ts';

const direct: Filed = { workspaceId: plainviewSpace, directChannel: 'D0ADA' };

/** Opens a case for Ada. */
async function open({ services, ada, request }: World, filed: Filed = direct, module = 'Grade Book'): Promise<number> {
  const opened = await openCase(services, ada, { ...newCase, module }, filed, request());
  if (opened === 'repeat') throw new Error('a new request was taken for a repeat');
  return opened.number;
}

/** Lists who has a card of a case: the channel, the side and whether it is somebody's own conversation. */
async function cardsOf({ services }: World, number: number): Promise<string[]> {
  const conversations = await services.db.prisma.conversation.findMany({
    where: { case: { number } },
    include: { destination: true, deliveries: true },
    orderBy: { id: 'asc' },
  });
  return conversations.map(({ destination, side, personId, deliveries }) =>
    [destination.channelId, side, personId === null ? 'shared' : 'own', ...deliveries.map(({ kind }) => kind)].join(' '),
  );
}

const usual = ['D0ADA contact own card', 'C0GRADES advisor shared card'];

/** Has an outage at a destination. */
async function breakDown({ services: { db } }: World, channelId: string): Promise<void> {
  const outage = await db.prisma.outage.create({ data: { platform: 'slack', workspaceId: vendor, channelId, code: 'gone' } });
  await db.prisma.destination.updateMany({ where: { channelId }, data: { outageId: outage.id } });
}

describe('opening a case', () => {
  test('takes one statement once an account and its conversations are known', async ({ world }) => {
    expect(await cardsOf(world, await open(world))).toEqual(usual);
    let number = 0;
    expect(await statementsOf(async () => (number = await open(world)))).toHaveLength(1);
    expect(await cardsOf(world, number)).toEqual(usual);
  });

  test('has no effect when the request is repeated', async ({ world }) => {
    const { services, ada, request } = world;
    await open(world);
    const once = request();
    const first = await openCase(services, ada, newCase, direct, once);
    expect(first).toMatchObject({ number: expect.any(Number) as number });
    expect(
      await statementsOf(async () => expect(await openCase(services, ada, newCase, direct, once)).toBe('repeat')),
    ).toHaveLength(1);
    expect(await services.db.prisma.case.count()).toBe(2);
  });

  test('answers in a channel only if the directory lists it for cases of the account', async ({ world }) => {
    const { db } = world.services;
    const inChannel = (channelId: string): Filed => ({ ...direct, channelId });
    // the first of each place creates the destination
    for (const channelId of ['C0HELP', 'C0LOBBY', 'C0RIVER']) await open(world, inChannel(channelId));
    expect(await cardsOf(world, await open(world, inChannel('C0HELP')))).toEqual(['C0HELP contact shared card', usual[1]]);
    expect(await cardsOf(world, await open(world, inChannel('C0LOBBY')))).toEqual(usual);
    await db.prisma.channel.updateMany({ where: { channelId: 'C0HELP' }, data: { active: false } });
    expect(await cardsOf(world, await open(world, inChannel('C0HELP')))).toEqual(usual);
    await db.prisma.channel.updateMany({
      where: { channelId: 'C0HELP' },
      data: { active: true, accountId: world.rosa.accountId },
    });
    expect(await cardsOf(world, await open(world, inChannel('C0HELP')))).toEqual(usual);
    await db.prisma.channel.updateMany({
      where: { channelId: 'C0HELP' },
      data: { accountId: world.ada.accountId, purposes: ['notices'] },
    });
    expect(await cardsOf(world, await open(world, inChannel('C0HELP')))).toEqual(usual);
  });

  test('puts the card into the queue that the directory lists now', async ({ world }) => {
    const { db } = world.services;
    await open(world);
    await open(world, direct, 'Attendance');
    expect(await cardsOf(world, await open(world, direct, 'Attendance'))).toEqual([usual[0], 'C0QUEUE advisor shared card']);
    await db.prisma.channel.updateMany({ where: { channelId: 'C0GRADES' }, data: { active: false } });
    expect(await cardsOf(world, await open(world))).toEqual([usual[0], 'C0QUEUE advisor shared card']);
    await db.prisma.channel.create({
      data: { platform: 'slack', workspaceId: vendor, channelId: 'C0NEW', purposes: ['queue'], modules: ['Grade Book'] },
    });
    expect(await cardsOf(world, await open(world))).toEqual([usual[0], 'C0NEW advisor shared card']);
    await db.prisma.channel.updateMany({ where: { purposes: { has: 'queue' } }, data: { active: false } });
    expect(await cardsOf(world, await open(world))).toEqual([usual[0]]);
  });

  test('adds the next queue that works while the usual one is in an outage', async ({ world }) => {
    await open(world);
    await open(world, direct, 'Attendance');
    await breakDown(world, 'C0GRADES');
    expect(await cardsOf(world, await open(world))).toEqual([...usual, 'C0QUEUE advisor shared card']);
    await world.services.db.prisma.destination.updateMany({ data: { outageId: null } });
    expect(await cardsOf(world, await open(world))).toEqual(usual);
  });

  test('creates the conversation of a contact whom this process knows the account of', async ({ world }) => {
    const { services, ben, request } = world;
    await open(world);
    const opened = await openCase(services, ben, newCase, { workspaceId: plainviewSpace, directChannel: 'D0BEN' }, request());
    expect(await cardsOf(world, opened === 'repeat' ? 0 : opened.number)).toEqual(['D0BEN contact own card', usual[1]]);
    await expect(
      openCase(services, ben, newCase, { workspaceId: plainviewSpace, directChannel: '' }, request()),
    ).rejects.toMatchObject({
      code: 'no-conversation',
    });
    expect(await services.db.prisma.case.count()).toBe(2);
  });

  test.for([
    { what: 'time zone', before: {}, after: { timezone: 'Pacific/Honolulu' } },
    { what: 'closed dates', before: {}, after: { closed: ['2026-11-26/2026-11-30'] } },
    { what: 'holidays', before: {}, after: { holidays: 'US-MN' } },
    { what: 'worked days', before: { holidays: 'US-MN' }, after: { worked: ['2026-11-26'] } },
  ])('starts the SLA with the new $what of an account', async ({ before, after }, { world }) => {
    const { services, at, ada, request } = world;
    // the day before Thanksgiving
    at.now = new Date('2026-11-25T15:00:00Z');
    const { account } = services.db.prisma;
    const where = { id: ada.accountId };
    const respondBy = async (): Promise<string | undefined> => {
      const opened = await openCase(services, ada, newCase, direct, request());
      return opened === 'repeat' ? opened : opened.respondBy?.toISOString();
    };
    await account.update({ where, data: before });
    const [first, second] = [await respondBy(), await respondBy()];
    const changed = await account.update({ where, data: after });
    const third = await respondBy();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(third).toBe(newSla(services, newCase.priority, changed, at.now).respondBy?.toISOString());
    const { slaDueAt } = await services.db.prisma.case.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(slaDueAt?.toISOString()).toBe(third);
  });
});
