import { expect, it } from 'vitest';
import { rememberInstallations } from '../../src/db/remember-installations.ts';
import type { Installations } from '../../src/ports.ts';

const installed = { workspaceId: 'T1', token: 'xoxb-1' } as NonNullable<Awaited<ReturnType<Installations['find']>>>;

it('uses the installation that was read last while the database is slow or fails, and follows it otherwise', async () => {
  let find: Installations['find'] = async () => installed;
  const stored: Installations = {
    find: (...args) => find(...args),
    list: async () => [],
    save: async () => undefined,
    remove: async () => undefined,
  };
  const installations = rememberInstallations(stored, 1);
  expect(await installations.find('slack', 'T1')).toBe(installed);
  find = () => new Promise(() => undefined);
  expect(await installations.find('slack', 'T1')).toBe(installed);
  find = () => Promise.reject(new Error('the database is down'));
  expect(await installations.find('slack', 'T1')).toBe(installed);
  await expect(installations.find('slack', 'T2')).rejects.toThrow('the database is down');
  find = async () => null;
  const followed = rememberInstallations(stored);
  expect(await followed.find('slack', 'T1')).toBeNull();
});
