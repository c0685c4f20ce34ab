// What a contact of several accounts gets, and where: in the workspace of one account, nothing of the others.
import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { addRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { sendDigests } from '../../../src/usecases/notifications/send-digests.ts';
import { setNotification } from '../../../src/usecases/notifications/set-notification.ts';
import { readCard } from '../../chat/read-card.ts';
import { isolatedTest as base, newCase, plainviewSpace, vendor } from '../fixtures.ts';

const it = base
  .extend('services', ({ world }) => ({ ...world.services, mail: true }))
  /** A case of Ada's, and one of Rosa's; Ben gets notifications for both. */
  .extend('numbers', async ({ world, services }) => {
    const filed = { workspaceId: vendor, directChannel: 'D0ROSA' };
    const theirs = await openCase(services, world.rosa, { ...newCase, subject: 'Doors of Rivertown' }, filed, world.request());
    if (theirs === 'repeat') throw new Error('a new request was taken for a repeat');
    const numbers = [await world.open({ subject: 'Bells of Plainview' }), theirs.number] as const;
    for (const number of numbers) await addRecipient(services, world.max, { number, personId: world.ben.id }, world.request());
    return numbers;
  })
  .extend('shownTo', ({ db, services }) => async (kind: 'card' | 'digest', channelId: string): Promise<string[]> => {
    const rows = await db.prisma.delivery.findMany({
      where: { kind, destination: { channelId }, withdrawn: false },
      orderBy: { id: 'asc' },
    });
    const views = await Promise.all(rows.map(({ id }) => renderDelivery(services, id)));
    return views.flatMap((view) => (view ? [readCard(view.card)] : []));
  });

it.beforeEach(async ({ world, db }) => {
  const { id: personId, name, email } = world.ben;
  const actor = { platform: 'slack' as const, workspaceId: plainviewSpace, userId: 'U0BEN', homeWorkspace: plainviewSpace };
  await db.prisma.identity.create({ data: { ...actor, name, email, directChannel: 'D0BEN', personId, checkedAt: world.at.now } });
  await db.prisma.membership.create({ data: { personId, accountId: world.rosa.accountId, contactType: 'support' } });
});

const ofBoth = { platform_externalId: { platform: 'slack' as const, externalId: plainviewSpace } };

describe('in the workspace of one account', () => {
  it('only its cases get a card, which names the account', async ({ numbers, shownTo }) => {
    expect(numbers).toHaveLength(2);
    const cards = await shownTo('card', 'D0BEN');
    expect(cards).toHaveLength(1);
    expect(cards[0]).toContain('Bells of Plainview');
    expect(cards[0]).toContain('Ada Park, Plainview School District');
  });

  it('cases of both get one where people of both accounts use it', async ({ db, world, numbers, shownTo, services }) => {
    await db.prisma.workspace.update({ where: ofBoth, data: { alsoAccountIds: [world.rosa.accountId] } });
    for (const number of numbers) await addPost(services, world.max, { number, text: 'Hello' }, world.request());
    const filed = { workspaceId: vendor, directChannel: 'D0ROSA' };
    const next = await openCase(services, world.rosa, { ...newCase, subject: 'Gates of Rivertown' }, filed, world.request());
    if (next === 'repeat') throw new Error('a new request was taken for a repeat');
    await addRecipient(services, world.max, { number: next.number, personId: world.ben.id }, world.request());
    const cards = await shownTo('card', 'D0BEN');
    expect(cards.some((card) => card.includes('Gates of Rivertown') && card.includes('Rosa Lind, Rivertown Schools'))).toBe(true);
  });

  it('nothing more of the other arrives after its people stopped using it', async ({ db, world, numbers, shownTo, services }) => {
    expect(numbers).toHaveLength(2);
    await db.prisma.workspace.update({ where: ofBoth, data: { alsoAccountIds: [world.rosa.accountId] } });
    const filed = { workspaceId: vendor, directChannel: 'D0ROSA' };
    const next = await openCase(services, world.rosa, { ...newCase, subject: 'Gates of Rivertown' }, filed, world.request());
    if (next === 'repeat') throw new Error('a new request was taken for a repeat');
    const { number } = next;
    await addRecipient(services, world.max, { number, personId: world.ben.id }, world.request());
    expect((await shownTo('card', 'D0BEN')).join()).toContain('Gates of Rivertown');
    await db.prisma.workspace.update({ where: ofBoth, data: { alsoAccountIds: [] } });
    await addPost(services, world.max, { number, text: 'The gates open at nine.' }, world.request());
    const posts = { kind: 'post' as const, case: { number }, destination: { channelId: 'D0BEN' } };
    expect(await db.prisma.delivery.count({ where: posts })).toBe(0);
    const cards = (await shownTo('card', 'D0BEN')).join();
    expect(cards).toContain('Bells of Plainview');
    expect(cards).not.toContain('Gates of Rivertown');
  });

  it('a card has no buttons that change a case which its reader only reads', async ({ db, world, numbers, shownTo }) => {
    const key = { personId_accountId: { personId: world.ben.id, accountId: world.rosa.accountId } };
    expect((await shownTo('card', 'D0BEN'))[0]).toContain('[Close case]');
    const [, number] = numbers;
    const of = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const { destinationId, id } = await db.prisma.conversation.findFirstOrThrow({
      where: { personId: world.ben.id, destination: { channelId: 'D0BEN' } },
    });
    await db.prisma.workspace.update({ where: ofBoth, data: { alsoAccountIds: [world.rosa.accountId] } });
    await db.prisma.conversation.update({ where: { id }, data: { caseId: of.id } });
    await db.prisma.delivery.updateMany({ where: { destinationId, kind: 'card' }, data: { caseId: of.id } });
    expect((await shownTo('card', 'D0BEN'))[0]).toContain('[Close case]');
    await db.prisma.membership.update({ where: key, data: { contactType: 'readOnly' } });
    expect((await shownTo('card', 'D0BEN'))[0]).not.toContain('[Close case]');
    await db.prisma.membership.delete({ where: key });
    expect(await shownTo('card', 'D0BEN')).toEqual([]);
  });
});

describe('the daily digest of a contact of several accounts', () => {
  it('is one message with the account of each case, without those that the workspace must not show', async ({
    world,
    services,
    numbers,
    shownTo,
  }) => {
    world.at.now = new Date('2026-11-02T15:00:00Z');
    await setNotification(services, world.ben, { number: null, level: 'digest' }, world.request());
    world.at.now = new Date('2026-11-02T23:00:00Z');
    for (const number of numbers) await addPost(services, world.max, { number, text: 'News' }, world.request());
    world.at.now = new Date('2026-11-03T13:05:00Z'); // 8:05 in New York, 7:05 in Chicago
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    world.at.now = new Date('2026-11-03T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 0 });
    const [mailed] = await shownTo('digest', world.ben.email);
    expect(mailed).toContain('Daily digest: news on 2 cases');
    expect(mailed).toContain('New · Rivertown Schools · 1 new post by Max Reyes');
    const [inChat] = await shownTo('digest', 'D0BEN');
    expect(inChat).toContain('Daily digest: news on 1 case');
    expect(inChat).toContain('New · Plainview School District · 1 new post by Max Reyes');
    expect(inChat).not.toContain('Rivertown');
  });

  it('says nothing of an account that is no longer active', async ({ db, world, services, numbers, shownTo }) => {
    world.at.now = new Date('2026-11-02T15:00:00Z');
    await setNotification(services, world.ben, { number: null, level: 'digest' }, world.request());
    world.at.now = new Date('2026-11-02T23:00:00Z');
    for (const number of numbers) await addPost(services, world.max, { number, text: 'News' }, world.request());
    await db.prisma.account.update({ where: { id: world.rosa.accountId }, data: { active: false } });
    world.at.now = new Date('2026-11-03T14:05:00Z');
    expect(await sendDigests(services)).toEqual({ digests: 1 });
    const [mailed] = await shownTo('digest', world.ben.email);
    expect(mailed).toContain('Daily digest: news on 1 case');
    expect(mailed).not.toContain('Rivertown');
  });
});
