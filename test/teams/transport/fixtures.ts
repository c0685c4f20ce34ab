// A Teams of our own with one tenant, and the transport and file source of a bot in it.
import { randomUUID } from 'node:crypto';
import type { CardFile } from '../../../src/cards/elements.ts';
import type { TeamsConfig } from '../../../src/config/index.ts';
import type { Addresses, SentFile, Target } from '../../../src/ports.ts';
import { filePlaceOf, type Adapter } from '../../../src/teams/incoming/adapter.ts';
import type { TeamsActivity } from '../../../src/teams/incoming/payload.ts';
import { readMessage } from '../../../src/teams/incoming/read-message.ts';
import { createClients } from '../../../src/teams/transport/clients.ts';
import { createFileHosts } from '../../../src/teams/transport/file-hosts.ts';
import { createFileSource } from '../../../src/teams/transport/file-source.ts';
import { createRegistrations } from '../../../src/teams/transport/registrations.ts';
import { createTransport } from '../../../src/teams/transport/transport.ts';
import { envelope } from '../../fake-teams/activity.ts';
import { FakeTeams } from '../../fake-teams/fake-teams.ts';
import type { App, Conversation, Message } from '../../fake-teams/state.ts';
import { createMemoryCopies } from '../../files/memory-copies.ts';
import { createMemoryStore } from '../../files/memory-store.ts';

export const png = { name: 'shot.png', type: 'image/png', content: Buffer.from('89504e470d0a1a0a00', 'hex') };
export const pdf = { name: 'plan.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7 the plan') };

/** Starts it; call `stop` afterwards. The bot itself does not run. */
export async function startTeams() {
  const fake = new FakeTeams();
  await fake.start();
  const tenantId = randomUUID();
  const app: App = { appId: randomUUID(), appPassword: 'secret' };
  const tenant = fake.addTenant(tenantId, app);
  const rosa = fake.as(
    tenant,
    tenant.addUser({ id: '29:rosa', aadObjectId: randomUUID(), name: 'Rosa Lind', email: 'rosa@x.example' }),
  );
  const channels = [{ id: '19:help@thread.tacv2', name: 'Help' }];
  const [help] = tenant.addTeam({ id: '19:help@thread.tacv2', name: 'Rivertown', channels, members: [rosa.user] }).channels;
  const group = tenant.addGroup('19:group@thread.v2', [rosa.user]);
  const config: TeamsConfig = {
    app: { appId: app.appId, password: app.appPassword, tenantId },
    openIdMetadataUrl: fake.openIdUrl,
    tokenIssuer: fake.issuer,
    loginUrl: fake.loginUrl,
    graphUrl: fake.graphUrl,
    noAuth: false,
    dialogs: true,
  };
  const kinds = new Map([...tenant.conversations].map(([id, { kind }]) => [id, kind]));
  const addresses: Addresses = {
    remember: async () => undefined,
    find: async ({ channelId }) => ({ serviceUrl: fake.serviceUrl, kind: kinds.get(channelId) ?? 'personal' }),
  };
  const clock = { time: new Date('2026-11-27T12:00:00Z'), now: (): Date => clock.time };
  const clients = createClients(config, createRegistrations(config, null, clock), addresses);
  const hosts = createFileHosts(config);
  const store = createMemoryStore();
  const copies = createMemoryCopies();
  const transport = createTransport(clients, { opensForm: () => false, dialogs: true }, { store, copies, hosts, clock });
  const source = createFileSource(clients, hosts);
  const target = ({ id }: Conversation): Target => ({ platform: 'teams', workspaceId: tenantId, channelId: id });
  return {
    fake,
    tenant,
    app,
    rosa,
    help: help!,
    group,
    clock,
    store,
    copies,
    transport,
    source,
    hosts,
    target,
    stop: () => fake.stop(),
  };
}

/** Reads the files of a message as the bot does. */
export function filesOf(
  { fake, hosts, rosa }: Awaited<ReturnType<typeof startTeams>>,
  where: Conversation,
  message: Message,
): SentFile[] {
  const root = where.kind === 'channel' ? where.rootOf(message) : undefined;
  const activity = { ...envelope(fake.serviceUrl, rosa.user, where, root), id: message.id } as unknown as TeamsActivity;
  const place = filePlaceOf({ files: { hosts } } as Pick<Adapter, 'files'>, activity);
  return readMessage({ text: message.text, attachments: message.attachments }, '28:bot', place).files;
}

/** Stores content and returns it as a file of a card. */
export async function storedFile(
  store: ReturnType<typeof createMemoryStore>,
  content: Buffer,
  name = 'plan.pdf',
): Promise<CardFile> {
  const { checksum, size, mediaType } = await store.put(inPieces(content), { maxBytes: 100_000_000 });
  return { id: 7, name, size, mediaType, checksum, url: 'https://casebridge.example/files/attachments/7?key=k' };
}

async function* inPieces(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}
