import { describe, expect, test as base } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { parseCsv } from '../../../src/cli/directory-csv.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { freshDatabase } from '../../database.ts';

const now = new Date('2026-11-24T12:00:00Z');

const test = base
  .extend('db', async ({}, { onCleanup }) => {
    const db = await freshDatabase();
    onCleanup(() => db.close());
    return db;
  })
  .extend('services', ({ db }): Services => ({
    db,
    clock: { now: () => now },
    settings: { ...defaultSettings, modules: ['Fees', 'Grade Book'] },
    userDirectories: {},
    mail: false,
  }))
  .extend(
    'read',
    ({ services }) =>
      (text: string, options?: { force?: boolean; dryRun?: boolean }) =>
        importDirectory(services, parseDirectory(text), options),
  )
  /** Makes a person known in a workspace, as if they had written to the bot there. */
  .extend('bind', ({ db }) => async (email: string, homeWorkspace: string): Promise<void> => {
    const { id: personId } = await db.prisma.person.findUniqueOrThrow({ where: { email } });
    await db.prisma.identity.create({
      data: {
        platform: 'slack',
        workspaceId: homeWorkspace,
        userId: `U-${email}`,
        homeWorkspace,
        name: 'x',
        email,
        personId,
        checkedAt: now,
      },
    });
  })
  .extend(
    'bound',
    ({ db }) =>
      () =>
        db.prisma.identity.count({ where: { personId: { not: null } } }),
  );

const file = `
accounts:
  - { key: plainview, name: Plainview, timezone: America/Chicago }
  - { key: rivertown, name: Rivertown, timezone: America/Denver }
contacts:
  - { email: ada@plainview.example, name: Ada Park, account: plainview, type: support }
advisors:
  - { email: max@campus.example, name: Max Reyes, lead: true }
workspaces:
  - { platform: slack, id: T0PLAIN, account: plainview }
  - { platform: slack, id: T0CAMPUS }
channels:
  - { platform: slack, workspace: T0CAMPUS, id: C0QUEUE, for: queue }
  - { platform: slack, workspace: T0PLAIN, id: C0HELP, for: [notices, cases], account: plainview }
`;
/** Without one, the last lead could not be removed. */
const otherLead = 'advisors:\n  - { email: lea@campus.example, name: Lea Lang, lead: true }';
const nothing = { added: [], changed: [], removed: [], kept: [], erased: [], fields: {} };

test('adds everything at the first import and changes nothing at the second', async ({ read, db }) => {
  expect(await read(file)).toMatchObject({
    accounts: { added: ['plainview', 'rivertown'] },
    contacts: { added: ['ada@plainview.example'] },
    channels: { added: ['slack T0CAMPUS C0QUEUE', 'slack T0PLAIN C0HELP'] },
  });
  expect(await read(file)).toEqual({
    accounts: { ...nothing, left: 2 },
    contacts: { ...nothing, left: 1 },
    advisors: { ...nothing, left: 1 },
    workspaces: { ...nothing, left: 2 },
    channels: { ...nothing, left: 2 },
    onCall: { ...nothing, left: 0 },
  });
  expect(await db.prisma.channel.findFirst({ where: { channelId: 'C0HELP' } })).toMatchObject({
    purposes: ['notices', 'cases'],
    active: true,
  });
});

test('replaces what an entry lists and keeps what the file does not mention', async ({ read, db }) => {
  await read(file);
  await read(otherLead);
  const imported = await read('advisors:\n  - { email: max@campus.example, name: Max Reyes }');
  const fields = { 'max@campus.example': [{ field: 'lead', from: 'yes', to: 'no' }] };
  expect(imported.advisors).toEqual({ ...nothing, changed: ['max@campus.example'], left: 0, fields });
  expect(
    await db.prisma.person.findMany({ select: { email: true, lead: true, active: true }, orderBy: { email: 'asc' } }),
  ).toEqual([
    { email: 'ada@plainview.example', lead: false, active: true },
    { email: 'lea@campus.example', lead: true, active: true },
    { email: 'max@campus.example', lead: false, active: true },
  ]);
});

