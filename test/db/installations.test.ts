import { expect } from 'vitest';
import { storedInstallations } from '../../src/db/installations.ts';
import type { Installed } from '../../src/ports.ts';
import { test as base } from '../fixtures.ts';

const clock = { now: () => new Date('2026-11-24T12:00:00Z') };
const district: Installed = {
  workspaceId: 'T0PLAIN',
  enterpriseId: null,
  name: 'Plainview',
  appId: 'A1',
  botUserId: 'U1',
  botId: 'B1',
  scopes: ['chat:write'],
  token: 'xoxb-very-secret',
};

const test = base.extend('installations', { scope: 'file' }, ({ db }) => storedInstallations(db, [Buffer.alloc(32, 1)], clock));

test('finds an installation by workspace, and stores no token unencrypted', async ({ installations, db }) => {
  await installations.save('slack', district);
  expect(await installations.find('slack', 'T0PLAIN')).toEqual(district);
  expect(await installations.find('slack', 'T0OTHER')).toBeNull();
  const { rows } = await db.pool.query('select * from installation');
  expect(JSON.stringify(rows)).not.toContain('secret');
});

test('replaces the token when the app is installed again', async ({ installations }) => {
  await installations.save('slack', district);
  await installations.save('slack', { ...district, token: 'xoxb-newer', scopes: ['chat:write', 'commands'] });
  expect(await installations.find('slack', 'T0PLAIN')).toMatchObject({ token: 'xoxb-newer', scopes: ['chat:write', 'commands'] });
});

test('leaves nothing of a removed installation', async ({ installations, db }) => {
  await installations.save('slack', district);
  await installations.remove('slack', 'T0PLAIN');
  await installations.remove('slack', 'T0PLAIN');
  expect(await db.prisma.installation.count()).toBe(0);
});
