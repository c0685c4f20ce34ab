// Slack, put together: Bolt, its receiver, and our surfaces on it.
import { HTTPReceiver, LogLevel, SocketModeReceiver, type App, type Authorize } from '@slack/bolt';
import type { Router } from '../chat/router.ts';
import type { SlackConfig } from '../config/index.ts';
import type { Transport, Installations, Log, UserDirectory, Signals } from '../ports.ts';
import { listenToActions } from './incoming/actions.ts';
import { CheckedApp } from './incoming/checked-app.ts';
import { boltLogger } from './transport/bolt-log.ts';
import { clientOptions, createClients, type Clients } from './transport/clients.ts';
import { listenToCommands } from './incoming/commands.ts';
import { createTransport } from './transport/transport.ts';
import { listenToEvents } from './incoming/events.ts';
import { createHandler, type SlackHandler } from './incoming/handler.ts';
import { listenToUninstalls } from './incoming/install.ts';
import { createUserNameCache } from './transport/user-name-cache.ts';
import { listenToSearches } from './incoming/suggestions.ts';
import { httpReceiver, socketReceiver } from './incoming/receiver.ts';
import { createUserDirectory } from './transport/user-directory.ts';
import { listenToShortcuts } from './incoming/shortcuts.ts';
import { listenToViews } from './incoming/forms.ts';
import type { Adapter } from './incoming/adapter.ts';

export interface Slack {
  /** everything below /slack/; null in Socket Mode */
  handler: SlackHandler | null;
  /** Begins to listen, and to answer with the router. In Socket Mode: connects. */
  start(router: Router): Promise<void>;
  transport: Transport;
  userDirectory: UserDirectory;
  stop(): Promise<void>;
}

export interface SlackParts {
  config: SlackConfig;
  /** without a slash at the end; null: Slack's own default takes people back after an install */
  publicUrl: string | null;
  /** null: one workspace, whose token is configured */
  installations: Installations | null;
  signals: Signals;
  log: Log;
}

/** @throws Error at `start` in Socket Mode when Slack cannot be reached */
export function createSlack({ config, publicUrl, signals, log, ...parts }: SlackParts): Slack {
  const installations = parts.installations ?? noInstallations;
  const clients = createClients(config, installations);
  const receiver = config.appToken
    ? socketReceiver(config, config.appToken, log)
    : httpReceiver({ config, publicUrl, installations, log });
  return {
    handler: receiver instanceof HTTPReceiver ? createHandler(receiver) : null,
    transport: createTransport(clients),
    userDirectory: createUserDirectory(clients),
    start: async (router) => {
      const app = createApp(config, receiver, clients, log);
      const adapter: Adapter = { router, clients, names: createUserNameCache(clients), signals, log };
      listenToCommands(app, adapter);
      listenToActions(app, adapter);
      listenToViews(app, adapter);
      listenToSearches(app, adapter);
      listenToShortcuts(app, adapter);
      listenToEvents(app, adapter);
      listenToUninstalls(app, adapter, installations);
      if (receiver instanceof SocketModeReceiver) await receiver.start();
    },
    stop: async () => {
      if (receiver instanceof SocketModeReceiver) await receiver.stop();
    },
  };
}

const noInstallations: Installations = {
  find: async () => null,
  list: async () => [],
  save: async () => Promise.reject(new Error('CASEBRIDGE_SECRET_KEY is missing: tokens are stored encrypted or not at all')),
  remove: async () => undefined,
};

function createApp(config: SlackConfig, receiver: HTTPReceiver | SocketModeReceiver, clients: Clients, log: Log): App {
  const app = new CheckedApp(log, {
    receiver,
    // with OAuth the receiver's installer finds the tokens, in the same store
    ...(config.oauth && receiver instanceof HTTPReceiver ? {} : { authorize: authorizeBy(clients) }),
    clientOptions: clientOptions(config.apiUrl),
    // our own messages come back as events: that is how a lost answer is found out
    ignoreSelf: false,
    processBeforeResponse: true,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
  // the receiver answers 500, so that Slack sends an event again
  app.error(async (error) => {
    throw error;
  });
  return app;
}

/** Which token a request's workspace has. */
function authorizeBy(clients: Clients): Authorize<boolean> {
  return async ({ teamId }) => {
    const { token: botToken, botId, botUserId } = await clients.self(teamId ?? '');
    return { botToken, botId, botUserId };
  };
}