test.for([
  ['a removed person', 'contacts:\n  - { email: ada@plainview.example, remove: true }'],
  [
    'a person of another account',
    'contacts:\n  - { email: ada@plainview.example, name: Ada Park, account: rivertown, type: support }',
  ],
  ['a person who became an advisor', 'advisors:\n  - { email: ada@plainview.example, name: Ada Park }'],
  [
    'a changed address',
    'contacts:\n  - { email: ada@new.example, formerly: ada@plainview.example, name: Ada Park, account: plainview, type: support }',
  ],
  ['a removed account', 'accounts:\n  - { key: plainview, remove: true }'],
  [
    'people in a workspace that moves to another account',
    'channels:\n  - { platform: slack, workspace: T0PLAIN, id: C0HELP, remove: true }\nworkspaces:\n  - { platform: slack, id: T0PLAIN, account: rivertown }',
  ],
] as const)('unbinds the chat identity of %s at once', async ([_case, change], { read, bind, bound }) => {
  await read(file);
  await bind('ada@plainview.example', 'T0PLAIN');
  await read(file);
  expect(await bound()).toBe(1);
  await read(change);
  expect(await bound()).toBe(0);
});

test('reactivates a person who is listed again, and keeps the person when the address changes', async ({ read, db }) => {
  await read(file);
  const { id } = await db.prisma.person.findUniqueOrThrow({ where: { email: 'ada@plainview.example' } });
  await read('contacts:\n  - { email: ada@plainview.example, remove: true }');
  await read(
    'contacts:\n  - { email: ada@new.example, formerly: ada@plainview.example, name: Ada, account: plainview, type: technical }',
  );
  expect(await db.prisma.person.findUniqueOrThrow({ where: { email: 'ada@new.example' } })).toMatchObject({
    id,
    active: true,
    name: 'Ada',
  });
});

test('keeps what was changed in chat since, unless forced', async ({ read, db }) => {
  await read(file);
  await db.prisma.person.update({ where: { email: 'max@campus.example' }, data: { lead: false, changedInChatAt: now } });
  const fields = { 'max@campus.example': [{ field: 'lead', from: 'no', to: 'yes' }] };
  expect((await read(file)).advisors).toEqual({ ...nothing, kept: ['max@campus.example'], left: 0, fields });
  expect((await read(file, { force: true })).advisors).toEqual({ ...nothing, changed: ['max@campus.example'], left: 0, fields });
  expect((await read(file)).advisors).toEqual({ ...nothing, left: 1 });
});

test('refuses a whole file that does not fit the database, naming the lines', async ({ read, db }) => {
  await read(file);
  const refused = read(`accounts:
  - { key: newtown, name: Newtown, timezone: UTC }
contacts:
  - { email: eve@x.example, name: Eve, account: nowhere, type: support }
channels:
  - { platform: slack, workspace: T0CAMPUS, id: C0FEES, for: queue, modules: [Feez] }
  - { platform: slack, workspace: T0PLAIN, id: C0LEAK, for: queue }
  - { platform: slack, workspace: T0PLAIN, id: C0HELP, for: cases, account: rivertown }
  - { platform: slack, workspace: T0WHERE, id: C0LOST, for: notices }
`);
  await expect(refused).rejects.toThrow(
    [
      'line 4: unknown account nowhere',
      'line 6: unknown module Feez. Known modules: Fees, Grade Book',
      'line 7: channel C0LEAK shows cases of every account, but is in the workspace of plainview',
      'line 8: channel C0HELP is for rivertown, but is in the workspace of plainview',
      'line 9: channel C0LOST is in workspace T0WHERE, which is not listed',
    ].join('\n'),
  );
  expect(await db.prisma.account.count({ where: { key: 'newtown' } })).toBe(0);
});

