// Files that people send in Slack, as the router sees them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test as base } from 'vitest';
import type { Form } from '../../../src/cards/elements.ts';
import { sentFiles } from '../../../src/chat/codecs.ts';
import type { Interaction, Reply } from '../../../src/chat/interaction.ts';
import type { Router } from '../../../src/chat/router.ts';
import { readConfig } from '../../../src/config/index.ts';
import type { SentFile, Signals } from '../../../src/ports.ts';
import { createLog } from '../../../src/server/log.ts';
import { createSlack } from '../../../src/slack/index.ts';
import { FakeSlack } from '../../fake-slack/fake-slack.ts';
import { csv, png } from '../transport/fixtures.ts';

const form: Form = {
  name: 'open',
  title: 'Open a case',
  intro: [],
  fields: [
    { kind: 'line', name: 'subject', label: 'Subject', max: 100 },
    { kind: 'files', name: 'files', label: 'Files', max: 20, maxMegabytes: 15 },
  ],
  state: {},
};

const test = base
  .extend('fake', async ({}, { onCleanup }) => {
    const fake = new FakeSlack();
    await fake.start();
    onCleanup(() => fake.stop());
    return fake;
  })
  .extend('workspace', ({ fake }) => fake.addWorkspace('T0PLAIN'))
  .extend('ada', ({ fake, workspace }) =>
    fake.as(workspace, workspace.addUser({ id: 'U0ADA', name: 'Ada', email: 'ada@x.example' })),
  )
  .extend('channel', ({ workspace }) => workspace.addChannel('C0HELP', 'help', ['U0ADA']))
  .extend('seen', async ({ fake, workspace }, { onCleanup }): Promise<Interaction[]> => {
    const seen: Interaction[] = [];
    const router = {
      brand: 'Support',
      answer: async (interaction: Interaction): Promise<Reply> => {
        seen.push(interaction);
        return interaction.kind === 'from-message' || interaction.kind === 'action'
          ? { kind: 'form', form }
          : { kind: 'nothing' };
      },
      opensForm: () => true,
      ended: () => undefined,
    } as unknown as Router;
    const { slack: config } = readConfig({
      ...{ SLACK_SIGNING_SECRET: fake.signingSecret, SLACK_BOT_TOKEN: workspace.token, SLACK_API_URL: `${fake.url}/api/` },
      DATABASE_URL: 'postgres://localhost/none',
    });
    if (!config) throw new Error('Slack is configured');
    const signals = { echoed: async () => undefined } as unknown as Signals;
    const slack = createSlack({ config, publicUrl: null, installations: null, files: null, signals, log: createLog('silent') });
    await slack.start(router);
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => void slack.handler?.(Object.assign(request, { rawBody: Buffer.concat(chunks) }), response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    fake.botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    onCleanup(() => void (server.closeAllConnections(), server.close()));
    return seen;
  });

function filesOf(interaction: Interaction | undefined): SentFile[] {
  if (interaction?.kind === 'form-submitted') return sentFiles.optional().parse(interaction.values.files) ?? [];
  return interaction && 'files' in interaction ? (interaction.files ?? []) : [];
}

const summary = (files: SentFile[]) => files.map(({ name, size, ref }) => [name, size, ref !== undefined]);

describe('files reach the router', () => {
  test('from a thread', async ({ ada, channel, seen }) => {
    const root = await ada.say('A question', channel);
    await ada.attach([ada.file('grades.csv', csv), ada.file('screen.png', png)], 'Look', channel, root);
    expect(seen).toMatchObject([{ kind: 'message', text: 'Look' }]);
    expect(summary(filesOf(seen[0]))).toEqual([
      ['grades.csv', csv.length, true],
      ['screen.png', png.length, true],
    ]);
  });

  test('from a thread without a text', async ({ ada, channel, seen }) => {
    const root = await ada.say('A question', channel);
    await ada.attach([ada.file('grades.csv', csv)], '', channel, root);
    expect(seen).toMatchObject([{ kind: 'message', text: '', files: [{ name: 'grades.csv' }] }]);
  });

  test('with a command in a direct message, and after a mention', async ({ ada, channel, seen, fake, workspace }) => {
    await ada.attach([ada.file('grades.csv', csv)], 'post CB-1 Look');
    const text = `<@${workspace.botUserId}> post CB-1 Look`;
    const mention = { type: 'app_mention', channel: channel.id, user: 'U0ADA', ts: fake.nextTs(), text };
    await fake.sendEvent(workspace, { ...mention, files: [ada.file('screen.png', png)] });
    expect(seen.map(({ kind }) => kind)).toEqual(['command', 'command']);
    expect(seen.map((one) => summary(filesOf(one)))).toEqual([
      [['grades.csv', csv.length, true]],
      [['screen.png', png.length, true]],
    ]);
  });

  test('from a message that was forwarded', async ({ ada, channel, seen, fake, workspace }) => {
    const root = await ada.say('A question', channel);
    const shared = { is_share: true, author_name: 'Ben', text: 'See', files: [ada.file('grades.csv', csv)] };
    const event = { type: 'message', channel: channel.id, user: 'U0ADA', ts: fake.nextTs(), thread_ts: root.ts, text: '' };
    await fake.sendEvent(workspace, { ...event, attachments: [shared] });
    expect(summary(filesOf(seen[0]))).toEqual([['grades.csv', csv.length, true]]);
  });

  test('from other organizations, by name and size although the event has only their ids', async ({ ada, channel, seen }) => {
    const root = await ada.say('A question', channel);
    await ada.attach([ada.file('grades.csv', csv, { file_access: 'check_file_info' })], 'Look', channel, root);
    expect(summary(filesOf(seen[0]))).toEqual([['grades.csv', csv.length, true]]);
  });

  test('from other organizations, by their ids alone when Slack does not answer', async ({ ada, channel, seen, fake }) => {
    const root = await ada.say('A question', channel);
    fake.fail('files.info', { kind: 'status', status: 500 });
    const file = ada.file('grades.csv', csv, { file_access: 'check_file_info' });
    await ada.attach([file], 'Look', channel, root);
    expect(filesOf(seen[0])).toEqual([{ name: 'a file', ref: JSON.stringify({ id: file.id }) }]);
  });

  test('from the message of the shortcut, and from the form', async ({ ada, channel, seen }) => {
    const message = await ada.say('It broke', channel);
    await ada.messageShortcut({ ...message, files: [ada.file('grades.csv', csv)] }, channel);
    expect(seen).toMatchObject([{ kind: 'from-message' }]);
    expect(summary(filesOf(seen[0]))).toEqual([['grades.csv', csv.length, true]]);
    await ada.submit({ subject: 'Broken', files: JSON.stringify([ada.file('screen.png', png)]) });
    expect(seen[1]).toMatchObject({ kind: 'form-submitted', values: { subject: 'Broken' } });
    expect(summary(filesOf(seen[1]))).toEqual([['screen.png', png.length, true]]);
  });

  test('from a form without any', async ({ ada, seen }) => {
    await ada.shortcut();
    await ada.submit({ subject: 'Broken' });
    expect(seen[1]).toMatchObject({ kind: 'form-submitted', values: { subject: 'Broken' } });
    expect(filesOf(seen[1])).toEqual([]);
  });
});

describe('the bot', () => {
  test('leaves the field for files out of forms without the scope', async ({ ada, seen, workspace }) => {
    workspace.missingScopes = ['files:read'];
    await ada.shortcut();
    expect(ada.modal()).toContain('Subject:');
    expect(ada.modal()).not.toContain('Files:');
    await ada.submit({ subject: 'Broken' });
    expect(seen.map(({ kind }) => kind)).toEqual(['action', 'form-submitted']);
  });

  test('does not take its own file for a message, even without its bot id', async ({ ada, channel, seen, fake, workspace }) => {
    const root = await ada.say('A question', channel);
    const own = {
      type: 'message',
      subtype: 'file_share',
      channel: channel.id,
      user: workspace.botUserId,
      text: '',
      thread_ts: root.ts,
    };
    const ts = fake.nextTs();
    expect(await fake.sendEvent(workspace, { ...own, ts, files: [ada.file('a.csv', csv)] })).toEqual([200]);
    const deleted = { type: 'message', subtype: 'message_deleted', channel: channel.id, deleted_ts: ts, ts: fake.nextTs() };
    await fake.sendEvent(workspace, { ...deleted, previous_message: { ...own, ts } });
    expect(seen).toEqual([]);
  });
});
