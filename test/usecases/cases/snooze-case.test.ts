import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { snoozeCase, unsnoozeCase } from '../../../src/usecases/cases/snooze-case.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { wakeSnoozed } from '../../../src/usecases/clock/wake-snoozed.ts';
import { homeSummary } from '../../../src/usecases/search/home-summary.ts';
import { queue } from '../../../src/usecases/search/queue.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { parseSearch } from '../../../src/domain/search/parse-query.ts';
import type { Person } from '../../../src/domain/person.ts';
import { isolatedTest as test, type World } from '../fixtures.ts';

const hour = 3_600_000;

/** A case of Max that he snoozed for an hour. */
async function snoozed(world: World): Promise<number> {
  const { services, max, request } = world;
  await services.db.prisma.identity.createMany({
    data: [max, world.tia].map(({ id, name }) => ({
      platform: 'slack' as const,
      workspaceId: 'T0CAMPUS',
      homeWorkspace: 'T0CAMPUS',
      userId: `U${id}`,
      name,
      personId: id,
      directChannel: `D${id}`,
      checkedAt: world.at.now,
    })),
  });
  const number = await world.open();
  await claimCase(services, max, number, request());
  await snoozeCase(services, max, { number, until: new Date(world.at.now.getTime() + hour) }, request());
  return number;
}

const inQueue = async ({ services }: World, reader: World['max']) =>
  (await queue(services, reader, { filters: [], page: 1, pageSize: 20 }, 'UTC')).rows.map(({ number }) => number);

async function found({ services }: World, reader: Person, text: string): Promise<number[]> {
  const search = parseSearch(text, services.settings);
  if (search.kind === 'feed') throw new Error('not a search');
  return (await searchCases(services, reader, search.query, 'UTC')).rows.map(({ number }) => number);
}

const messages = async ({ services, max }: World) =>
  services.db.prisma.delivery.count({ where: { kind: 'snooze', personId: max.id } });

describe('a snoozed case', () => {
  test('leaves the lists of the advisor who snoozed it, and of nobody else', async ({ world }) => {
    const number = await snoozed(world);
    const { services, max, tia, ada } = world;
    expect(await inQueue(world, max)).toEqual([]);
    expect((await queue(services, max, { filters: [], page: 1, pageSize: 20 }, 'UTC')).snoozed).toBe(1);
    expect(await inQueue(world, tia)).toEqual([number]);
    expect((await homeSummary(services, max)).waiting).toEqual([]);
    expect(await found(world, max, 'is:mine')).toEqual([]);
    expect(await found(world, max, 'is:waiting-on-me')).toEqual([]);
    expect(await found(world, max, 'is:mine is:snoozed')).toEqual([number]);
    expect(await found(world, max, 'is:snoozed')).toEqual([number]);
    expect(await found(world, max, 'advisor:max')).toEqual([number]);
    expect(await found(world, tia, 'is:snoozed')).toEqual([]);
    expect(await found(world, ada, 'is:mine')).toEqual([number]);
    expect(await found(world, ada, 'is:snoozed')).toEqual([]);
    expect((await viewCase(services, ada, number)).case.snoozes).toEqual({});
  });

  test('changes nothing that colleagues or contacts see, and no clock', async ({ world }) => {
    const { services, max, request } = world;
    const number = await world.open();
    await askContact(services, max, { number, question: 'Which?' }, request());
    const read = () =>
      services.db.prisma.case.findUniqueOrThrow({ where: { number }, include: { history: true, posts: true, followUp: true } });
    const before = await read();
    const deliveries = await services.db.prisma.delivery.findMany({ orderBy: { id: 'asc' } });
    await snoozeCase(services, max, { number, until: new Date(world.at.now.getTime() + hour) }, request());
    const { snoozes: _snoozes, snoozeDueAt: _due, ...after } = await read();
    expect(before).toMatchObject(after);
    expect(await services.db.prisma.delivery.findMany({ orderBy: { id: 'asc' } })).toEqual(deliveries);
  });

  test('comes back at its time with one message', async ({ world }) => {
    const number = await snoozed(world);
    expect(await wakeSnoozed(world.services)).toEqual({ cases: 0 });
    world.at.now = new Date(world.at.now.getTime() + hour);
    expect(await wakeSnoozed(world.services)).toEqual({ cases: 1 });
    expect(await wakeSnoozed(world.services)).toEqual({ cases: 0 });
    expect(await messages(world)).toBe(1);
    expect(await inQueue(world, world.max)).toEqual([number]);
  });

  test('comes back at once when its contact writes', async ({ world }) => {
    const number = await snoozed(world);
    await addPost(world.services, world.ada, { number, text: 'It is worse.' }, world.request());
    expect(await messages(world)).toBe(1);
    expect(await inQueue(world, world.max)).toEqual([number]);
  });

  test('stays away while colleagues write', async ({ world }) => {
    const number = await snoozed(world);
    const { services, tia, max, request } = world;
    await addNote(services, tia, { number, text: 'Interesting.' }, request());
    await addPost(services, tia, { number, text: 'We look.' }, request());
    expect(await messages(world)).toBe(0);
    expect(await inQueue(world, max)).toEqual([]);
  });

  test('is not given back once it is closed', async ({ world }) => {
    const number = await snoozed(world);
    const { services, tia, request, at } = world;
    await closeCase(services, tia, { number, reason: 'Withdrawn' }, request());
    at.now = new Date(at.now.getTime() + hour);
    expect(await wakeSnoozed(services)).toEqual({ cases: 0 });
    expect(await messages(world)).toBe(0);
  });

  test('comes back to each advisor at their own time', async ({ world }) => {
    const number = await snoozed(world);
    const { services, tia, request, at } = world;
    await snoozeCase(services, tia, { number, until: new Date(at.now.getTime() + 2 * hour) }, request());
    at.now = new Date(at.now.getTime() + hour);
    await wakeSnoozed(services);
    expect(await inQueue(world, world.max)).toEqual([number]);
    expect(await inQueue(world, tia)).toEqual([]);
    at.now = new Date(at.now.getTime() + hour);
    await wakeSnoozed(services);
    expect(await inQueue(world, tia)).toEqual([number]);
  });

  test('is taken back by its advisor, once', async ({ world }) => {
    const number = await snoozed(world);
    const { services, max, request } = world;
    await unsnoozeCase(services, max, number, request());
    expect(await inQueue(world, max)).toEqual([number]);
    await expect(unsnoozeCase(services, max, number, request())).rejects.toMatchObject({ code: 'not-snoozed' });
  });

  test('is refused for a closed case and a time that has passed', async ({ world }) => {
    const { services, max, request, at } = world;
    const number = await world.open();
    const snooze = (until: Date) => snoozeCase(services, max, { number, until }, request());
    await expect(snooze(at.now)).rejects.toMatchObject({ code: 'bad-time' });
    await closeCase(services, max, { number, reason: 'Withdrawn' }, request());
    await expect(snooze(new Date(at.now.getTime() + hour))).rejects.toMatchObject({ code: 'not-now' });
  });
});
