// What leads use channels for: queues, escalations, cases and notices of accounts.
import { describe, expect } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { setChannelUse } from '../../../src/usecases/people/manage-channels.ts';
import { plainviewSpace, vendor } from '../../usecases/fixtures.ts';
import { ScriptedUser, test as base } from '../harness.ts';

const test = base.extend(
  'channel',
  { scope: 'file' },
  ({ db }) =>
    (channelId: string) =>
      db.prisma.channel.findFirstOrThrow({ where: { channelId } }),
);

test.beforeAll(async ({ db, world }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
});

const at = (channelId: string, name?: string) => ({ channelId, kind: 'channel' as const, ...(name ? { name } : {}) });

describe('channel', () => {
  test('in a new channel makes it a queue, by its name', async ({ max, channel }) => {
    const seen = await max.command('channel here', at('C0FEES', 'fees-desk'));
    expect(seen.text).toContain('# #fees-desk\nNot used yet.');
    const form = await seen.press('Use this channel');
    const saved = await form.submit({ for: 'queue', modules: 'Fees' });
    expect(saved.text).toContain('# #fees-desk (Slack)\nUsed for: Queue for Fees\nAccount: All accounts');
    expect(saved.text).toContain('Max Reyes · added');
    expect(await channel('C0FEES')).toMatchObject({
      workspaceId: vendor,
      purposes: ['queue'],
      modules: ['Fees'],
      name: 'fees-desk',
      active: true,
    });
    expect((await max.command('channel', at('C0FEES', 'fees-desk'))).text).toContain('[Change use]');
    expect((await max.says('channel #fees-desk')).text).toContain('Used for: Queue for Fees');
  });

  test('in a direct message lists the channels, and finds them by name, team, module and account', async ({ max }) => {
    const all = await max.says('channel');
    expect(all.text).toContain('4 channels');
    expect(all.text).toContain('Slack channel, name unknown · Default queue | All accounts');
    expect((await max.says('channel grade book')).text).toContain('Used for: Queue for Grade Book');
    expect((await max.says('channel plainview')).text).toContain("Used for: An account's cases");
    expect((await max.says('channel zebra')).text).toBe(
      "We don't know a channel named “zebra”.\nAdd me to it and mention me there with “channel”.",
    );
    expect((await max.says('channel here')).text).toContain('This is not a channel.');
  });

  test('warns where two queues compete for the same cases', async ({ max }) => {
    const form = await (await max.command('channel', at('C0SECOND', 'second'))).press('Use this channel');
    expect((await form.submit({ for: 'queue' })).text).toContain(
      '(warning) There are 2 default queues. Another one gets every case, this one gets none. Keep one.',
    );
    const again = await (await max.command('channel', at('C0SECOND'))).press('Change use');
    const stopped = await again.submit({ for: '' });
    expect(stopped.text).toContain('Used for: Nothing');
    expect(stopped.text).toContain('Max Reyes · removed');
    expect((await max.says('channel')).text).toContain('4 channels');
  });

  test('asks for what a purpose needs, at its field', async ({ max, world }) => {
    const form = await (await max.command('channel', at('C0MORE'))).press('Use this channel');
    expect((await form.submit({ for: 'escalation\ncases' })).mistakes).toEqual({
      team: 'Choose the team whose escalations are shown here.',
      account: 'Choose the account whose cases may be shown here.',
    });
    const account = String(world.ada.accountId);
    expect((await form.submit({ for: 'queue', account })).mistakes['account']).toContain('Choose no account.');
    expect((await form.submit({ for: 'queue', modules: 'Feez' })).mistakes['modules']).toContain('Unknown module Feez.');
  });

  test('never shows cases of every account in the workspace of one', async ({ db, world, router, channel }) => {
    // a lead who is a guest in a customer's workspace
    const profile = {
      name: 'Max',
      email: 'max@campus.example',
      homeWorkspace: vendor,
      timezone: null,
      directChannel: 'D0X',
      inactive: false,
    };
    world.profiles.set(`${plainviewSpace}/U0GUEST`, profile);
    const speaker = { platform: 'slack' as const, workspaceId: plainviewSpace, userId: 'U0GUEST' };
    const guest = new ScriptedUser(router, speaker, { channelId: 'D0X', kind: 'direct' });
    const form = await (await guest.command('channel', at('C0TOWN'))).press('Use this channel');
    expect((await form.submit({ for: 'queue' })).mistakes['for']).toBe(
      'This channel shows cases of every account, but is in the workspace of plainview.',
    );
    const rivertown = await db.prisma.account.findUniqueOrThrow({ where: { key: 'rivertown' } });
    expect((await form.submit({ for: 'cases', account: String(rivertown.id) })).mistakes['for']).toBe(
      'This channel is for rivertown, but is in the workspace of plainview.',
    );
    expect(await db.prisma.channel.count({ where: { channelId: 'C0TOWN' } })).toBe(0);
    await form.submit({ for: 'cases\nnotices', account: String(world.ada.accountId) });
    expect(await channel('C0TOWN')).toMatchObject({ purposes: ['cases', 'notices'], accountId: world.ada.accountId });
  });

  test('keeps the change when a file says something else', async ({ max, world, channel }) => {
    await (await (await max.command('channel', at('C0GRADES'))).press('Change use')).submit({ modules: 'Grade Book\nFees' });
    const file = `channels:\n  - { platform: slack, workspace: ${vendor}, id: C0GRADES, for: queue, modules: [Grade Book] }`;
    const { channels } = await importDirectory(world.services, parseDirectory(file));
    const name = `slack ${vendor} C0GRADES`;
    expect(channels).toMatchObject({
      kept: [name],
      fields: { [name]: [{ field: 'modules', from: 'Grade Book, Fees', to: 'Grade Book' }] },
    });
    expect(await channel('C0GRADES')).toMatchObject({ modules: ['Grade Book', 'Fees'] });
  });

  test('announces in the channel that notices are on or off', async ({ max, channel, db, world }) => {
    const account = String(world.ada.accountId);
    const { id } = await channel('C0HELP');
    const form = await max.press('change-channel', String(id));
    await form.submit({ for: 'cases\nnotices', account });
    const changes = await db.prisma.channelChange.findMany({ where: { channelId: id } });
    expect(changes.map(({ what, byName }) => [what, byName])).toEqual([['on', 'Max Reyes']]);
    expect(await db.prisma.delivery.count({ where: { kind: 'announcement' } })).toBe(1);
  });

  test('keeps what another lead, a contact or an import changed after the form was opened', async ({
    max,
    ada,
    channel,
    db,
    world,
  }) => {
    const { id } = await channel('C0FEES');
    const tia = { ...world.tia, lead: true };
    await db.prisma.person.update({ where: { id: tia.id }, data: { lead: true } });
    const place = { platform: 'slack' as const, workspaceId: vendor, name: 'fees-desk' };
    const use = { for: ['queue' as const], modules: ['Fees', 'Grade Book'], team: null, account: null };
    const form = await max.press('change-channel', String(id));
    await setChannelUse(world.services, tia, { ...place, channelId: 'C0FEES' }, use, world.request());
    const late = await form.submit({ modules: 'Other' });
    expect(late.text).toContain('Tia Holm changed #fees-desk after this form was opened.\nOpen it again.');
    expect(await channel('C0FEES')).toMatchObject({ modules: ['Fees', 'Grade Book'] });

    const fresh = await (await max.command('channel', at('C0BOTH', 'both'))).press('Use this channel');
    await setChannelUse(world.services, tia, { ...place, name: 'both', channelId: 'C0BOTH' }, use, world.request());
    expect((await fresh.submit({ for: 'queue' })).text).toContain('Tia Holm changed #both after this form was opened.');
    await db.prisma.person.update({ where: { id: tia.id }, data: { lead: false } });

    const help = await channel('C0HELP');
    const notices = await max.press('change-channel', String(help.id));
    await (await ada.command('channels stop', at('C0HELP'))).press('Stop notices');
    expect((await notices.submit({ for: 'cases\nnotices' })).text).toContain('Ada Park changed the notices of');
    expect(await channel('C0HELP')).toMatchObject({ purposes: ['cases'] });

    const again = await max.press('change-channel', String(id));
    const file = `channels:\n  - { platform: slack, workspace: ${vendor}, id: C0FEES, for: queue, modules: [Fees] }`;
    await importDirectory(world.services, parseDirectory(file), { force: true });
    expect((await again.submit({ modules: 'Other' })).text).toContain('An import changed #fees-desk');
    expect(await channel('C0FEES')).toMatchObject({ modules: ['Fees'] });
  });

  test('is not saved for an account that was closed meanwhile', async ({ max, db, channel, world }) => {
    const lakeside = await db.prisma.account.create({ data: { key: 'lakeside', name: 'Lakeside', timezone: 'UTC' } });
    const form = await (await max.command('channel', at('C0LAKE', 'lake'))).press('Use this channel');
    await db.prisma.account.update({ where: { id: lakeside.id }, data: { active: false } });
    const refused = await form.submit({ for: 'notices', account: String(lakeside.id) });
    expect(refused.mistakes).toEqual({ account: 'This account is no longer active. Choose another one.' });
    await form.submit({ for: 'notices', account: String(world.ada.accountId) });
    const { id } = await channel('C0LAKE');
    await db.prisma.channel.update({ where: { id }, data: { accountId: lakeside.id } });
    const changed = await max.press('change-channel', String(id));
    const account = changed.reply.kind === 'form' && changed.reply.form.fields.find(({ name }) => name === 'account');
    expect(account).toMatchObject({ initial: 'none' });
    await db.prisma.channel.delete({ where: { id } });
    await db.prisma.account.delete({ where: { id: lakeside.id } });
  });

  test('is for leads', async ({ tia, ada }) => {
    expect((await tia.command('channel', at('C0FEES'))).text).toContain('Only leads can do that.');
    expect((await ada.command('channel', at('C0HELP'))).text).toContain("isn't one of your commands.");
  });
});
