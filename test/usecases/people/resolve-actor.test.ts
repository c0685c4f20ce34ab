import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import type { Profile } from '../../../src/ports.ts';
import { forgetIdentity } from '../../../src/usecases/people/forget-identity.ts';
import { resolveActor } from '../../../src/usecases/people/resolve-actor.ts';
import { freshDatabase } from '../../database.ts';
import { makeWorld, plainviewSpace, vendor, type World } from '../fixtures.ts';

let db: Database;
let world: World;
beforeAll(async () => {
  db = await freshDatabase();
  world = await makeWorld(db);
});
afterAll(() => db.close());

function userOf(
  workspaceId: string,
  userId: string,
  over: Partial<Profile>,
): { platform: 'slack'; workspaceId: string; userId: string } {
  const profile = {
    name: userId,
    email: null,
    homeWorkspace: workspaceId,
    timezone: null,
    directChannel: `D${userId}`,
    gone: false,
  };
  world.profiles.set(`${workspaceId}/${userId}`, { ...profile, ...over });
  return { platform: 'slack', workspaceId, userId };
}

async function nameOf(speaker: { platform: 'slack'; workspaceId: string; userId: string }): Promise<string | null> {
  return (await resolveActor(world.services, speaker)).person?.name ?? null;
}

describe('who is believed', () => {
  it.each([
    ["a district's workspace, about its own contact", plainviewSpace, 'U1', { email: 'ada@plainview.example' }, 'Ada Park'],
    ["a district's workspace, about another district's contact", plainviewSpace, 'U2', { email: 'rosa@rivertown.example' }, null],
    ["a district's workspace, about an advisor", plainviewSpace, 'U3', { email: 'max@campus.example' }, null],
    ["the vendor's own workspace, about anybody", vendor, 'U4', { email: 'rosa@rivertown.example' }, 'Rosa Lind'],
    ["the vendor's own workspace, about an advisor", vendor, 'U5', { email: 'max@campus.example' }, 'Max Reyes'],
    ['a guest whose home is not listed', vendor, 'U6', { email: 'max@campus.example', homeWorkspace: 'T0EVIL' }, null],
    [
      "a guest from the district in the vendor's workspace",
      vendor,
      'U7',
      { email: 'ada@plainview.example', homeWorkspace: plainviewSpace },
      'Ada Park',
    ],
    ['an address the platform does not vouch for', vendor, 'U8', { email: null }, null],
    ['a user who is gone', vendor, 'U9', { email: 'max@campus.example', gone: true }, null],
    ['an unlisted workspace', 'T0OTHER', 'U10', { email: 'max@campus.example' }, null],
  ] as const)('%s', async (_case, workspace, user, profile, expected) => {
    expect(await nameOf(userOf(workspace, user, profile))).toBe(expected);
  });

  it("tells a stranger of a district's workspace whom to ask, and no one else", async () => {
    const inDistrict = await resolveActor(world.services, userOf(plainviewSpace, 'U20', { email: 'someone@plainview.example' }));
    expect(inDistrict.authorizedContacts.map((one) => one.name)).toEqual(['Ada Park', 'Ben Ode']);
    const elsewhere = await resolveActor(world.services, userOf('T0OTHER', 'U21', {}));
    expect(elsewhere.authorizedContacts).toEqual([]);
  });
});

describe('what ends the belief at once', () => {
  it('a person removed from the directory', async () => {
    const speaker = userOf(plainviewSpace, 'U30', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } });
    expect(await nameOf(speaker)).toBeNull();
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: true } });
  });

  it('an address that changed on the platform', async () => {
    const speaker = userOf(plainviewSpace, 'U31', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    userOf(plainviewSpace, 'U31', { email: 'new@plainview.example' });
    await forgetIdentity(world.services, 'slack', 'U31');
    expect(await nameOf(speaker)).toBeNull();
  });

  it('a workspace that is no longer listed', async () => {
    const speaker = userOf(plainviewSpace, 'U32', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    const where = { platform_externalId: { platform: 'slack' as const, externalId: plainviewSpace } };
    await db.prisma.workspace.update({ where, data: { active: false } });
    expect(await nameOf(speaker)).toBeNull();
    await db.prisma.workspace.update({ where, data: { active: true } });
  });

  it('a day without asking the platform', async () => {
    const speaker = userOf(plainviewSpace, 'U33', { email: 'ben@plainview.example' });
    expect(await nameOf(speaker)).toBe('Ben Ode');
    userOf(plainviewSpace, 'U33', { email: 'ben@plainview.example', gone: true });
    world.at.now = new Date(world.at.now.getTime() + 25 * 3_600_000);
    expect(await nameOf(speaker)).toBeNull();
  });
});
