import { describe, expect } from 'vitest';
import type { Prisma } from '../../../src/db/generated/client.ts';
import type { Contact, Person } from '../../../src/domain/person.ts';
import type { Lease } from '../../../src/outbox/lease.ts';
import { recordDelivered, type ClaimedDelivery } from '../../../src/outbox/record.ts';
import { confirmDelivery } from '../../../src/outbox/confirm-delivery.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { addRecipient, listRecipients, removeRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { newCase, plainviewSpace, vendor, type World, test as base } from '../fixtures.ts';

const it = base
  .extend(
    'add',
    { scope: 'file' },
    ({ world }) =>
      (actor: Person, number: number, whom: Person) =>
        addRecipient(world.services, actor, { number, personId: whom.id }, world.request()),
  )
  .extend(
    'remove',
    { scope: 'file' },
    ({ world }) =>
      (actor: Person, number: number, whom: Person) =>
        removeRecipient(world.services, actor, { number, personId: whom.id }, world.request()),
  )
  .extend(
    'names',
    { scope: 'file' },
    ({ world }) =>
      async (actor: Person, number: number) =>
        (await listRecipients(world.services, actor, number)).recipients.map(({ name }) => name),
  )
  /** Creates an Authorized Contact of Plainview. */
  .extend('newContact', { scope: 'file' }, ({ world, db }) => async (name: string): Promise<Contact> => {
    const { accountId } = world.ada;
    const email = `${name.toLowerCase().replace(/\W+/g, '.')}@plainview.example`;
    const { id } = await db.prisma.person.create({ data: { name, email, kind: 'contact', accountId, contactType: 'support' } });
    return { kind: 'contact', id, name, email, accountId, contactType: 'support' };
  })
  /** Makes a person known to the bot. @param days how many days ago they wrote */
  .extend(
    'addIdentity',
    { scope: 'file' },
    ({ world, db }) =>
      async (person: Contact, directChannel: string, days = 0, workspaceId = plainviewSpace) => {
        const checkedAt = new Date(world.at.now.getTime() - days * 86_400_000);
        const { id: personId, name, email } = person;
        const actor = { workspaceId, userId: `U${directChannel}`, homeWorkspace: workspaceId, name, email };
        await db.prisma.identity.create({ data: { platform: 'slack', ...actor, directChannel, personId, checkedAt } });
      },
  )
  /** Returns where the cards of a case are on the contacts' side, and which were withdrawn. */
  .extend('cards', { scope: 'file' }, ({ db }) => async (number: number) => {
    const where = { case: { number }, kind: 'card' as const, conversation: { side: 'contact' as const } };
    const rows = await db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
    return rows.map(({ destination, withdrawn }) => `${destination.channelId}${withdrawn ? ' withdrawn' : ''}`);
  })
  /** Posts, and returns where contacts see it. */
  .extend('postedTo', { scope: 'file' }, ({ world, db }) => async (number: number, author: Person, text: string) => {
    await addPost(world.services, author, { number, text }, world.request());
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } }, orderBy: { id: 'desc' } });
    const where = { postId: post.id, conversation: { side: 'contact' as const } };
    const rows = await db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
    return rows.map(({ destination }) => destination.channelId);
  });

it('starts with the case contact, and offers only Authorized Contacts of the account', async ({ world }) => {
  const number = await world.open();
  const list = await listRecipients(world.services, world.ada, number);
  expect(list.recipients).toMatchObject([{ name: 'Ada Park', level: 'all', isCaseContact: true }]);
  expect(list.others.map(({ name }) => name)).toEqual(['Ben Ode']);
  expect((await listRecipients(world.services, world.max, number)).others).toHaveLength(1);
  expect((await listRecipients(world.services, world.rita, number)).others).toEqual([]);
  await expect(listRecipients(world.services, world.rosa, number)).rejects.toMatchObject({ code: 'unknown-case' });
  expect((await viewCase(world.services, world.ada, number)).recipients).toEqual(['Ada Park']);
});

