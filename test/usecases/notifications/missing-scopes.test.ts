// Workspaces that must install the app again: one message to the leads, and what doctor says.
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { runCli } from '../../../src/cli/index.ts';
import { refreshMissingScopes, reportMissingScopes } from '../../../src/usecases/notifications/missing-scopes.ts';
import { readCard } from '../../chat/read-card.ts';
import { isolatedTest as base, plainviewSpace, vendor } from '../fixtures.ts';

const test = base
  .extend('install', ({ db, world }) => async (workspaceId: string, name: string, scopes: string[]): Promise<void> => {
    const row = { platform: 'slack' as const, workspaceId, name, scopes, token: 'x', installedAt: world.at.now };
    const where = { platform_workspaceId: { platform: row.platform, workspaceId } };
    await db.prisma.installation.upsert({ where, create: row, update: row });
  })
  .extend('lead', { auto: true }, async ({ db, world }) => {
    world.services.installs = {
      slack: { scopes: ['chat:write', 'files:read', 'files:write'], url: 'https://x.example/slack/install' },
    };
    const personId = world.max.id;
    await db.prisma.person.update({ where: { id: personId }, data: { lead: true } });
    const identity = { platform: 'slack' as const, workspaceId: vendor, userId: 'U0MAX', homeWorkspace: vendor, name: '' };
    return db.prisma.identity.create({ data: { ...identity, directChannel: 'D0MAX', personId, checkedAt: world.at.now } });
  })
  .extend('messages', ({ db, world }) => async () => {
    const rows = await db.prisma.delivery.findMany({ where: { kind: 'reinstall' }, include: { destination: true } });
    return Promise.all(
      rows.map(async ({ id, destination }) => {
        const shown = await renderDelivery(world.services, id);
        return [destination.channelId, shown && readCard(shown.card)] as const;
      }),
    );
  });

test('names to each lead, once, the workspaces that lack scopes, and who must do what', async ({ world, install, messages }) => {
  await install(plainviewSpace, 'Plainview', ['chat:write', 'files:read']);
  await install(vendor, 'Campus', ['chat:write', 'files:read', 'files:write']);
  await install('T0OLD', 'Old', []);
  for (const _ of ['once', 'twice']) await reportMissingScopes(world.services);
  const [[channel, text] = ['', ''], ...others] = await messages();
  expect(others).toEqual([]);
  expect(channel).toBe('D0MAX');
  expect(text).toContain('The app must be installed again in 1 workspace.');
  expect(text).toContain('Plainview (Slack): files:write');
  expect(text).toContain('Send this link to an administrator of each Slack workspace');
  expect(text).toContain('https://x.example/slack/install');
});

test('says so when every workspace has done it, and nothing if nobody was told before', async ({
  db,
  world,
  install,
  messages,
}) => {
  await install(plainviewSpace, 'Plainview', ['chat:write']);
  await reportMissingScopes(world.services);
  await install(plainviewSpace, 'Plainview', ['chat:write', 'files:read', 'files:write']);
  expect(await messages()).toEqual([['D0MAX', null]]);
  await db.prisma.delivery.updateMany({ where: { kind: 'reinstall' }, data: { externalId: '1.2', state: 'sent' } });
  await refreshMissingScopes(world.services);
  expect(await db.prisma.delivery.count({ where: { kind: 'reinstall', state: 'pending' } })).toBe(1);
  expect((await messages())[0]?.[1]).toContain('Every workspace has installed the latest version of the app.');
  expect(await reportMissingScopes(world.services)).toEqual({ workspaces: 0 });
});

test('says nothing to a lead who is one no longer', async ({ db, world, install, messages }) => {
  await install(plainviewSpace, 'Plainview', ['chat:write']);
  await reportMissingScopes(world.services);
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: false } });
  expect(await messages()).toEqual([['D0MAX', null]]);
});

test('is in the findings of doctor', async ({ db, install }) => {
  await install(plainviewSpace, 'Plainview', ['chat:write']);
  let printed = '';
  await runCli(['doctor'], {
    environment: {
      ...{ DATABASE_URL: db.url, PUBLIC_URL: 'https://x.example', CASEBRIDGE_SECRET_KEY: Buffer.alloc(32).toString('base64') },
      ...{ SLACK_SIGNING_SECRET: 's', SLACK_CLIENT_ID: 'c', SLACK_CLIENT_SECRET: 's', SLACK_STATE_SECRET: 's' },
    },
    input: Readable.from(['']),
    out: (text) => void (printed += `${text}\n`),
    err: (text) => void (printed += `${text}\n`),
  });
  expect(printed).toMatch(
    /warn +Scopes +slack workspace Plainview lacks app_mentions:read, .*files:read.*https:\/\/x\.example\/slack\/install/,
  );
});
