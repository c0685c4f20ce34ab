// Drives every kind of inbound event through both platforms' adapters: each one is counted once, with one of four endings.
import { test as base, expect } from 'vitest';
import type { TeamsActor } from '../fake-teams/actor.ts';
import type { Json } from '../fake-teams/state.ts';
import { card as cardIn, textOf, until } from './harness.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

const newCase = {
  subject: 'Counted events',
  module: 'Attendance',
  priority: 'Medium',
  description: 'It began on Monday.',
};

const test = base
  .extend('harness', { scope: 'file' }, async ({}, { onCleanup }) => {
    const harness = await openTeamsHarness();
    onCleanup(() => harness.stop());
    return harness;
  })
  .extend('opened', { scope: 'file' }, async ({ harness }) => {
    const { ada, slackHelp, slackQueue } = harness;
    await ada.command('open', slackHelp);
    await ada.submit(newCase);
    ada.closeModal();
    const hers = await cardIn(slackHelp, newCase.subject, 'Status: New');
    const his = await cardIn(slackQueue, newCase.subject, 'Status: New');
    await harness.bot.worker.idle();
    return { hers, his, number: /CB-\d+/.exec(textOf(hers))?.[0] ?? '' };
  })
  .extend('hers', { scope: 'file' }, async ({ harness }) => {
    const { rosa, help } = harness;
    await rosa.say('hello', { in: help, mention: true });
    await rosa.fromMessage(await rosa.say('Grades vanish', { in: help }));
    await rosa.submit({ ...newCase, subject: 'Counted on Teams' }, 'Open case');
    rosa.closeDialog();
    return seen(rosa, help, 'Counted on Teams');
  });

/** Reads how many events ended in which way, as `slack command effect` with its count. Echoes of our own messages come at any time. */
async function counts({ bot }: TeamsHarness): Promise<Map<string, number>> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  const lines = text.matchAll(
    /^casebridge_inbound_events_total\{platform="(\w+)",kind="([\w-]+)",ending="(\w+)",reason="([\w-]*)"\} (\d+)$/gm,
  );
  return new Map(
    [...lines]
      .filter(([, , , , reason]) => reason !== 'own-message')
      .map(([, platform, kind, ending, reason, count]) => [
        [platform, kind, ending, reason].filter(Boolean).join(' '),
        Number(count),
      ]),
  );
}

/** Runs something and returns how its events ended. */
async function endings(harness: TeamsHarness, act: () => Promise<unknown>): Promise<string[]> {
  const before = await counts(harness);
  await act();
  const after = await counts(harness);
  return [...after]
    .flatMap(([ending, count]) => Array.from({ length: count - (before.get(ending) ?? 0) }, () => ending))
    .toSorted();
}

const counted = expect.soft;

