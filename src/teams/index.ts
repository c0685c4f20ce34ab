// Microsoft Teams, put together: sign-in, the connector, and our handlers. What the bot does is decided in src/chat.
// Configured by the MICROSOFT_APP_ and TEAMS_ variables; the README lists them.
import { Lateness } from './incoming/lateness.ts';
import type { Router } from '../chat/router.ts';
import type { TeamsConfig } from '../config/index.ts';
import type {
  Addresses,
  Clock,
  FileCopies,
  FileSource,
  FileStore,
  Transport,
  Installations,
  Log,
  UserDirectory,
  Signals,
  WorkspaceSetup,
} from '../ports.ts';
import { createClients } from './transport/clients.ts';
import { createFileHosts } from './transport/file-hosts.ts';
import { createFileSource } from './transport/file-source.ts';
import { createTransport } from './transport/transport.ts';
import { createHandler, type TeamsHandler } from './incoming/handler.ts';
import { routeActivities } from './incoming/events.ts';
import { usage } from './incoming/install.ts';
import { createRegistrations } from './transport/registrations.ts';
import { createUserDirectory } from './transport/user-directory.ts';
import { createSetup } from './setup.ts';
import { opensForm } from './incoming/reply.ts';
import type { Adapter, IncomingFiles } from './incoming/adapter.ts';

/** The Teams side of the bot. */
export interface Teams {
  /** handles POST /api/messages */
  handler: TeamsHandler;
  transport: Transport<string>;
  userDirectory: UserDirectory;
  usage: typeof usage;
  setup: WorkspaceSetup;
  fileSource: FileSource;
  /** Waits for answers that are being sent; ends all waiting for retries. */
  stop(): Promise<void>;
}

/** What the Teams side needs. */
export interface TeamsOptions {
  config: TeamsConfig;
  /** without a slash at the end */
  publicUrl: string | null;
  router: Router;
  /** null where the only registration is the configured one */
  installations: Installations | null;
  addresses: Addresses;
  signals: Signals;
  files: TeamsFiles;
  clock: Clock;
  log: Log;
}

/** What files are sent with. */
export interface TeamsFiles extends Pick<IncomingFiles, 'answerOffer'> {
  /** null: files are shown as links only */
  store: FileStore | null;
  copies: FileCopies;
}

/** Creates the Teams side. */
export function createTeams({
  config,
  publicUrl,
  router,
  installations,
  addresses,
  signals,
  files,
  clock,
  log,
}: TeamsOptions): Teams {
  const registrations = createRegistrations(config, installations, clock);
  const clients = createClients(config, registrations, addresses);
  const userDirectory = createUserDirectory(clients);
  const hosts = createFileHosts(config);
  const { store, copies, answerOffer } = files;
  const { dialogs } = config;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const adapter: Adapter = {
    router,
    clients,
    addresses,
    signals,
    clock,
    log,
    lateness: new Lateness(),
    dialogs,
    directChannel: async (workspaceId, userId, metIn) => (await userDirectory.profile(workspaceId, userId, metIn)).directChannel,
    later: (what, run) => {
      const task = run()
        .catch((error: unknown) => log.error({ err: error, what }, 'failed after the request was answered'))
        .finally(() => running.delete(task));
      running.add(task);
    },
    files: { hosts, answerOffer },
    stopping: stopping.signal,
  };
  return {
    handler: createHandler({
      registrations,
      clients,
      unsigned: config.noAuth ? config.app : null,
      onActivity: routeActivities(adapter),
      log,
    }),
    transport: createTransport(
      clients,
      { opensForm: opensForm(adapter), dialogs },
      store && !config.noAuth ? { store, copies, hosts, clock } : null,
    ),
    userDirectory,
    fileSource: createFileSource(clients, hosts),
    usage,
    setup: createSetup(registrations, publicUrl),
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
