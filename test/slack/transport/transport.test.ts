// The courier over the strict fake: pins.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/index.ts';
import type { Transport, Installations, Target } from '../../../src/ports.ts';
import { createClients } from '../../../src/slack/transport/clients.ts';
import { createTransport } from '../../../src/slack/transport/transport.ts';
import { FakeSlack } from '../../fake-slack/fake-slack.ts';
import type { Channel, Workspace } from '../../fake-slack/state.ts';

const fake = new FakeSlack();
let workspace: Workspace;
let channel: Channel;
let transport: Required<Transport>;
let target: Target;
beforeAll(async () => {
  await fake.start();
  workspace = fake.addWorkspace('T0PLAIN');
  channel = workspace.addChannel('C0HELP', 'help', []);
  const { slack } = readConfig({
    ...{ SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: workspace.token, SLACK_API_URL: `${fake.url}/api/` },
    DATABASE_URL: 'postgres://localhost/none',
  });
  if (!slack) throw new Error('Slack is configured');
  transport = createTransport(createClients(slack, {} as Installations)) as Required<Transport>;
  target = { workspaceId: workspace.id, channelId: channel.id };
});
afterAll(() => fake.stop());

const sent = () => transport.send(target, { summary: 'Grade Book is down', elements: [] }, 1);

test('pins and unpins a message, and accepts doing either twice', async () => {
  const ts = await sent();
  await transport.pin(target, ts);
  await transport.pin(target, ts);
  expect(channel.pins).toEqual([ts]);
  await transport.unpin(target, ts);
  await transport.unpin(target, ts);
  expect(channel.pins).toEqual([]);
});

test('does not pin a deleted message', async () => {
  const ts = await sent();
  await transport.remove(target, ts);
  await transport.remove(target, ts);
  await transport.pin(target, ts);
  await transport.unpin(target, ts);
  expect(channel.pins).toEqual([]);
});

test('reports what Slack refuses, and its rate limit', async () => {
  const ts = await sent();
  workspace.missingScopes = ['pins:write'];
  await expect(transport.pin(target, ts)).rejects.toMatchObject({ kind: 'refused', code: 'missing_scope' });
  workspace.missingScopes = [];
  channel.pins = Array.from({ length: 100 }, (_, index) => `${index}`);
  await expect(transport.pin(target, ts)).rejects.toMatchObject({ kind: 'refused', code: 'too_many_pins' });
  channel.pins = [];
  fake.enforceLimits = true;
  for (let call = 0; call < 20; call++) await transport.pin(target, ts);
  await expect(transport.pin(target, ts)).rejects.toMatchObject({ kind: 'limited' });
  await transport.unpin(target, ts);
});