test('counts every command and message on Slack once, with its ending', async ({ harness, opened }) => {
  const { ada, max, slackHelp, slackQueue, slack, district } = harness;
  const { hers, his, number } = opened;
  const end = (act: () => Promise<unknown>): Promise<string[]> => endings(harness, act);

  counted(await end(() => ada.command('list', slackHelp))).toEqual(['slack command effect']);
  counted(await end(() => ada.command('view CB-999999', slackHelp))).toEqual(['slack command told']);
  counted(await end(() => ada.command('close CB-999999', slackHelp))).toEqual(['slack command told']);
  counted(await end(() => ada.say(`post ${number} Twice`, ada.direct, undefined, 2))).toEqual([
    'slack command effect',
    'slack command repeat',
  ]);
  counted(await end(() => ada.say('Lunch?', slackHelp))).toEqual(['slack message ignored not-addressed']);
  counted(await end(() => ada.mention('list', slackHelp))).toEqual([
    'slack command effect',
    'slack message ignored not-addressed',
  ]);
  counted(await end(() => ada.mention('Hello', slackHelp, hers))).toEqual([
    'slack command ignored arrives-as-reply',
    'slack message effect',
  ]);
  counted(await end(() => ada.say('Still so', slackHelp, hers, 2))).toEqual(['slack message effect', 'slack message repeat']);
  counted(await end(() => max.say('In the queue', slackQueue, his))).toEqual(['slack message effect']);
  const files = [{ id: 'F1', name: 'grades.png' }];
  counted(await end(() => ada.say('', slackHelp, hers, 1, { subtype: 'file_share', files }))).toEqual(['slack message effect']);
  const ours = await ada.say('A thread of its own', slackHelp);
  counted(await end(() => ada.say('Nobody asked', slackHelp, ours))).toEqual(['slack message ignored not-addressed']);

  const said = await ada.say('Mispelled', slackHelp, hers);
  counted(await end(() => ada.edit(said, 'Misspelled', slackHelp))).toEqual(['slack edit effect']);
  counted(await end(() => ada.edit(said, '', slackHelp))).toEqual(['slack edit told']);
  counted(await end(() => ada.edit(ours, 'Something else', slackHelp))).toEqual(['slack edit ignored not-a-post']);
  counted(await end(() => ada.remove(said, slackHelp))).toEqual(['slack deletion effect']);
  counted(await end(() => ada.remove(ours, slackHelp))).toEqual(['slack deletion ignored not-a-post']);
  const removed = {
    type: 'message',
    subtype: 'message_deleted',
    channel: slackHelp.id,
    channel_type: 'channel',
    deleted_ts: said.ts,
    previous_message: said,
    ts: slack.nextTs(),
  };
  await slack.sendEvent(district, removed, 'EvREMOVED');
  counted(await end(() => slack.sendEvent(district, removed, 'EvREMOVED'))).toEqual(['slack deletion repeat']);
});

test('counts every event on Slack that it ignores, with the reason', async ({ harness, opened }) => {
  const { slack, slackHelp, district, ada } = harness;
  const { hers } = opened;
  const end = (event: Json): Promise<string[]> => endings(harness, () => slack.sendEvent(district, event));
  const inHelp = { type: 'message', channel: slackHelp.id, channel_type: 'channel', ts: slack.nextTs() };
  const thread = { thread_ts: hers.ts };
  const { id: user } = ada.user;

  counted(await end({ ...inHelp, ...thread, bot_id: 'B0OTHER', user: 'U0OTHER', text: 'Beep' })).toEqual([
    'slack message ignored bot-message',
  ]);
  counted(await end({ ...inHelp, subtype: 'channel_join', user, text: 'joined' })).toEqual([
    'slack message ignored system-message',
  ]);
  counted(await end({ ...inHelp, subtype: 'channel_topic', user, text: 'a topic' })).toEqual([
    'slack message ignored system-message',
  ]);
  const unfurled = { ...inHelp, user, text: 'https://example.com' };
  counted(await end({ ...inHelp, subtype: 'message_changed', message: unfurled, previous_message: unfurled })).toEqual([
    'slack message ignored not-an-edit',
  ]);
  const bots = { ...unfurled, bot_id: 'B0OTHER' };
  counted(await end({ ...inHelp, subtype: 'message_changed', message: bots, previous_message: bots })).toEqual([
    'slack message ignored bot-message',
  ]);
  counted(await end({ ...inHelp, subtype: 'message_deleted', deleted_ts: '1.2', previous_message: bots })).toEqual([
    'slack message ignored bot-message',
  ]);
  counted(
    await end({ type: 'app_mention', user: 'U0OTHER', bot_id: 'B0OTHER', text: 'hi', ts: '1.3', channel: slackHelp.id }),
  ).toEqual(['slack command ignored bot-message']);
  counted(await end({ type: 'app_home_opened', user, channel: 'D0ADA', tab: 'messages' })).toEqual([
    'slack home ignored nothing-to-do',
  ]);
  counted(await end({ type: 'app_home_opened', user, channel: 'D0ADA', tab: 'home' })).toEqual(['slack home effect']);
  const reaction = { type: 'reaction_added', user, item: { type: 'message', channel: slackHelp.id, ts: hers.ts } };
  counted(await end({ ...reaction, reaction: 'tada' })).toEqual(['slack reaction ignored reaction-unused']);
  counted(await end({ ...reaction, reaction: 'eyes' })).toEqual(['slack reaction ignored reaction-elsewhere']);
  counted(await end({ ...reaction, reaction: 'eyes', item: { type: 'file', file: 'F1' } })).toEqual([
    'slack reaction ignored reaction-elsewhere',
  ]);
  counted(await end({ type: 'user_change', user: { id: user } })).toEqual(['slack platform-event effect']);
  counted(await end({ type: 'channel_archive', channel: slackHelp.id, user })).toEqual([
    'slack platform-event ignored unused-event',
  ]);
  counted(await end({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } })).toEqual([
    'slack platform-event ignored nothing-to-do',
  ]);
});

