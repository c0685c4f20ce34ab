// Slack's transport against the strict fake, with a store in memory.
import { test as base } from 'vitest';
import { readConfig } from '../../../src/config/index.ts';
import type { CardFile } from '../../../src/cards/elements.ts';
import type { Installations, Target, Transport } from '../../../src/ports.ts';
import { createClients } from '../../../src/slack/transport/clients.ts';
import { createFileSource } from '../../../src/slack/transport/file-source.ts';
import { createTransport } from '../../../src/slack/transport/transport.ts';
import { FakeSlack } from '../../fake-slack/fake-slack.ts';
import { createMemoryCopies } from '../../files/memory-copies.ts';
import { createMemoryStore } from '../../files/memory-store.ts';

/** Starts of files, which Slack reads their types from. */
export const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
export const csv = Buffer.from('a,b\n1,2\n');

export const test = base
  .extend('fake', async ({}, { onCleanup }) => {
    const fake = new FakeSlack();
    await fake.start();
    onCleanup(() => fake.stop());
    return fake;
  })
  .extend('workspace', ({ fake }) => fake.addWorkspace('T0PLAIN'))
  .extend('channel', ({ workspace }) => workspace.addChannel('C0HELP', 'help', []))
  .extend('target', ({ workspace, channel }): Target => ({ platform: 'slack', workspaceId: workspace.id, channelId: channel.id }))
  .extend('clients', ({ fake, workspace }) => {
    const { slack } = readConfig({
      ...{ SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: workspace.token, SLACK_API_URL: `${fake.url}/api/` },
      DATABASE_URL: 'postgres://localhost/none',
    });
    if (!slack) throw new Error('Slack is configured');
    return createClients(slack, {} as Installations);
  })
  .extend('source', ({ clients, fake }) => createFileSource(clients, `${fake.url}/api/`))
  .extend('store', () => createMemoryStore())
  .extend('copies', () => createMemoryCopies())
  .extend('transport', ({ clients, store, copies }) => {
    return createTransport(clients, {
      open: (checksum) => store.open(checksum),
      copies,
      checkAfterMs: [20, 20, 20, 20],
    }) as Required<Transport<string>>;
  })
  .extend('stored', ({ store }) => async (id: number, name: string, content: Buffer): Promise<CardFile> => {
    const { checksum, size } = await store.put(chunks(content), { maxBytes: 100_000_000 });
    const mediaType = content === png ? 'image/png' : 'application/octet-stream';
    return { id, name, size, mediaType, checksum, url: `https://casebridge.example/files/${id}` };
  });

async function* chunks(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}
