// Posts reach a contact only in a conversation that is still theirs, or a channel still listed for cases of the account (process.md, People
// and Posts).
import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { applyContactChange } from '../../../src/usecases/people/apply-contact-change.ts';
import { forgetIdentity } from '../../../src/usecases/people/forget-identity.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { addRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { requestContactChange } from '../../../src/usecases/people/request-contact-change.ts';
import { newCase, plainviewSpace, isolatedTest as base, type World } from '../fixtures.ts';

const it = base
  /** The services with a mail server. */
  .extend('services', ({ world }) => ({ ...world.services, mail: true }))
  .extend('shown', ({ db, services }) => async (text: string): Promise<string[]> => {
    const where = { post: { body: text }, conversation: { side: 'contact' as const }, withdrawn: false };
    const rows = await db.prisma.delivery.findMany({ where, include: { destination: true } });
    const views = await Promise.all(
      rows.map(async ({ id, destination }) => ((await renderDelivery(services, id)) ? [destination.channelId] : [])),
    );
    return views.flat().sort();
  })
  /** Posts as Max, and returns where contacts see the post. */
  .extend('postedTo', ({ services, world, shown }) => async (number: number, text: string): Promise<string[]> => {
    await addPost(services, world.max, { number, text }, world.request());
    return shown(text);
  })
  .extend('benBecomesEve', ({ world, services }) => async (): Promise<void> => {
    const values = { do: 'change', contact: String(world.ben.id), name: 'Eve Orr', email: newAddress, reason: 'New colleague' };
    const filed = { workspaceId: plainviewSpace, directChannel: 'D0ADA' };
    const request = await requestContactChange(services, world.ada, values, filed, world.request());
    if (request === 'repeat') throw new Error('a new request was taken for a repeat');
    await applyContactChange(services, world.max, request.number, world.request());
  });

it.beforeEach(async ({ world, db }) => {
  const { id: personId, name, email } = world.ben;
  const actor = { platform: 'slack' as const, workspaceId: plainviewSpace, userId: 'U0BEN', homeWorkspace: plainviewSpace };
  await db.prisma.identity.create({
    data: { ...actor, name, email, directChannel: 'D0BEN', personId, checkedAt: world.at.now },
  });
});

const newAddress = 'eve@plainview.example';

describe('a contact whose address has changed', () => {
  it('no longer gets posts in the conversation of the old address, and gets unsent mail at the new one', async ({
    world,
    services,
    postedTo,
    benBecomesEve,
    shown,
    db,
  }) => {
    const number = await world.open();
    await addRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
    const everywhere = ['D0ADA', 'D0BEN', 'ada@plainview.example'];
    expect(await postedTo(number, 'before')).toEqual([...everywhere, world.ben.email]);
    await benBecomesEve();
    expect(await shown('before'), 'unsent deliveries').toEqual(['D0ADA', 'ada@plainview.example', newAddress]);
    expect(await postedTo(number, 'after')).toEqual(['D0ADA', 'ada@plainview.example', newAddress]);
    const card = { case: { number }, kind: 'card' as const, destination: { channelId: 'D0BEN' } };
    const { id } = await db.prisma.delivery.findFirstOrThrow({ where: card });
    expect(await renderDelivery(services, id), 'the card is not updated either').toBeNull();
  });
});

it('keeps notifying a contact whose profile the platform reports as changed', async ({ world, services, postedTo }) => {
  const number = await world.open();
  await addRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
  await forgetIdentity(services, 'slack', 'U0BEN');
  expect(await postedTo(number, 'still Ben')).toContain('D0BEN');
});

it.for([
  ['moved to another account', (world: World) => ({ accountId: world.rosa.accountId })],
  ['is no longer listed', () => ({ active: false })],
  ['is no longer for cases', () => ({ purposes: ['notices' as const] })],
] as const)(
  'notifies the contact directly when the channel %s',
  async ([_what, data], { world, services, postedTo, db, shown }) => {
    const filed = { workspaceId: plainviewSpace, directChannel: 'D0BEN', channelId: 'C0HELP' };
    const outcome = await openCase(world.services, world.ben, newCase, filed, world.request());
    if (outcome === 'repeat') throw new Error('a new request was taken for a repeat');
    services.mail = false;
    expect(await postedTo(outcome.number, 'before')).toEqual(['C0HELP']);
    await db.prisma.channel.updateMany({ where: { channelId: 'C0HELP' }, data: data(world) });
    expect(await shown('before')).toEqual([]);
    expect(await postedTo(outcome.number, 'after')).toEqual(['D0BEN']);
  },
);
