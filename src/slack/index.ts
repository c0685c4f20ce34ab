// Slack, put together: Bolt, its receiver, and our handlers. What the bot does is decided in src/chat.
// Configured by the SLACK_ variables; the README lists them.
import { LogLevel, SocketModeReceiver, type App, type Authorize } from '@slack/bolt';
import type { Router } from '../chat/router.ts';
import type { SlackConfig } from '../config/index.ts';
import type { FileSource, Transport, Installations, Log, UserDirectory, Signals, WorkspaceSetup } from '../ports.ts';
import { listenToActions } from './incoming/actions.ts';
import { CheckedApp } from './incoming/checked-app.ts';
import { boltLogger } from './transport/bolt-log.ts';
import { clientOptions, createClients, type Clients } from './transport/clients.ts';
import { listenToCommands, usage } from './incoming/commands.ts';
import { isOfSlack } from './transport/slack-hosts.ts';
import { createFileSource } from './transport/file-source.ts';
import { createTransport } from './transport/transport.ts';
import type { FileParts } from './transport/upload.ts';
import { listenToEvents } from './incoming/events.ts';
import { HttpRequests, type SlackHandler } from './incoming/handler.ts';
import { listenToUninstalls } from './incoming/install.ts';
import { createUserNameCache } from './transport/user-name-cache.ts';
import { listenToSuggestions } from './incoming/suggestions.ts';
import { Listeners } from './incoming/listeners.ts';
import { socketReceiver } from './incoming/receiver.ts';
import { createUserDirectory } from './transport/user-directory.ts';
import { listenToShortcuts } from './incoming/shortcuts.ts';
import { listenToForms } from './incoming/forms.ts';
import { scopes } from './scopes.ts';
import { createSetup } from './setup.ts';
import type { Adapter } from './incoming/adapter.ts';
import { acknowledgeWithinMs } from './incoming/in-time.ts';

/** The Slack side of the bot. */
export interface Slack {
  /** handles everything below /slack/; null in Socket Mode */
  handler: SlackHandler | null;
  /** Starts answering requests with the router. In Socket Mode, connects to Slack. */
  start(router: Router): Promise<void>;
  transport: Transport;
  userDirectory: UserDirectory;
  fileSource: FileSource;
  /** what the app asks for, and where workspaces install it */
  install: { scopes: readonly string[]; url: string | null };
  usage: typeof usage;
  setup: WorkspaceSetup;
  /** whether Slack can read pictures from this bot, by their address */
  showsPictures: boolean;
  stop(): Promise<void>;
}

/** What the Slack side needs. */
export interface SlackOptions {
  config: SlackConfig;
  /** without a slash at the end; null: after an installation, Slack redirects to its default address */
  publicUrl: string | null;
  /** null where the token of the one workspace is configured */
  installations: Installations | null;
  /** null where no files are uploaded: cards show links to them */
  files: FileParts | null;
  signals: Signals;
  log: Log;
  /** when requests are acknowledged at the latest; tests shorten it */
  timing?: Adapter['timing'];
}

/** Creates the Slack side. In Socket Mode, `start` throws when Slack cannot be reached. */
export function createSlack({ config, publicUrl, signals, log, ...parts }: SlackOptions): Slack {
  const installations = parts.installations ?? noInstallations;
  const clients = createClients(config, installations);
  const installUrl = config.oauth && publicUrl ? `${publicUrl}/slack/install` : null;
  const timing = parts.timing ?? { acknowledgeWithinMs };
  const running = new Set<Promise<void>>();
  const receiver = config.appToken
    ? socketReceiver(config, config.appToken, log)
    : new HttpRequests({ config, publicUrl, installations, log });
  return {
    handler: receiver instanceof HttpRequests ? receiver.handle : null,
    transport: createTransport(clients, parts.files),
    userDirectory: createUserDirectory(clients),
    fileSource: createFileSource(clients, config.apiUrl),
    usage,
    // Slack reads a picture before it takes the message, and only from a public address
    showsPictures: !config.appToken && (publicUrl?.startsWith('https:') === true || !isOfSlack(new URL(config.apiUrl))),
    install: { scopes, url: installUrl },
    setup: createSetup(installations, installUrl, Boolean(config.botToken)),
    start: async (router) => {
      const listeners = new Listeners();
      const adapter: Adapter = { router, clients, names: createUserNameCache(clients), signals, log, timing, running };
      listenToCommands(listeners, adapter);
      listenToActions(listeners, adapter);
      listenToForms(listeners, adapter);
      listenToSuggestions(listeners, adapter);
      listenToShortcuts(listeners, adapter);
      listenToEvents(listeners, adapter);
      listenToUninstalls(listeners, adapter, installations);
      listeners.listenTo(createApp(config, receiver, clients, log));
      if (receiver instanceof SocketModeReceiver) await receiver.start();
      if (config.botToken) track(running, warnOfMissingScopes(clients, log));
    },
    stop: async () => {
      if (receiver instanceof SocketModeReceiver) await receiver.stop();
      await Promise.all(running);
    },
  };
}

function track(running: Set<Promise<void>>, task: Promise<void>): void {
  running.add(task);
  void task.finally(() => running.delete(task));
}

/** The token's own workspace is the operator's, so the log says that it lacks scopes. Other workspaces: usecases/notifications/missing-scopes.ts */
async function warnOfMissingScopes(clients: Clients, log: Log): Promise<void> {
  const granted = await clients.scopes('');
  const missing = granted ? scopes.filter((scope) => !granted.has(scope)) : [];
  if (missing.length > 0)
    log.warn(
      { why: `without ${missing.join(', ')}` },
      'the Slack app lacks scopes: reinstall it under OAuth & Permissions, and restart',
    );
}

const noInstallations: Installations = {
  find: async () => null,
  list: async () => [],
  save: async () => Promise.reject(new Error('Set CASEBRIDGE_SECRET_KEY: tokens are only stored encrypted')),
  remove: async () => undefined,
};

function createApp(config: SlackConfig, receiver: HttpRequests | SocketModeReceiver, clients: Clients, log: Log): App {
  const app = new CheckedApp(log, {
    receiver,
    // with OAuth, the installer reads the tokens from the same store
    authorize: (receiver instanceof HttpRequests ? receiver.authorize : undefined) ?? authorizeBy(clients),
    clientOptions: clientOptions(config.apiUrl),
    // our own messages come back as events, which confirms deliveries whose answer was lost
    ignoreSelf: false,
    // nothing is remembered of a conversation but what the database has
    convoStore: false,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
  // the receiver answers with 500, so that Slack sends an event again
  app.error(async (error) => {
    throw error;
  });
  return app;
}

/** Finds the token of a request's workspace. */
function authorizeBy(clients: Clients): Authorize<boolean> {
  return async ({ teamId }) => {
    const { token: botToken, botId, botUserId } = await clients.self(teamId ?? '');
    return { botToken, botId, botUserId };
  };
}