test('counts every button and form on Slack once, with its ending', async ({ harness, opened }) => {
  const { ada, max, slackHelp, slack, vendor, slackQueue } = harness;
  const { his } = opened;
  const end = (act: () => Promise<unknown>): Promise<string[]> => endings(harness, act);
  const pressed = (action: string, value: string, trigger: string) =>
    slack.sendForm({
      payload: JSON.stringify({
        type: 'block_actions',
        user: { id: max.user.id, team_id: vendor.id },
        team: { id: vendor.id },
        api_app_id: slack.appId,
        trigger_id: trigger,
        actions: [{ type: 'button', action_id: action, block_id: 'b', value }],
        container: { type: 'message', message_ts: his.ts, channel_id: slackQueue.id },
        channel: { id: slackQueue.id, name: 'queue' },
        response_url: slack.newResponseUrl(vendor, max.user.id, slackQueue.id),
      }),
    });
  const number = opened.number.slice(3);
  counted(await end(() => pressed('claim', number, 'T1'))).toEqual(['slack action effect']);
  counted(await end(() => pressed('claim', number, 'T1'))).toEqual(['slack action repeat']);
  counted(await end(() => pressed('claim', number, 'T2'))).toEqual(['slack action told']);
  counted(await end(() => pressed('renamed-since', number, 'T3'))).toEqual(['slack action told']);
  counted(await end(() => pressed('link', '', 'T4'))).toEqual(['slack action ignored link-button']);

  counted(await end(() => ada.shortcut())).toEqual(['slack action effect']);
  counted(await end(() => ada.choose('priority', 'High'))).toEqual(['slack form-changed effect']);
  counted(await end(() => ada.submit({ subject: 'Twice', module: 'Fees', priority: 'Low', description: ' ' }))).toEqual([
    'slack form-submitted told',
  ]);
  const view = ada.view();
  counted(await end(() => ada.submit({ ...newCase, subject: 'Sent twice' }))).toEqual(['slack form-submitted effect']);
  ada.closeModal();
  ada.workspace.open.set(ada.user.id, view);
  counted(await end(() => ada.submit({ ...newCase, subject: 'Sent twice' }))).toEqual(['slack form-submitted repeat']);
  ada.closeModal();
  const said = await ada.say('Open a case from this', slackHelp);
  counted(await end(() => ada.messageShortcut(said, slackHelp))).toEqual(['slack from-message effect']);
  ada.closeModal();

  const typed = (form: string) =>
    slack.sendForm({
      payload: JSON.stringify({
        type: 'block_suggestion',
        user: { id: max.user.id, team_id: vendor.id },
        team: { id: vendor.id },
        api_app_id: slack.appId,
        action_id: 'search',
        block_id: 'accounts',
        value: 'Plain',
        container: { type: 'view', view_id: 'V1' },
        view: { id: 'V1', type: 'modal', private_metadata: JSON.stringify({ form, state: {} }) },
      }),
    });
  counted(await end(() => typed('declare'))).toEqual(['slack suggestion effect']);
  slack.fail('views.open', { kind: 'error', code: 'expired_trigger_id' });
  counted(await end(() => ada.command('open', slackHelp))).toEqual(['slack command told']);
});