test('does not turn the support workspace into a customer workspace while it holds a queue', async ({ read }) => {
  await read(file);
  await expect(read('workspaces:\n  - { platform: slack, id: T0CAMPUS, account: plainview }')).rejects.toThrow(
    'line 2: channel C0QUEUE shows cases',
  );
});

test('runs two imports at the same moment one after the other', async ({ read }) => {
  const [one, two] = await Promise.all([read(file), read(file)]);
  expect([one.accounts.added.length, two.accounts.added.length].sort()).toEqual([0, 2]);
});

test('replaces who is on call, keeps them in files without the section, and refuses people who are no advisors', async ({
  read,
  db,
}) => {
  await read(file);
  const days = '{ email: max@campus.example, from: 2026-12-21, to: 2026-12-27 }';
  const added = ['max@campus.example', 'max@campus.example 2026-12-21/2026-12-27'];
  expect((await read(`onCall:\n  - max@campus.example\n  - ${days}`)).onCall).toEqual({ ...nothing, added, left: 0 });
  expect((await read(file)).onCall).toEqual({ ...nothing, left: 2 });
  expect((await read(`onCall: [max@campus.example]`)).onCall).toEqual({ ...nothing, removed: added.slice(1), left: 1 });
  await expect(read('onCall:\n  - ada@plainview.example')).rejects.toThrow(
    'line 2: ada@plainview.example is on call, but is not an advisor',
  );
  expect(await db.prisma.onCall.count()).toBe(1);
  expect((await read('onCall: []')).onCall).toEqual({ ...nothing, removed: ['max@campus.example'], left: 0 });
});

test('folds new names, so that searches find them whatever the accents', async ({ db, read }) => {
  await read(file);
  await read(file.replace('name: Ada Park', 'name: Ádá O’Brien').replace('name: Plainview,', 'name: Pláinview,'));
  const ada = await db.prisma.person.findUniqueOrThrow({ where: { email: 'ada@plainview.example' }, include: { account: true } });
  expect([ada.nameFolded, ada.account?.nameFolded]).toEqual(['ada obrien', 'plainview']);
});

const pat = (account: string, type = 'support'): string =>
  `  - { email: pat@center.example, name: Pat Moss, account: ${account}, type: ${type} }\n`;
const withPat = (...entries: string[]): string => file.replace('contacts:\n', `contacts:\n${entries.join('')}`);
const listed = test.extend('accountsOfPat', ({ db }) => async () => {
  const row = await db.prisma.person.findUniqueOrThrow({
    where: { email: 'pat@center.example' },
    include: { account: true, memberships: { include: { account: true } } },
  });
  const further = row.memberships.map(({ account, contactType }) => [account.key, contactType]);
  return { active: row.active, accounts: [[row.account?.key, row.contactType], ...further] };
});

listed('gives a contact every account that they are listed under', async ({ read, accountsOfPat }) => {
  const both = withPat(pat('plainview'), pat('rivertown', 'read-only'));
  expect((await read(both)).contacts).toMatchObject({ added: ['pat@center.example', 'ada@plainview.example'] });
  const accounts = [
    ['plainview', 'support'],
    ['rivertown', 'readOnly'],
  ];
  expect(await accountsOfPat()).toEqual({ active: true, accounts });
  expect((await read(both)).contacts).toEqual({ ...nothing, left: 2 });
  expect((await read(withPat(pat('plainview'), pat('rivertown')))).contacts.changed).toEqual(['pat@center.example']);
  expect((await accountsOfPat()).accounts[1]).toEqual(['rivertown', 'support']);
});

