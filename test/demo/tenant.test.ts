import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { parseDirectory } from '../../src/cli/directory.ts';
import { tenantFile, tenantOf, teamsPeople } from '../../src/demo/tenant.ts';
import { people } from '../../src/demo/workspace.ts';

const directory = parseDirectory(await readFile(`${import.meta.dirname}/../../src/demo/directory.yaml`, 'utf8'));

it.each(teamsPeople)('recognizes %s in their tenant on Teams', (person) => {
  const tenant = tenantOf(person);
  const home = directory.workspaces.listed.find(({ id }) => id === tenant.id);
  const { email } = people[person];
  const contact = directory.contacts.listed.find((one) => one.email === email);
  // an account's tenant vouches for its contacts alone, the support organization's own one for advisors
  expect(home).toMatchObject({ platform: 'teams', account: contact?.account ?? null });
  expect(contact !== undefined || directory.advisors.listed.some((one) => one.email === email)).toBe(true);
  const channel = { platform: 'teams', workspace: tenant.id, id: tenant.conversations.channel };
  expect(directory.channels.listed).toContainEqual(expect.objectContaining(channel));
});

it.each(teamsPeople)('gives the Playground the five people besides %s that it needs, each once', (person) => {
  const file = parse(tenantFile(tenantOf(person))) as { currentUser: { id: string }; users: { id: string; email: string }[] };
  expect(file.users.length).toBeGreaterThanOrEqual(5);
  expect(new Set([file.currentUser.id, ...file.users.map(({ id }) => id)]).size).toBe(file.users.length + 1);
  expect(file.users.map(({ email }) => email)).not.toContain(people[person].email);
});
