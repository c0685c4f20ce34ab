import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { unwatchCase, watchCase } from '../../../src/usecases/cases/watch-case.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { warnSla } from '../../../src/usecases/clock/warn-sla.ts';
import { loadDelivery } from '../../../src/usecases/load-delivery.ts';
import { isolatedTest as test, vendor, type World } from '../fixtures.ts';

const direct = { platform: 'slack' as const, workspaceId: vendor, channelId: 'D0TIA' };

async function watched(world: World): Promise<number> {
  const number = await world.open();
  await watchCase(world.services, world.tia, { number, direct }, world.request());
  return number;
}

/** What Tia's direct conversation gets: kinds of deliveries, with the text of posts. */
async function toTia({ services }: World): Promise<string[]> {
  const where = { destination: { channelId: 'D0TIA' }, withdrawn: false };
  const rows = await services.db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' }, include: { post: true } });
  return rows.map(({ kind, post }) => post?.body ?? kind);
}

describe('a watched case', () => {
  test('sends its card, every post and every note to the direct conversation of the watcher', async ({ world }) => {
    const number = await watched(world);
    const { services, ada, max, request } = world;
    await addPost(services, ada, { number, text: 'It is worse.' }, request());
    await addNote(services, max, { number, text: 'Known.' }, request());
    expect(await toTia(world)).toEqual(['card', 'It is worse.', 'Known.']);
  });

  test('names its watchers to advisors only', async ({ world }) => {
    const number = await watched(world);
    const { services, ada, max, tia } = world;
    expect((await viewCase(services, max, number)).case.watchers).toEqual([{ id: tia.id, name: 'Tia Holm' }]);
    expect((await viewCase(services, ada, number)).case.watchers).toEqual([]);
  });

  test('changes nothing that contacts see', async ({ world }) => {
    const number = await world.open();
    const { services, tia, request } = world;
    const where = { conversation: { side: 'contact' as const } };
    const read = async () => [
      await services.db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } }),
      (await services.db.prisma.case.findUniqueOrThrow({ where: { number } })).updatedAt,
    ];
    const before = await read();
    await watchCase(services, tia, { number, direct }, request());
    await unwatchCase(services, tia, number, request());
    expect(await read()).toEqual(before);
  });

  test('is watched once, and no longer after the watcher stops', async ({ world }) => {
    const number = await watched(world);
    const { services, tia, ada, request } = world;
    await expect(watchCase(services, tia, { number, direct }, request())).rejects.toMatchObject({ code: 'already-watching' });
    await unwatchCase(services, tia, number, request());
    await addPost(services, ada, { number, text: 'It is worse.' }, request());
    expect(await toTia(world)).toEqual([]);
    expect((await viewCase(services, tia, number)).case.watchers).toEqual([]);
    await expect(unwatchCase(services, tia, number, request())).rejects.toMatchObject({ code: 'not-watching' });
    await watchCase(services, tia, { number, direct }, request());
    expect(await toTia(world)).toEqual(['card']);
  });

  test('shows nothing more to a watcher who is no longer an advisor', async ({ world }) => {
    const number = await watched(world);
    const { services, tia, ada, rosa, request } = world;
    await services.db.prisma.person.update({ where: { id: tia.id }, data: { kind: 'contact', accountId: rosa.accountId } });
    await addPost(services, ada, { number, text: 'Secret.' }, request());
    expect(await toTia(world)).toEqual(['card']);
    const card = await services.db.prisma.delivery.findFirstOrThrow({ where: { destination: { channelId: 'D0TIA' } } });
    expect(await loadDelivery(services, card.id)).toBeNull();
  });

  test('shows nothing more in a conversation that belongs to somebody else by now', async ({ world }) => {
    const number = await watched(world);
    const { services, max, ada, request } = world;
    const identity = {
      platform: 'slack' as const,
      workspaceId: vendor,
      homeWorkspace: vendor,
      userId: 'U9',
      directChannel: 'D0TIA',
    };
    await services.db.prisma.identity.create({ data: { ...identity, name: 'x', personId: max.id, checkedAt: world.at.now } });
    await addPost(services, ada, { number, text: 'Secret.' }, request());
    expect(await toTia(world)).toEqual(['card']);
  });

  test('warns the leads of its SLA although a watcher was shown the warning', async ({ db, world }) => {
    const { services, at, max } = world;
    await db.prisma.channel.updateMany({ where: { purposes: { has: 'queue' } }, data: { active: false } });
    await db.prisma.person.update({ where: { id: max.id }, data: { lead: true } });
    const identity = {
      platform: 'slack' as const,
      workspaceId: vendor,
      homeWorkspace: vendor,
      userId: 'U1',
      directChannel: 'D0MAX',
    };
    await db.prisma.identity.create({ data: { ...identity, name: 'Max', personId: max.id, checkedAt: at.now } });
    await watched(world);
    at.now = new Date(at.now.getTime() + 30 * 3_600_000);
    await warnSla(services);
    expect(await db.prisma.delivery.count({ where: { kind: 'alert', personId: max.id } })).toBeGreaterThan(0);
  });

  test('does not come back to a former watcher with an SLA warning', async ({ world }) => {
    const number = await watched(world);
    const { services, tia, at, request } = world;
    await unwatchCase(services, tia, number, request());
    at.now = new Date(at.now.getTime() + 30 * 3_600_000);
    await warnSla(services);
    expect(await toTia(world)).toEqual([]);
  });
});