listed(
  'adds an account to a contact, takes one away, and keeps who they are',
  async ({ read, accountsOfPat, bind, bound, db }) => {
    await read(withPat(pat('plainview')));
    await bind('pat@center.example', 'T0CAMPUS');
    await read(withPat(pat('plainview'), pat('rivertown', 'read-only')));
    expect((await accountsOfPat()).accounts).toHaveLength(2);
    // the first account is the one that ends
    await read(withPat(pat('rivertown', 'read-only')));
    expect(await accountsOfPat()).toEqual({ active: true, accounts: [['rivertown', 'readOnly']] });
    expect(await bound()).toBe(1);
    await read(withPat(pat('plainview'), pat('rivertown')));
    await read('contacts:\n  - { email: pat@center.example, remove: true }');
    // as their first account, for when they come back
    const kept = ['plainview', 'rivertown'].map((key) => [key, 'support']);
    expect(await accountsOfPat()).toEqual({ active: false, accounts: kept });
    expect(await bound()).toBe(0);
    await read('advisors:\n  - { email: pat@center.example, name: Pat Moss }');
    expect(await db.prisma.membership.count()).toBe(0);
  },
);

listed('moves a contact who is listed under another account alone, and names an unknown one', async ({ read, accountsOfPat }) => {
  await read(withPat(pat('plainview')));
  await read(withPat(pat('rivertown')));
  expect((await accountsOfPat()).accounts).toEqual([['rivertown', 'support']]);
  await expect(read(withPat(pat('rivertown'), pat('nowhere')))).rejects.toThrow('line 7: unknown account nowhere');
});

listed('keeps the accounts of a contact who was changed in chat, unless forced', async ({ read, accountsOfPat, db }) => {
  await read(withPat(pat('plainview'), pat('rivertown')));
  await db.prisma.person.update({ where: { email: 'pat@center.example' }, data: { changedInChatAt: now } });
  expect((await read(withPat(pat('plainview')))).contacts.kept).toEqual(['pat@center.example']);
  expect((await accountsOfPat()).accounts).toHaveLength(2);
  await read(withPat(pat('plainview')), { force: true });
  expect((await accountsOfPat()).accounts).toEqual([['plainview', 'support']]);
});

test('lists a workspace for several accounts, and refuses channels of any other', async ({ read, db }) => {
  const several = file.replace('id: T0PLAIN, account: plainview', 'id: T0PLAIN, account: [plainview, rivertown]');
  await read(several);
  expect((await read(several)).workspaces).toEqual({ ...nothing, left: 2 });
  const { id } = await db.prisma.account.findUniqueOrThrow({ where: { key: 'rivertown' } });
  expect(await db.prisma.workspace.findFirst({ where: { externalId: 'T0PLAIN' } })).toMatchObject({ alsoAccountIds: [id] });
  const channel = (account: string): string =>
    `channels:\n  - { platform: slack, workspace: T0PLAIN, id: C0MORE, for: cases, account: ${account} }`;
  await read(channel('rivertown'));
  await expect(read(`accounts:\n  - { key: lake, name: Lake, timezone: UTC }\n${channel('lake')}`)).rejects.toThrow(
    'line 4: channel C0MORE is for lake, but is in the workspace of plainview and rivertown',
  );
});

test('shows in a dry run what it would change, field by field, and changes nothing', async ({ read, db }) => {
  await read(file);
  await read(otherLead);
  const next = `
accounts:
  - { key: newtown, name: Newtown, timezone: UTC }
contacts:
  - { email: ada@plainview.example, name: Ada Parker, account: newtown, type: read-only }
advisors:
  - { email: max@campus.example, remove: true }
channels:
  - { platform: slack, workspace: T0PLAIN, id: C0HELP, for: notices, account: plainview }
`;
  const shown = await read(next, { dryRun: true });
  expect(shown.contacts.fields).toEqual({
    'ada@plainview.example': [
      { field: 'name', from: 'Ada Park', to: 'Ada Parker' },
      { field: 'account', from: 'plainview', to: 'newtown' },
      { field: 'type', from: 'support', to: 'read-only' },
    ],
  });
  expect(shown.advisors.removed).toEqual(['max@campus.example']);
  expect(shown.channels.fields).toEqual({ 'slack T0PLAIN C0HELP': [{ field: 'for', from: 'notices, cases', to: 'notices' }] });
  expect(await db.prisma.account.count()).toBe(2);
  expect(await db.prisma.person.count({ where: { active: true, name: 'Ada Park' } })).toBe(1);
  expect(await read(next)).toEqual(shown);
  expect(await db.prisma.account.count()).toBe(3);
});

