// Channels that get incident and maintenance notices: what is refused, how failures are shown, and later changes in the directory file.
import type { Button } from '../../../src/cards/elements.ts';
import { expect } from 'vitest';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { plainviewSpace } from '../../usecases/fixtures.ts';
import { test as base } from '../harness.ts';

const it = base
  .extend(
    'channel',
    { scope: 'file' },
    ({ harness }) =>
      (channelId: string) =>
        harness.db.prisma.channel.findFirstOrThrow({ where: { channelId } }),
  )
  .extend('incident', { scope: 'file' }, ({ harness }) => async (): Promise<void> => {
    const { world } = harness;
    const input = {
      ...{ kind: 'incident' as const, title: 'Slow', severity: 'major' as const, state: 'Investigating' as const, modules: [] },
      ...{ everyAccount: true, accountIds: [], message: 'Pages take a minute.', instructions: null },
      ...{ startsAt: world.at.now, endsAt: null, nextUpdateAt: null },
    };
    await declareNotice(world.services, { ...world.max, lead: true }, input, {}, world.request());
  })
  .extend(
    'standing',
    { scope: 'file' },
    ({ harness }) =>
      () =>
        harness.db.prisma.delivery.count({ where: { kind: 'banner', withdrawn: false } }),
  );

it.beforeAll(async ({ harness }) => {
  await harness.db.prisma.person.update({ where: { id: harness.world.max.id }, data: { lead: true } });
});

it.beforeEach(async ({ harness }) => {
  await harness.db.prisma.$executeRaw`truncate notice, banner, delivery cascade`;
  await harness.db.prisma.channel.deleteMany({ where: { NOT: { purposes: { hasSome: ['queue', 'cases'] } } } });
});

const at = (channelId: string) => ({ channelId, kind: 'channel' as const });

it('keeps the purpose of a channel for cases, and changes nothing when the command is repeated', async ({ harness, channel }) => {
  await (await harness.ada.command('channels', at('C0HELP'))).press('Turn on notices');
  expect(await channel('C0HELP')).toMatchObject({ purposes: ['cases', 'notices'], changedInChatAt: harness.world.at.now });
  await harness.db.prisma.channel.updateMany({ where: { channelId: 'C0HELP' }, data: { changedInChatAt: null } });
  await harness.ada.command('channels', at('C0HELP'));
  expect(await channel('C0HELP')).toMatchObject({ changedInChatAt: null });
  await harness.ada.command('channels changes', at('C0HELP'));
  expect(await channel('C0HELP')).toMatchObject({ changesOnly: true, changedInChatAt: harness.world.at.now });
  await (await harness.ada.command('channels stop', at('C0HELP'))).press('Stop notices');
  expect(await channel('C0HELP')).toMatchObject({ purposes: ['cases'], active: true, changesOnly: false });
});

it.for(['constructor', 'please', '%', 'x'.repeat(500)])(
  'rejects “%s” as an option of the command',
  async (option, { harness }) => {
    expect((await harness.ada.command(`channels ${option}`, at('C0NEW'))).text).toContain("isn't an option");
    expect(await harness.db.prisma.channel.count({ where: { channelId: 'C0NEW' } })).toBe(0);
  },
);

it('gives a channel to one account when two leads ask for different accounts at the same moment', async ({ harness }) => {
  await harness.db.prisma.person.update({ where: { id: harness.world.tia.id }, data: { lead: true } });
  await (await harness.max.command('channels plainview', at('C0BOTH'))).press('Turn on notices');
  await (await harness.max.command('channels stop', at('C0BOTH'))).press('Stop notices');
  const offers = [
    await harness.tia.command('channels rivertown', at('C0BOTH')),
    await harness.max.command('channels plainview', at('C0BOTH')),
  ];
  const seen = await Promise.all(offers.map((off) => off.press('Turn on notices')));
  expect(seen.filter(({ text }) => text.includes('is already used for something else'))).toHaveLength(1);
});

it('stores nothing after a refusal, or for a workspace of another account', async ({ harness }) => {
  expect((await harness.rosa.command('channels', at('C0QUEUE'))).text).toContain('already used for something else');
  await harness.db.prisma.workspace.update({
    where: { platform_externalId: { platform: 'slack', externalId: plainviewSpace } },
    data: { accountId: harness.world.rosa.accountId },
  });
  const { text } = await harness.ada.command('channels', at('C0NEW'));
  await harness.db.prisma.workspace.update({
    where: { platform_externalId: { platform: 'slack', externalId: plainviewSpace } },
    data: { accountId: harness.world.ada.accountId },
  });
  // the workspace is trusted only for people of the other account
  expect(text).not.toContain('Notices are on');
  expect(await harness.db.prisma.channel.count({ where: { channelId: 'C0NEW' } })).toBe(0);
});

