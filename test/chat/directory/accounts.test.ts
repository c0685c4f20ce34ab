import { expect } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { connectWorkspace } from '../../../src/usecases/people/connect-workspace.ts';
import { test } from '../harness.ts';

test.beforeAll(async ({ db, world, ada }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
  const connected = new Set(['T0PLAIN']);
  world.services.setup = {
    slack: {
      isConnected: async (id) => connected.has(id),
      instructions: (brand) => `To use ${brand}:\n\n1. Open https://bot.example/slack/install`,
      operatorSteps: null,
    },
    teams: {
      isConnected: async (id) => connected.has(id),
      instructions: () => '1. Create a registration',
      operatorSteps: 'Run `npx casebridge teams add`',
    },
  };
  await ada.command('home');
});

test('lists accounts with how far they are set up', async ({ max }) => {
  const seen = await max.command('accounts');
  expect(seen.text).toContain('2 accounts');
  expect(seen.text).toContain('Plainview School District · 4 of 8 done | 3 contacts · Slack · 0 cases');
  expect(seen.text).toContain('Rivertown Schools · 1 of 8 done | 1 contact · no chat yet · 0 cases');
  expect((await max.command('accounts zebra')).text).toContain('No account matches.');
});

test('shows what is missing, each with what to do', async ({ max }) => {
  const seen = await max.command('accounts rivertown');
  expect(seen.text).toContain('# Rivertown Schools\n(neutral) 1 of 8 done');
  expect(seen.text).toContain('✅ People · done | 1 Authorized Contact, 0 Read-Only');
  expect(seen.text).toContain('⬜ Workspace or tenant · missing | Send its administrator the text to install the bot.');
  expect(seen.text).toContain('⬜ Test case · missing | Ask a contact to type “open” and file a first case.');
  const text = await seen.press('Slack: text to send');
  expect(text.text).toContain('# Slack for Rivertown Schools\nCopy this and send it to the administrator.');
  expect(text.text).toContain('1. Open https://bot.example/slack/install');
  const teams = await seen.press('Teams: text to send');
  expect(teams.text).toContain('1. Create a registration');
  expect(teams.text).toContain('npx casebridge teams add');
  expect((await seen.press('Add contact')).text).toContain('# Add contact');
});

test('connects a workspace that has installed the bot', async ({ db, max, world }) => {
  const seen = await max.command('accounts rivertown');
  expect((await seen.press('Connect workspace')).text).toContain('No new workspace has installed the bot.');
  await db.prisma.installation.create({
    data: { platform: 'slack', workspaceId: 'T0RIVER', name: 'Rivertown', token: 'x', installedAt: world.at.now },
  });
  const form = await seen.press('Connect workspace');
  const options = [{ label: 'Rivertown (Slack)', value: 'slack T0RIVER' }];
  expect(form.reply).toMatchObject({ kind: 'form', form: { fields: [{ name: 'workspace', options }] } });
  expect((await form.submit()).mistakes).toEqual({ workspace: 'Choose a workspace.' });
  expect((await form.submit({ workspace: 'slack T0PLAIN' })).mistakes).toEqual({ workspace: 'Choose a workspace of the list.' });
  const done = await form.submit({ workspace: 'slack T0RIVER' });
  expect(done.text).toContain('The workspace is connected to Rivertown Schools.');
  const account = await done.press('Back to the account');
  expect(account.text).toContain('✅ Workspace or tenant · done | Slack (Rivertown)');
  expect(account.text).toContain('⬜ Bot installed · missing | Not installed in Slack (Rivertown).');
  expect(await db.prisma.workspace.findFirst({ where: { externalId: 'T0RIVER' } })).toMatchObject({
    accountId: world.rosa.accountId,
  });
});

test('keeps a connected workspace when a file says something else, unless it is forced', async ({ db, world }) => {
  const file = parseDirectory('workspaces:\n  - { platform: slack, id: T0RIVER, account: plainview }');
  const { workspaces } = await importDirectory(world.services, file);
  expect(workspaces).toMatchObject({
    kept: ['slack T0RIVER'],
    fields: { 'slack T0RIVER': [{ field: 'account', from: 'rivertown', to: 'plainview' }] },
  });
  expect((await importDirectory(world.services, file, { force: true })).workspaces.changed).toEqual(['slack T0RIVER']);
  expect((await importDirectory(world.services, file)).workspaces).toMatchObject({ kept: [], left: 1 });
  await db.prisma.workspace.deleteMany({ where: { externalId: 'T0RIVER' } });
});

test('connects a workspace to one account when two leads choose it at the same moment', async ({ db, world }) => {
  const max = { ...world.max, lead: true };
  const platform = 'slack' as const;
  await db.prisma.installation.create({
    data: { platform, workspaceId: 'T0BOTH', name: 'Both', token: 'x', installedAt: world.at.now },
  });
  const connect = (account: string) =>
    connectWorkspace(world.services, max, { platform, workspaceId: 'T0BOTH', account }, world.request());
  const results = await Promise.allSettled([connect('plainview'), connect('rivertown')]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.prisma.directoryChange.count({ where: { section: 'workspaces', name: 'slack T0BOTH' } })).toBe(1);
  await db.prisma.workspace.deleteMany({ where: { externalId: 'T0BOTH' } });
  await db.prisma.installation.deleteMany({ where: { workspaceId: 'T0BOTH' } });
});

test('says when everything is set up', async ({ max, world, ada }) => {
  world.services.mail = true;
  await world.open();
  const channel = { channelId: 'C0HELP', kind: 'channel' as const };
  await (await ada.command('channels', channel)).press('Turn on notices');
  expect((await max.command('accounts plainview')).text).toContain('(good) Everything is set up.');
  world.services.mail = false;
});

test('is for leads', async ({ max, tia, ada }) => {
  expect((await tia.command('accounts')).text).toContain('Only leads can do that.');
  expect((await ada.command('accounts')).text).toContain("isn't one of your commands.");
  expect((await max.home()).text).toContain('[Accounts]');
  expect((await tia.home()).text).not.toContain('[Accounts]');
});

test('says that the people of an account use your workspace, where it has none of its own', async ({ db, world, rosa, max }) => {
  await db.prisma.workspace.deleteMany({ where: { accountId: world.rosa.accountId } });
  await rosa.command('home');
  expect((await max.command('accounts rivertown')).text).toContain('Its people use a workspace of yours.');
  expect((await max.command('accounts')).text).toMatch(
    /Rivertown Schools · \d of 8 done \| 1 contact · in your workspace · 0 cases/,
  );
});