test('writes every change into the history of the directory', async ({ read, db }) => {
  await read(file);
  await read('contacts:\n  - { email: ada@plainview.example, name: Ada P., account: plainview, type: support }');
  await read('contacts:\n  - { email: ada@plainview.example, remove: true }');
  const { id: personId } = await db.prisma.person.findUniqueOrThrow({ where: { email: 'ada@plainview.example' } });
  const changes = await db.prisma.directoryChange.findMany({ where: { personId }, orderBy: { id: 'asc' } });
  expect(changes.map(({ what, byId, fields }) => ({ what, byId, fields }))).toEqual([
    { what: 'added', byId: null, fields: [] },
    { what: 'changed', byId: null, fields: [{ field: 'name', from: 'Ada Park', to: 'Ada P.' }] },
    { what: 'removed', byId: null, fields: [] },
  ]);
  expect(await db.prisma.directoryChange.count({ where: { section: 'channels' } })).toBe(2);
});

test('finds an account by its name as well, unless two accounts share it', async ({ services, read, db }) => {
  await read(file);
  const { directory } = parseCsv('Name,Email,Account,Type\nBo Lind,bo@plainview.example,PLAINVIEW,technical\n');
  expect((await importDirectory(services, directory)).contacts.added).toEqual(['bo@plainview.example']);
  await db.prisma.account.update({ where: { key: 'rivertown' }, data: { name: 'Plain View' } });
  await db.prisma.account.update({ where: { key: 'plainview' }, data: { name: 'Plain View' } });
  const ambiguous = parseCsv('Name,Email,Account,Type\nCy Lind,cy@plainview.example,Plain View,technical\n');
  await expect(importDirectory(services, ambiguous.directory)).rejects.toThrow('line 2: unknown account Plain View');
});

describe('the last lead', () => {
  const two = `advisors:
  - { email: max@campus.example, name: Max Reyes, lead: true }
  - { email: mia@campus.example, name: Mia Chen }`;
  const message = (line: number) =>
    `line ${line}: this would leave no lead: keep max@campus.example, or make another advisor a lead in the same file`;

  test.for([
    ['removed', 'advisors:\n  - { email: max@campus.example, remove: true }'],
    ['listed as an ordinary advisor', 'advisors:\n  - { email: max@campus.example, name: Max Reyes }'],
    ['listed as a contact', 'contacts:\n  - { email: max@campus.example, name: Max Reyes, account: plainview, type: support }'],
    [
      'listed with a new address, without lead',
      'advisors:\n  - { email: m.reyes@campus.example, formerly: max@campus.example, name: Max Reyes }',
    ],
  ] as const)('is not %s', async ([_how, change], { read, db }) => {
    await read(file);
    await read(two);
    await expect(read(change)).rejects.toThrow(message(2));
    await expect(read(change, { dryRun: true })).rejects.toThrow(message(2));
    await expect(read(change, { force: true })).rejects.toThrow(message(2));
    expect(await db.prisma.person.findUniqueOrThrow({ where: { email: 'max@campus.example' } })).toMatchObject({
      kind: 'advisor',
      active: true,
      lead: true,
    });
  });

  test('can go when the same file makes another one', async ({ read, db }) => {
    await read(file);
    await read(two);
    await read(`advisors:
  - { email: max@campus.example, remove: true }
  - { email: mia@campus.example, name: Mia Chen, lead: true }`);
    expect(await db.prisma.person.findMany({ where: { lead: true, active: true } })).toMatchObject([{ name: 'Mia Chen' }]);
  });

  test('is not asked for before there is one', async ({ read }) => {
    await expect(read('advisors:\n  - { email: mia@campus.example, name: Mia Chen }')).resolves.toBeDefined();
    await expect(read('advisors:\n  - { email: mia@campus.example, remove: true }')).resolves.toBeDefined();
  });
});
