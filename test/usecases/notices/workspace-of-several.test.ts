// Notices in a workspace that people of several accounts use: a channel is always about one account, and nobody decides for another's.
import { expect } from 'vitest';
import type { Contact, Person } from '../../../src/domain/person.ts';
import { listSubscribedChannels } from '../../../src/usecases/notices/subscribed-channels.ts';
import { checkSubscription, subscribeChannel, unsubscribeChannel } from '../../../src/usecases/notices/subscribe-channel.ts';
import { plainviewSpace, test as base, vendor } from '../fixtures.ts';

const channel = (channelId: string) => ({ platform: 'slack' as const, workspaceId: plainviewSpace, channelId });

const it = base
  .extend('pat', { scope: 'file' }, ({ ada, rosa }): Contact => {
    return { ...ada, also: [{ accountId: rosa.accountId, contactType: 'support' }] };
  })
  .extend(
    'accountOf',
    { scope: 'file' },
    ({ services, request }) =>
      async (person: Person, channelId: string, account?: string) => {
        const options = account === undefined ? {} : { account };
        return (await subscribeChannel(services, person, channel(channelId), options, request())).accountName;
      },
  );

it.beforeAll(async ({ db, rosa }) => {
  const where = { platform_externalId: { platform: 'slack' as const, externalId: plainviewSpace } };
  await db.prisma.workspace.update({ where, data: { alsoAccountIds: [rosa.accountId] } });
});

it('lets a contact of one account turn on notices about it', async ({ ada, rosa, accountOf }) => {
  expect(await accountOf(ada, 'C0ADA')).toBe('Plainview School District');
  expect(await accountOf(rosa, 'C0ROSA')).toBe('Rivertown Schools');
  await expect(accountOf(rosa, 'C0ADA')).rejects.toThrow('This channel is already used for something else.');
});

it('leaves the choice to support where a contact belongs to several of its accounts', async ({
  pat,
  accountOf,
  services,
  request,
}) => {
  await expect(accountOf(pat, 'C0PAT')).rejects.toMatchObject({ code: 'several-accounts' });
  // a channel that is about one of them is theirs to change
  expect(await accountOf(pat, 'C0ROSA')).toBe('Rivertown Schools');
  const { rows } = await listSubscribedChannels(services, pat, 1);
  expect(rows.map(({ accountName }) => accountName)).toEqual(['Plainview School District', 'Rivertown Schools']);
  const readOnlyThere: Contact = { ...pat, also: [{ accountId: pat.also?.[0]?.accountId ?? 0, contactType: 'readOnly' }] };
  await expect(unsubscribeChannel(services, readOnlyThere, channel('C0ROSA'), request())).rejects.toMatchObject({
    code: 'not-subscribed',
  });
});

it('asks a lead for the account, which must be one of the workspace', async ({ max, db, accountOf, services }) => {
  const lead = { ...max, lead: true };
  await db.prisma.account.create({ data: { key: 'lakeside', name: 'Lakeside', timezone: 'UTC' } });
  await expect(accountOf(lead, 'C0LEAD')).rejects.toMatchObject({ code: 'several-accounts' });
  await expect(accountOf(lead, 'C0LEAD', 'lakeside')).rejects.toThrow("This workspace doesn't belong to Lakeside.");
  expect(await accountOf(lead, 'C0LEAD', 'rivertown')).toBe('Rivertown Schools');
  expect(await checkSubscription(services, lead, { ...channel('C0OWN'), workspaceId: vendor }, 'lakeside')).toBe('Lakeside');
});