it('records who added and removed whom', async ({ world, add, remove, db }) => {
  const number = await world.open();
  await add(world.max, number, world.ben);
  await remove(world.ada, number, world.ben);
  const entries = await db.prisma.historyEntry.findMany({ where: { case: { number } }, orderBy: { id: 'asc' }, skip: 1 });
  expect(entries).toMatchObject([
    { actorName: 'Max Reyes', action: 'add-recipient', from: null, to: 'Ben Ode' },
    { actorName: 'Ada Park', action: 'remove-recipient', from: 'Ben Ode', to: null },
  ]);
});

describe('adding and removing', () => {
  it.for<[string, keyof World, keyof World, string | null]>([
    ['an Authorized Contact may add and remove an Authorized Contact', 'ben', 'ben', null],
    ['an advisor may add and remove an Authorized Contact', 'tia', 'ben', null],
    ['a Read-Only contact may add and remove themselves', 'rita', 'rita', null],
    ['a Read-Only contact may not add someone else', 'rita', 'ben', 'not-allowed'],
    ['an Authorized Contact may not add a Read-Only contact', 'ada', 'rita', 'no-recipient'],
    ['an advisor may not add a Read-Only contact', 'max', 'rita', 'no-recipient'],
    ["an advisor may not add another account's contact", 'max', 'rosa', 'no-recipient'],
    ['an advisor may not add themselves', 'max', 'max', 'no-recipient'],
    ["another account's contact may not add anyone", 'rosa', 'ben', 'unknown-case'],
    ["another account's contact may not add themselves", 'rosa', 'rosa', 'unknown-case'],
  ])('%s', async ([_case, by, whom, code], { world, add, remove, names }) => {
    const [actor, person] = [world[by] as Person, world[whom] as Person];
    const number = await world.open();
    if (code !== null) {
      await expect(add(actor, number, person)).rejects.toMatchObject({ code });
      await expect(remove(actor, number, person)).rejects.toMatchObject({ code });
      return;
    }
    await add(actor, number, person);
    expect(await names(world.ada, number)).toEqual(['Ada Park', person.name]);
    await expect(add(actor, number, person)).rejects.toMatchObject({ code: 'already-recipient' });
    await remove(actor, number, person);
    expect(await names(world.ada, number)).toEqual(['Ada Park']);
    await expect(remove(actor, number, person)).rejects.toMatchObject({ code: 'not-recipient' });
  });

  it('never removes the case contact', async ({ world, remove, names }) => {
    const number = await world.open();
    for (const actor of [world.ada, world.ben, world.max])
      await expect(remove(actor, number, world.ada)).rejects.toMatchObject({ code: 'case-contact' });
    expect(await names(world.max, number)).toEqual(['Ada Park']);
  });

  it('shows a Read-Only recipient to others, who cannot remove them', async ({ world, add, remove, names }) => {
    const number = await world.open();
    await add(world.rita, number, world.rita);
    await expect(remove(world.ada, number, world.rita)).rejects.toMatchObject({ code: 'no-recipient' });
    expect(await names(world.ada, number)).toEqual(['Ada Park', 'Rita Reed']);
  });

  it('has one effect for one request and for two at once', async ({ world, db }) => {
    const number = await world.open();
    const request = world.request();
    const same = { number, personId: world.ben.id };
    const tries = [request, request, world.request()].map((one) => addRecipient(world.services, world.ada, same, one));
    const done = await Promise.allSettled(tries);
    expect(done.filter((one) => one.status === 'fulfilled' && one.value !== 'repeat')).toHaveLength(1);
    expect(await db.prisma.historyEntry.count({ where: { case: { number }, action: 'add-recipient' } })).toBe(1);
  });
});

