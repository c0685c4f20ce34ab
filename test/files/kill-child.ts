// The process that the kill test of files kills: it reads files from Slack into a folder, and sends them to other conversations of Slack,
// which is the test itself. Arguments: the database, Slack's address, the bot's token, the folder, and the MemoryMode.
import { readConfig } from '../../src/config/index.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { openDatabase } from '../../src/db/client.ts';
import { storedFileCopies } from '../../src/db/file-copies.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { createLinks } from '../../src/files/links.ts';
import { createStore } from '../../src/files/store/index.ts';
import { startWorker } from '../../src/outbox/worker.ts';
import type { FileSource, FileStore, Installations } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';
import { createClients } from '../../src/slack/transport/clients.ts';
import { createFileSource } from '../../src/slack/transport/file-source.ts';
import { createTransport } from '../../src/slack/transport/transport.ts';
import type { FileServices, Services } from '../../src/usecases/context.ts';
import { startFetcher } from '../../src/usecases/files/fetch-files.ts';
import { createMemoryCopies } from './memory-copies.ts';

/** Where the copies on Slack are remembered: in the database, as they should, or only by the process. */
export type MemoryMode = 'database' | 'process';

/** A moment that only this process knows: it has read a part of a file, or it has stored a file and not recorded it. */
export type OwnMoment = 'reading' | 'stored';

/** What the test says to begin: the moment at which this process kills itself, if it does, and how many such moments it survives before. */
export interface Go {
  moment: OwnMoment | null;
  survived: number;
}

const [, , databaseUrl = '', slackUrl = '', token = '', dataDir = '', mode] = process.argv;
// the parent and its database may be gone first
process.on('disconnect', () => process.exit(1));
const db = openDatabase(databaseUrl, { scope: 'operator', connections: 12, onIdleError: () => process.exit(1) });

let plan: Go = { moment: null, survived: 0 };
function reach(moment: OwnMoment): void {
  if (plan.moment === moment && plan.survived-- === 0) process.kill(process.pid, 'SIGKILL');
}

const { slack } = readConfig({
  ...{ SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: token, SLACK_API_URL: `${slackUrl}/api/` },
  DATABASE_URL: databaseUrl,
});
if (!slack) throw new Error('Slack is configured');
const clients = createClients(slack, {} as Installations);
const store = createStore({ dataDir, attachments: { bucket: null, scanner: null } });
const copies = mode === 'database' ? storedFileCopies(db) : createMemoryCopies();
const open: FileStore['open'] = (checksum, range) => store.open(checksum, range);
const transport = createTransport(clients, { open, copies, checkAfterMs: [20, 20, 40, 80] });

const slackFiles = createFileSource(clients, slack.apiUrl);
const source: FileSource = {
  async open(workspaceId, ref) {
    const { content, size } = await slackFiles.open(workspaceId, ref);
    return { content: watched(content), size };
  },
};

async function* watched(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of content) {
    yield part;
    reach('reading');
  }
}

const watchedStore: FileStore = {
  ...store,
  async put(content, expect) {
    const stored = await store.put(content, expect);
    reach('stored');
    return stored;
  },
};

const clock = { now: () => new Date() };
const files: FileServices = { store: watchedStore, sources: { slack: source }, native: { slack: 'everywhere' } };
const links = createLinks([Buffer.alloc(32, 1)], 'https://casebridge.example', clock);
const services: Services & { files: FileServices } = {
  ...{ db, clock, links, files },
  ...{ settings: defaultSettings, userDirectories: {}, mail: false },
};

process.on('message', (go: Go) => {
  plan = go;
  const log = createLog('error');
  startFetcher(services, { log, pollMs: 200, leaseMs: 1_000 });
  startWorker({
    pool: db.pool,
    transports: { slack: transport },
    render: (deliveryId) => renderDelivery(services, deliveryId),
    log,
    heartbeatMs: 300,
    backoff: { first: 1, cap: 20, inDoubt: 1 },
    pollMs: 50,
    pace: {},
  });
});
process.send?.('ready');