test('counts every event on Teams once, with its ending', async ({ harness, hers }) => {
  const { rosa, rudi, sam, help, general } = harness;
  const end = (act: () => Promise<unknown>): Promise<string[]> => endings(harness, act);
  const number = /CB-\d+/.exec(rosa.sees(hers))?.[0] ?? '';

  counted(await end(() => rosa.say('list'))).toEqual(['teams command effect']);
  counted(await end(() => rosa.say('view CB-999999'))).toEqual(['teams command told']);
  counted(await end(() => sam.say('list'))).toEqual(['teams command told']);
  counted(await end(() => rosa.say(`post ${number} Twice`, { times: 2 }))).toEqual([
    'teams command effect',
    'teams command repeat',
  ]);
  counted(await end(() => rosa.say('Lunch?', { in: general }))).toEqual(['teams message ignored not-addressed']);
  counted(await end(() => rosa.say('Still so', { thread: hers, times: 2 }))).toEqual([
    'teams message effect',
    'teams message repeat',
  ]);
  counted(await end(() => rudi.say('Me too', { thread: hers }))).toEqual(['teams message told']);
  const said = await rosa.say('Mispelled', { thread: hers });
  counted(await end(() => rosa.edit(said, 'Misspelled'))).toEqual(['teams edit effect']);
  counted(await end(() => rosa.edit(said, ''))).toEqual(['teams edit told']);
  counted(await end(() => rosa.remove(said))).toEqual(['teams deletion effect']);
  const other = await rosa.say('Lunch at noon?', { in: general });
  counted(await end(() => rosa.edit(other, 'Lunch at one?'))).toEqual(['teams edit ignored not-a-post']);
  counted(await end(() => rosa.remove(other))).toEqual(['teams deletion ignored not-a-post']);

  counted(await end(() => rosa.press(hers, 'Close case'))).toEqual(['teams action effect']);
  rosa.closeDialog();
  counted(await end(() => rosa.search('Counted'))).toEqual(['teams search effect']);
  const from = await rosa.say('Open a case from this', { in: help });
  counted(await end(() => rosa.fromMessage(from))).toEqual(['teams from-message effect']);
  counted(await end(() => rosa.submit({ ...newCase, subject: 'From a message' }, 'Open case'))).toEqual([
    'teams form-submitted effect',
  ]);
  rosa.closeDialog();
});

test('counts every form and search field on Teams once, with its ending', async ({ harness }) => {
  const { rosa, sam, tia, teams, db } = harness;
  const end = (act: () => Promise<unknown>): Promise<string[]> => endings(harness, act);
  const opened = await asked(rosa, 'open', '[Open a case]');
  await rosa.press(opened, 'Open a case');
  counted(await end(() => rosa.submit({ priority: 'High' }, 'Refresh the form'))).toEqual(['teams form-changed effect']);
  counted(await end(() => rosa.submit({ ...newCase, description: ' ' }, 'Open case'))).toEqual(['teams form-submitted told']);
  rosa.closeDialog();

  await db.prisma.person.update({ where: { email: 'tia@campus.example' }, data: { lead: true } });
  const typed = (actor: TeamsActor): Promise<unknown> => {
    const value = { queryText: 'River', queryOptions: { skip: 0, top: 15 }, dataset: 'declare/accounts' };
    const invoke = { type: 'invoke', name: 'application/search', id: teams.newId(), value };
    return actor.postRaw({ ...actor.activity({}, actor.direct), ...invoke });
  };
  counted(await end(() => typed(tia))).toEqual(['teams suggestion effect']);
  counted(await end(() => typed(sam))).toEqual(['teams suggestion ignored old-form']);
});