it('lists channels by page, and says why a channel gets no notices and how to fix it', async ({ harness, incident, channel }) => {
  const data = Array.from({ length: 11 }, (_, n) => ({
    ...{ platform: 'slack' as const, workspaceId: plainviewSpace, channelId: `C0N${n}`, accountId: harness.world.ada.accountId },
    purposes: ['notices' as const],
  }));
  await harness.db.prisma.channel.createMany({ data });
  await incident();
  await harness.db.prisma.delivery.updateMany({ data: { state: 'dead', errorCode: 'not_in_channel' } });
  const first = await harness.ada.press('channels', '1');
  expect(first.text).toContain('11 channels get notices · page 1 of 2');
  const last = await first.press('Next page');
  expect(last.text).toContain('Slack channel from the directory');
  expect(last.text.match(/\[View\]/g)).toHaveLength(1);
  const card = await last.press('View');
  expect(card.text).toContain(
    "(warning) Not delivered (not_in_channel). I can post here only as a member of the channel, so add me if I'm not one yet.",
  );
  await (await card.press('Stop notices')).press('Stop notices');
  expect((await harness.ada.says('channels')).text).toContain('10 channels get notices.');
  const { id } = await channel('C0N1');
  expect((await harness.rosa.press('channel-view', String(id))).text).toContain('Notices are off for this channel.');
  expect((await harness.max.says('channels')).text).toContain('Plainview School District Slack channel from the directory');
  expect((await harness.ada.home()).text).toContain('[Channels]');
  expect((await harness.rita.home()).text).toContain('[Notices]');
});

it('follows the directory file for banners of open notices, but keeps what was chosen in chat', async ({
  incident,
  harness,
  standing,
}) => {
  await incident();
  await (await harness.ada.command('channels', at('C0CHAT'))).press('Turn on notices');
  await (await harness.ada.command('channels stop', at('C0CHAT'))).press('Stop notices');
  const file = [
    'channels:',
    `  - { platform: slack, workspace: ${plainviewSpace}, id: C0FILE, for: notices, account: plainview }`,
    `  - { platform: slack, workspace: ${plainviewSpace}, id: C0CHAT, for: notices, account: plainview }`,
  ].join('\n');
  const done = await importDirectory(harness.world.services, parseDirectory(file));
  expect(done.channels).toMatchObject({ added: [`slack ${plainviewSpace} C0FILE`], kept: [`slack ${plainviewSpace} C0CHAT`] });
  expect(await standing()).toBe(1);
  await importDirectory(harness.world.services, parseDirectory(file));
  expect(await standing()).toBe(1);
  const gone = `channels:\n  - { platform: slack, workspace: ${plainviewSpace}, id: C0FILE, remove: true }`;
  await importDirectory(harness.world.services, parseDirectory(gone));
  expect(await standing()).toBe(0);
});

it('shows the name of a channel that only a button in it tells, and follows a new name', async ({ harness, channel }) => {
  const off = await harness.ada.command('channels', at('C0NAMED'));
  const { action, value = '' } = off.control('Turn on notices') as Button;
  const on = await harness.ada.press(action, value, { ...at('C0NAMED'), name: 'news' });
  expect(on.text).toContain('#news (Slack)');
  expect((await harness.ada.says('channels')).text).toContain('#news (Slack)');
  expect((await harness.ada.command('channels', { ...at('C0NAMED'), name: 'old-news' })).text).toContain('#old-news (Slack)');
  expect((await harness.ada.says('channels')).text).not.toContain('C0NAMED');
  expect(await channel('C0NAMED')).toMatchObject({ name: 'old-news' });
});

it('never shows an id, also for a channel whose name nobody has told', async ({ harness }) => {
  await (await harness.ada.command('channels', at('C0SECRET'))).press('Turn on notices');
  const listed = (await harness.ada.says('channels')).text;
  expect(listed).toContain('Slack channel added by Ada Park');
  expect(listed).not.toContain('C0SECRET');
});
