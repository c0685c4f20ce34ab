import { describe, expect } from 'vitest';
import type { Profile } from '../../../src/ports.ts';
import { forgetIdentity } from '../../../src/usecases/people/forget-identity.ts';
import { resolveActor } from '../../../src/usecases/people/resolve-actor.ts';
import { plainviewSpace, vendor, test as base } from '../fixtures.ts';

const it = base
  .extend(
    'userOf',
    { scope: 'file' },
    ({ world }) =>
      (
        workspaceId: string,
        userId: string,
        over: Partial<Profile>,
      ): { platform: 'slack'; workspaceId: string; userId: string } => {
        const profile = {
          name: userId,
          email: null,
          homeWorkspace: workspaceId,
          timezone: null,
          directChannel: `D${userId}`,
          inactive: false,
        };
        world.profiles.set(`${workspaceId}/${userId}`, { ...profile, ...over });
        return { platform: 'slack', workspaceId, userId };
      },
  )
  .extend(
    'nameOf',
    { scope: 'file' },
    ({ world }) =>
      async (speaker: { platform: 'slack'; workspaceId: string; userId: string }): Promise<string | null> => {
        return (await resolveActor(world.services, speaker)).person?.name ?? null;
      },
  )
  /** Who Pat is for a user of a workspace, and what in which account. */
  .extend('patIn', { scope: 'file' }, ({ world, userOf }) => async (workspace: string, user: string) => {
    const { accounts, person } = await resolveActor(world.services, userOf(workspace, user, { email: 'pat@center.example' }));
    return { accounts: accounts.map(({ name, contactType }) => [name, contactType]), person };
  });

describe('whom a workspace vouches for', () => {
  it.for([
    ["a district's workspace vouches for its own contact", plainviewSpace, 'U1', { email: 'ada@plainview.example' }, 'Ada Park'],
    [
      "a district's workspace does not vouch for another district's contact",
      plainviewSpace,
      'U2',
      { email: 'rosa@rivertown.example' },
      null,
    ],
    ["a district's workspace does not vouch for an advisor", plainviewSpace, 'U3', { email: 'max@campus.example' }, null],
    [
      "the support organization's workspace vouches for any contact",
      vendor,
      'U4',
      { email: 'rosa@rivertown.example' },
      'Rosa Lind',
    ],
    ["the support organization's workspace vouches for an advisor", vendor, 'U5', { email: 'max@campus.example' }, 'Max Reyes'],
    [
      'nobody vouches for a guest whose home workspace is not listed',
      vendor,
      'U6',
      { email: 'max@campus.example', homeWorkspace: 'T0EVIL' },
      null,
    ],
    [
      "a district's workspace vouches for its guest in the support workspace",
      vendor,
      'U7',
      { email: 'ada@plainview.example', homeWorkspace: plainviewSpace },
      'Ada Park',
    ],
    ['nobody is recognized without a confirmed address', vendor, 'U8', { email: null }, null],
    ['nobody is recognized who has left', vendor, 'U9', { email: 'max@campus.example', inactive: true }, null],
    ['an unlisted workspace vouches for nobody', 'T0OTHER', 'U10', { email: 'max@campus.example' }, null],
  ] as const)('%s', async ([_case, workspace, user, profile, expected], { nameOf, userOf }) => {
    expect(await nameOf(userOf(workspace, user, profile))).toBe(expected);
  });

  it("names the Authorized Contacts to an unknown user in a district's workspace only", async ({ world, userOf }) => {
    const inDistrict = await resolveActor(world.services, userOf(plainviewSpace, 'U20', { email: 'someone@plainview.example' }));
    expect(inDistrict.authorizedContacts.map((one) => one.name)).toEqual(['Ada Park', 'Ben Ode']);
    const elsewhere = await resolveActor(world.services, userOf('T0OTHER', 'U21', {}));
    expect(elsewhere.authorizedContacts).toEqual([]);
  });
});

describe('a person is no longer recognized', () => {
  it('when they are removed from the directory', async ({ userOf, nameOf, db, world }) => {
    const speaker = userOf(plainviewSpace, 'U30', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } });
    expect(await nameOf(speaker)).toBeNull();
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: true } });
  });

  it('when their address changed on the platform', async ({ userOf, nameOf, world }) => {
    const speaker = userOf(plainviewSpace, 'U31', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    userOf(plainviewSpace, 'U31', { email: 'new@plainview.example' });
    await forgetIdentity(world.services, 'slack', 'U31');
    expect(await nameOf(speaker)).toBeNull();
  });

  it('when their workspace is no longer listed', async ({ userOf, nameOf, db }) => {
    const speaker = userOf(plainviewSpace, 'U32', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    const where = { platform_externalId: { platform: 'slack' as const, externalId: plainviewSpace } };
    await db.prisma.workspace.update({ where, data: { active: false } });
    expect(await nameOf(speaker)).toBeNull();
    await db.prisma.workspace.update({ where, data: { active: true } });
  });

  it('a day after the platform was last asked, when they have left', async ({ userOf, nameOf, world }) => {
    const speaker = userOf(plainviewSpace, 'U33', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    userOf(plainviewSpace, 'U33', { email: 'ben@plainview.example', inactive: true });
    world.at.now = new Date(world.at.now.getTime() + 25 * 3_600_000);
    expect(await nameOf(speaker)).toBeNull();
  });
});

describe('a contact of several accounts', () => {
  const pat = { name: 'Pat', email: 'pat@center.example', kind: 'contact' as const, contactType: 'support' as const };
  it.beforeAll(async ({ db, world }) => {
    const memberships = { create: { accountId: world.rosa.accountId, contactType: 'readOnly' as const } };
    await db.prisma.person.create({ data: { ...pat, accountId: world.ada.accountId, memberships } });
  });
  it('belongs to all of them in the workspace of the support organization', async ({ patIn, world }) => {
    const { accounts, person } = await patIn(vendor, 'U40');
    expect(accounts).toEqual([
      ['Plainview School District', 'support'],
      ['Rivertown Schools', 'readOnly'],
    ]);
    const also = [{ accountId: world.rosa.accountId, contactType: 'readOnly' }];
    expect(person).toMatchObject({ accountId: world.ada.accountId, contactType: 'support', also });
  });

  it("is somebody of that account alone in a district's workspace, which vouches for no other", async ({ patIn, db }) => {
    const alone = await patIn(plainviewSpace, 'U41');
    expect(alone.accounts).toEqual([['Plainview School District', 'support']]);
    expect(alone.person).not.toHaveProperty('also');
    const where = { platform_externalId: { platform: 'slack' as const, externalId: plainviewSpace } };
    const { id } = await db.prisma.account.findUniqueOrThrow({ where: { key: 'rivertown' } });
    await db.prisma.workspace.update({ where, data: { alsoAccountIds: [id] } });
    expect((await patIn(plainviewSpace, 'U41')).accounts).toHaveLength(2);
    await db.prisma.workspace.update({ where, data: { alsoAccountIds: [] } });
  });

  it('keeps the others when an account is removed, or a membership ends', async ({ patIn, db }) => {
    await db.prisma.account.update({ where: { key: 'plainview' }, data: { active: false } });
    const { accounts, person } = await patIn(vendor, 'U42');
    expect(accounts).toEqual([['Rivertown Schools', 'readOnly']]);
    expect(person).toMatchObject({ contactType: 'readOnly' });
    await db.prisma.account.update({ where: { key: 'plainview' }, data: { active: true } });
    await db.prisma.membership.deleteMany();
    expect((await patIn(vendor, 'U42')).accounts).toEqual([['Plainview School District', 'support']]);
  });
});
