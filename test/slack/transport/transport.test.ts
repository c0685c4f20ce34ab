// Slack's transport against the strict fake: pins, and charts that Slack cannot read.
import { expect, test as base } from 'vitest';
import { readConfig } from '../../../src/config/index.ts';
import type { Transport, Installations, Target } from '../../../src/ports.ts';
import { createClients } from '../../../src/slack/transport/clients.ts';
import { createTransport } from '../../../src/slack/transport/transport.ts';
import type { Card } from '../../../src/cards/elements.ts';
import { readBlocks } from '../../fake-slack/readable.ts';
import { FakeSlack } from '../../fake-slack/fake-slack.ts';

const test = base
  .extend('fake', { scope: 'file' }, async ({}, { onCleanup }) => {
    const fake = new FakeSlack();
    await fake.start();
    onCleanup(() => fake.stop());
    return fake;
  })
  .extend('workspace', { scope: 'file' }, ({ fake }) => fake.addWorkspace('T0PLAIN'))
  .extend('channel', { scope: 'file' }, ({ workspace }) => workspace.addChannel('C0HELP', 'help', []))
  .extend('target', { scope: 'file' }, ({ workspace, channel }): Target => ({
    platform: 'slack',
    workspaceId: workspace.id,
    channelId: channel.id,
  }))
  .extend('transport', { scope: 'file' }, ({ fake, workspace }) => {
    const { slack } = readConfig({
      ...{ SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: workspace.token, SLACK_API_URL: `${fake.url}/api/` },
      DATABASE_URL: 'postgres://localhost/none',
    });
    if (!slack) throw new Error('Slack is configured');
    return createTransport(createClients(slack, {} as Installations), null) as Required<Transport<string>>;
  })
  .extend(
    'sent',
    { scope: 'file' },
    ({ transport, target }) =>
      () =>
        transport.send(target, { summary: 'Grade Book is down', elements: [] }, 1),
  );

test('pins and unpins a message, and accepts doing either twice', async ({ sent, transport, target, channel }) => {
  const ts = await sent();
  await transport.pin({ ...target, messageId: ts });
  await transport.pin({ ...target, messageId: ts });
  expect(channel.pins).toEqual([ts]);
  await transport.unpin({ ...target, messageId: ts });
  await transport.unpin({ ...target, messageId: ts });
  expect(channel.pins).toEqual([]);
});

test('does not pin a deleted message', async ({ sent, transport, target, channel }) => {
  const ts = await sent();
  await transport.remove({ ...target, messageId: ts }, 1);
  await transport.remove({ ...target, messageId: ts }, 1);
  await transport.pin({ ...target, messageId: ts });
  await transport.unpin({ ...target, messageId: ts });
  expect(channel.pins).toEqual([]);
});

test('reports what Slack refuses, and its rate limit', async ({ sent, workspace, transport, target, channel, fake }) => {
  const ts = await sent();
  workspace.missingScopes = ['pins:write'];
  await expect(transport.pin({ ...target, messageId: ts })).rejects.toMatchObject({ kind: 'refused', code: 'missing_scope' });
  workspace.missingScopes = [];
  channel.pins = Array.from({ length: 100 }, (_, index) => `${index}`);
  await expect(transport.pin({ ...target, messageId: ts })).rejects.toMatchObject({ kind: 'refused', code: 'too_many_pins' });
  channel.pins = [];
  fake.enforceLimits = true;
  for (let call = 0; call < 20; call++) await transport.pin({ ...target, messageId: ts });
  await expect(transport.pin({ ...target, messageId: ts })).rejects.toMatchObject({ kind: 'limited' });
  await transport.unpin({ ...target, messageId: ts });
});

test('links to a chart whose picture Slack cannot read, and sends the rest', async ({ fake, transport, target, channel }) => {
  const card = (text: string): Card => ({
    summary: text,
    elements: [
      { kind: 'text', text: [text] },
      { kind: 'chart', url: 'https://bot.example/files/stats/stats.png?key=k', text: '3 opened' },
    ],
  });
  const shown = (ts: string) => readBlocks(channel.messages.find((message) => message.ts === ts)?.blocks);
  const ts = await transport.send(target, card('Week 1'), 7);
  expect(shown(ts)).toBe('Week 1\n(image 3 opened)');
  fake.fail('chat.postMessage', { kind: 'error', code: 'invalid_blocks' });
  const unread = await transport.send(target, card('Week 2'), 8);
  expect(shown(unread)).toBe('Week 2\n[Open chart]');
  fake.fail('chat.update', { kind: 'error', code: 'invalid_blocks' });
  await transport.update({ ...target, messageId: ts }, card('Week 1'), 7);
  expect(shown(ts)).toBe('Week 1\n[Open chart]');
});