test('counts every event on Teams that it ignores, with the reason', async ({ harness, hers }) => {
  const { rosa, general, help, teams, river } = harness;
  const end = (more: Json): Promise<string[]> => endings(harness, () => rosa.postRaw({ ...rosa.activity({}, help), ...more }));
  const id = (): string => teams.newId();
  const bot = { id: '28:00000000-0000-4000-8000-000000000099', name: 'Another bot' };

  const inThread = rosa.activity({}, help, hers.id);
  await harness.bot.worker.idle();
  const messages = help.messages.length;
  counted(await end({ ...inThread, type: 'message', id: id(), text: 'Beep', from: bot })).toEqual([
    'teams message ignored bot-message',
  ]);
  counted(
    await end({
      ...inThread,
      type: 'messageUpdate',
      id: id(),
      text: 'Boop',
      from: bot,
      channelData: { eventType: 'editMessage' },
    }),
  ).toEqual(['teams message ignored bot-message']);
  expect(help.messages).toHaveLength(messages);
  counted(await end({ type: 'messageUpdate', id: id(), text: 'x', channelData: { eventType: 'undeleteMessage' } })).toEqual([
    'teams message ignored not-an-edit',
  ]);
  counted(await end({ type: 'typing', id: id() })).toEqual(['teams platform-event ignored unused-event']);
  const reaction = { type: 'messageReaction', replyToId: hers.id };
  counted(await end({ ...reaction, id: id() })).toEqual(['teams platform-event ignored unused-event']);
  counted(await end({ ...reaction, id: id(), reactionsAdded: [{ type: 'like' }] })).toEqual([
    'teams reaction ignored reaction-unused',
  ]);
  counted(await end({ ...reaction, id: id(), reactionsAdded: [{ type: '1f440_eyes' }] })).toEqual([
    'teams reaction ignored reaction-elsewhere',
  ]);
  counted(await end({ ...reaction, id: id(), reactionsRemoved: [{ type: '1f440_eyes' }] })).toEqual([
    'teams reaction ignored reaction-removed',
  ]);
  counted(await end({ ...reaction, id: id(), from: bot, reactionsAdded: [{ type: '1f440_eyes' }] })).toEqual([
    'teams message ignored bot-message',
  ]);
  counted(await end({ type: 'invoke', name: 'fileConsent/invoke', id: id(), value: {} })).toEqual([
    'teams platform-event ignored unused-event',
  ]);
  counted(await end({ type: 'invoke', id: id(), value: {} })).toEqual(['teams platform-event ignored unused-event']);
  counted(await end({ type: 'invoke', name: 'task/fetch', id: id(), value: { data: { odd: 1 } } })).toEqual([
    'teams action told',
  ]);
  counted(await end({ type: 'invoke', name: 'adaptiveCard/action', id: id(), value: { action: { data: { odd: 1 } } } })).toEqual([
    'teams action told',
  ]);
  counted(await end({ type: 'invoke', name: 'composeExtension/fetchTask', id: id(), value: { commandId: 'renamed' } })).toEqual([
    'teams action ignored unused-event',
  ]);
  counted(
    await end({ type: 'invoke', name: 'application/search', id: id(), value: { queryText: 'a', dataset: 'renamed/field' } }),
  ).toEqual(['teams suggestion effect']);
  counted(await end({ type: 'conversationUpdate', id: id(), membersRemoved: [{ id: '29:9' }] })).toEqual([
    'teams platform-event effect',
  ]);
  counted(await end({ type: 'conversationUpdate', id: id(), membersAdded: [{ id: '29:9' }] })).toEqual([
    'teams platform-event ignored unused-event',
  ]);
  const installed = { ...rosa.activity({}, general), type: 'installationUpdate', action: 'add', id: id() };
  counted(await end(installed)).toEqual(['teams platform-event effect']);
  counted(await end(installed)).toEqual(['teams platform-event repeat']);
  counted(await end({ ...installed, action: 'remove', id: id() })).toEqual(['teams platform-event ignored unused-event']);
  await until('the welcome', () => general.messages.length > 0);
  expect(river.conversations.size).toBeGreaterThan(0);
});