describe("a recipient's direct conversation", () => {
  it('gets the card and every post, and loses the card when the recipient is removed', async ({
    addIdentity,
    world,
    postedTo,
    add,
    cards,
    remove,
    db,
  }) => {
    await addIdentity(world.ben, 'D0BEN');
    const number = await world.open();
    expect(await postedTo(number, world.max, 'Not for Ben')).toEqual(['D0ADA']);
    await add(world.ada, number, world.ben);
    expect(await cards(number)).toEqual(['D0ADA', 'D0BEN']);
    expect(await postedTo(number, world.max, 'For both')).toEqual(['D0ADA', 'D0BEN']);
    await remove(world.ada, number, world.ben);
    expect(await cards(number)).toEqual(['D0ADA', 'D0BEN withdrawn']);
    expect(await postedTo(number, world.max, 'No longer for Ben')).toEqual(['D0ADA']);
    // unsent deliveries to him are withdrawn
    const waiting = await db.prisma.delivery.findMany({ where: { case: { number }, destination: { channelId: 'D0BEN' } } });
    expect(waiting.every(({ withdrawn }) => withdrawn)).toBe(true);
  });

  it('gets the case again, in a new thread, when they are added again', async ({ world, add, db, remove, cards, postedTo }) => {
    const number = await world.open();
    await add(world.ada, number, world.ben);
    const destination = { channelId: 'D0BEN' };
    await db.prisma.conversation.updateMany({ where: { case: { number }, destination }, data: { threadRef: '1.1' } });
    await db.prisma.delivery.updateMany({ where: { case: { number }, destination }, data: { state: 'sent', externalId: '1.1' } });
    await remove(world.ada, number, world.ben);
    await add(world.ada, number, world.ben);
    expect(await cards(number)).toEqual(['D0ADA', 'D0BEN withdrawn', 'D0BEN']);
    const conversation = await db.prisma.conversation.findFirstOrThrow({ where: { case: { number }, destination } });
    expect(conversation.threadRef).toBeNull();
    expect(await postedTo(number, world.max, 'For both again')).toEqual(['D0ADA', 'D0BEN']);
  });

  it('is their newest one on any platform, and gets the card with the next post once it exists', async ({
    world,
    newContact,
    add,
    postedTo,
    addIdentity,
    db,
    cards,
  }) => {
    const number = await world.open();
    const she = await newContact('Cora Bell');
    await add(world.ada, number, she);
    expect(await postedTo(number, world.max, 'She never spoke to the bot')).toEqual(['D0ADA']);
    await addIdentity(she, 'D0CORAOLD', 3);
    const teams = { platform: 'teams' as const, workspaceId: 'tenant', userId: 'cora', homeWorkspace: 'tenant', name: she.name };
    await db.prisma.identity.create({
      data: { ...teams, directChannel: 'a:cora', personId: she.id, checkedAt: world.at.now },
    });
    expect(await postedTo(number, world.max, 'Now she did')).toEqual(['D0ADA', 'a:cora']);
    expect(await cards(number)).toEqual(['D0ADA', 'a:cora']);
    expect(await postedTo(number, world.max, 'Once')).toEqual(['D0ADA', 'a:cora']);
  });

  it('never replies under a card that was withdrawn while it was being sent', async ({ world, add, db, remove }) => {
    const number = await world.open();
    await add(world.ada, number, world.ben);
    const destination = { channelId: 'D0BEN' };
    const sending = { state: 'sending' as const, startedAt: world.at.now };
    await db.prisma.delivery.updateMany({ where: { case: { number }, destination }, data: sending });
    await remove(world.ada, number, world.ben);
    const where = { case: { number }, destination };
    const {
      id,
      destinationId,
      desiredVersion,
      destination: of,
    } = await db.prisma.delivery.findFirstOrThrow({ where, include: { destination: true } });
    await confirmDelivery(db.pool, Number(id), '2.2');
    const lease = { destinationId, fence: of.fence } as Lease;
    await recordDelivered(db.pool, lease, { id: Number(id), version: desiredVersion - 1 } as ClaimedDelivery, '2.2');
    expect(await db.prisma.conversation.findFirstOrThrow({ where })).toMatchObject({ threadRef: null });
    expect(await db.prisma.delivery.findFirstOrThrow({ where })).toMatchObject({
      state: 'pending',
      withdrawn: true,
      externalId: '2.2',
    });
  });

  it('is the newest one when they are added again, and the old one gets nothing', async ({
    newContact,
    addIdentity,
    world,
    add,
    remove,
    cards,
    postedTo,
  }) => {
    const gil = await newContact('Gil');
    await addIdentity(gil, 'D0GIL', 1);
    const number = await world.open();
    await add(world.ada, number, gil);
    await remove(world.ada, number, gil);
    await addIdentity(gil, 'D0GILNEW');
    await add(world.ada, number, gil);
    expect(await cards(number)).toEqual(['D0ADA', 'D0GIL withdrawn', 'D0GILNEW']);
    expect(await postedTo(number, world.max, 'there')).toEqual(['D0ADA', 'D0GILNEW']);
  });

  it('is not used for a case contact who filed in a channel for cases', async ({ addIdentity, world, add, cards, postedTo }) => {
    await addIdentity(world.ada, 'D0ADA');
    const filed = { workspaceId: plainviewSpace, directChannel: 'D0ADA', channelId: 'C0HELP' };
    const outcome = await openCase(world.services, world.ada, newCase, filed, world.request());
    if (outcome === 'repeat') throw new Error('repeat');
    await add(world.ada, outcome.number, world.ben);
    expect(await cards(outcome.number)).toEqual(['C0HELP', 'D0BEN']);
    expect(await postedTo(outcome.number, world.max, 'Read where it was filed')).toEqual(['C0HELP', 'D0BEN']);
  });

  it('keeps the card where the case was filed, even after the case contact changed', async ({
    world,
    add,
    db,
    remove,
    cards,
    postedTo,
  }) => {
    const number = await world.open();
    await add(world.ada, number, world.ben);
    await db.prisma.case.update({ where: { number }, data: { contactId: world.ben.id } });
    await remove(world.max, number, world.ada);
    expect(await cards(number)).toEqual(['D0ADA', 'D0BEN']);
    expect(await postedTo(number, world.max, 'Still here')).toEqual(['D0ADA', 'D0BEN']);
  });

  it.for<[string, (world: World) => Prisma.PersonUncheckedUpdateInput]>([
    ['left', () => ({ active: false })],
    ['moved to another account', (world) => ({ accountId: world.rosa.accountId })],
    ['became an advisor', () => ({ kind: 'advisor', accountId: null, contactType: null })],
  ])('gets no more posts after they %s', async ([what, data], { newContact, addIdentity, world, add, postedTo, db, names }) => {
    const dan = await newContact(`Dan, who ${what}`);
    const channel = `D0${dan.id}`;
    await addIdentity(dan, channel);
    const number = await world.open();
    await add(world.ada, number, dan);
    expect(await postedTo(number, world.max, 'before')).toEqual(['D0ADA', channel]);
    await db.prisma.person.update({ where: { id: dan.id }, data: data(world) });
    expect(await postedTo(number, world.max, 'after')).toEqual(['D0ADA']);
    expect(await names(world.max, number)).toEqual(['Ada Park']);
    expect((await viewCase(world.services, world.max, number)).recipients).toEqual(['Ada Park']);
  });

  it('gets nothing once its chat identity belongs to someone else', async ({
    newContact,
    addIdentity,
    world,
    add,
    db,
    postedTo,
  }) => {
    const eve = await newContact('Eve');
    await addIdentity(eve, 'D0EVE');
    const number = await world.open();
    await add(world.ada, number, eve);
    await db.prisma.identity.updateMany({ where: { directChannel: 'D0EVE' }, data: { personId: world.rosa.id } });
    expect(await postedTo(number, world.max, 'not for Rosa')).toEqual(['D0ADA']);
  });

  it('does not change what the queue gets', async ({ world, add, db }) => {
    const number = await world.open();
    await add(world.ada, number, world.ben);
    await addPost(world.services, world.ben, { number, text: 'For the queue' }, world.request());
    const where = { case: { number }, kind: 'post' as const, conversation: { side: 'advisor' as const } };
    const rows = await db.prisma.delivery.findMany({ where, include: { destination: true } });
    expect(rows.map(({ destination }) => `${destination.workspaceId}/${destination.channelId}`)).toEqual([`${vendor}/C0GRADES`]);
  });
});
