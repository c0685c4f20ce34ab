// People of the directory who have never written to the bot are found on the platforms by their address, so an alert reaches them at once.
import { expect } from 'vitest';
import type { Profile } from '../../../src/ports.ts';
import { warnSla } from '../../../src/usecases/clock/warn-sla.ts';
import { findUsers } from '../../../src/usecases/people/find-users.ts';
import { plainviewSpace, test as base, vendor } from '../fixtures.ts';

const day = 24 * 60 * 60_000;

/** The users of Slack by address, and every look-up. */
const test = base.extend('slack', { scope: 'file', auto: true }, ({ services }) => {
  const users = new Map<string, Profile & { userId: string }>();
  const asked: string[] = [];
  const directory = services.userDirectories.slack;
  if (!directory) throw new Error('Slack has a user directory');
  directory.find = async (workspaceId, email) => {
    asked.push(email);
    return users.get(`${workspaceId}/${email}`) ?? null;
  };
  const add = (workspaceId: string, email: string, over: Partial<Profile> = {}): void => {
    const name = email.split('@')[0] ?? '';
    const profile = { name, email, homeWorkspace: workspaceId, timezone: null, directChannel: `D-${name}`, inactive: false };
    users.set(`${workspaceId}/${email}`, { ...profile, ...over, userId: `U-${name}` });
  };
  return { users, asked, add };
});

test.beforeEach(async ({ db, slack }) => {
  await db.pool.query('truncate identity, person_lookup restart identity cascade');
  slack.asked.length = 0;
  slack.users.clear();
});

test('finds an advisor and a contact who never talked to the bot, each in their own workspace', async ({
  services,
  slack,
  max,
  ada,
  db,
}) => {
  slack.add(vendor, max.email);
  slack.add(plainviewSpace, ada.email);
  expect(await findUsers(services)).toEqual({ found: 2 });
  const found = await db.prisma.identity.findMany({ where: { personId: { in: [max.id, ada.id] } }, orderBy: { id: 'asc' } });
  expect(found.map(({ personId, workspaceId, directChannel }) => [personId, workspaceId, directChannel])).toEqual([
    [max.id, vendor, 'D-max'],
    [ada.id, plainviewSpace, 'D-ada'],
  ]);
});

test('remembers for a day who was not found, and asks again at once for another address', async ({
  services,
  slack,
  at,
  max,
  db,
}) => {
  await findUsers(services);
  expect(slack.asked).toContain(max.email);
  slack.asked.length = 0;
  await findUsers(services);
  expect(slack.asked).toEqual([]);
  await db.prisma.person.update({ where: { id: max.id }, data: { email: 'max.reyes@campus.example' } });
  await findUsers(services);
  expect(slack.asked).toEqual(['max.reyes@campus.example']);
  await db.prisma.person.update({ where: { id: max.id }, data: { email: max.email } });
  at.now = new Date(at.now.getTime() + day);
  await findUsers(services);
  expect(slack.asked).toContain(max.email);
});

test('binds nobody whose address another workspace vouches for, and nobody who left', async ({ services, slack, max, ada }) => {
  slack.add(vendor, max.email, { homeWorkspace: 'T0OTHER' });
  slack.add(plainviewSpace, ada.email, { inactive: true });
  expect(await findUsers(services)).toEqual({ found: 0 });
});

test('messages a lead about a breached SLA although they never talked to the bot, or mails them', async ({
  services,
  slack,
  at,
  max,
  tia,
  open,
  db,
}) => {
  await db.prisma.person.updateMany({ where: { id: { in: [max.id, tia.id] } }, data: { lead: true } });
  services.mail = true;
  slack.add(vendor, max.email);
  await findUsers(services);
  await db.pool.query(`update channel set active = false where 'queue' = any (purposes)`); // no queue mentions anybody
  await open({ priority: 'Critical' });
  at.now = new Date(at.now.getTime() + 5 * day);
  await warnSla(services);
  const alerts = await db.prisma.delivery.findMany({ where: { kind: 'alert' }, include: { destination: true, post: true } });
  const breaches = alerts.filter(({ post }) => post?.action === 'sla-breach').map(({ destination }) => destination.channelId);
  expect([...new Set(breaches)].sort()).toEqual(['D-max', tia.email]);
});

test('finds a contact of several accounts in the workspace of each', async ({ services, slack, ben, rosa, db }) => {
  slack.add('T0RIVER', ben.email);
  await db.prisma.workspace.create({ data: { platform: 'slack', externalId: 'T0RIVER', accountId: rosa.accountId } });
  await findUsers(services);
  expect(await db.prisma.identity.count({ where: { personId: ben.id } })).toBe(0);
  await db.prisma.membership.create({ data: { personId: ben.id, accountId: rosa.accountId, contactType: 'support' } });
  await findUsers(services);
  expect(await db.prisma.identity.findFirst({ where: { personId: ben.id } })).toMatchObject({ workspaceId: 'T0RIVER' });
  await db.prisma.membership.deleteMany();
  await db.prisma.workspace.delete({ where: { platform_externalId: { platform: 'slack', externalId: 'T0RIVER' } } });
});
