// Slack, put together: Bolt, its receiver, and our surfaces on it.
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, webApi, type Authorize } from '@slack/bolt';
import type { Router } from '../chat/router.ts';
import type { SlackConfig } from '../config.ts';
import type { Courier, Installations, Log, Roster, Signals } from '../ports.ts';
import { listenToActions } from './actions.ts';
import { logFailure } from './boundary.ts';
import { clientOptions, createClients } from './clients.ts';
import { listenToCommands } from './commands.ts';
import { createCourier } from './courier.ts';
import { listenToEvents } from './events.ts';
import { createHandler, type SlackHandler } from './handler.ts';
import { installOptions, listenToUninstalls } from './install.ts';
import { createRoster } from './roster.ts';
import { boltLogger } from './bolt-log.ts';
import { listenToShortcuts } from './shortcuts.ts';
import type { Surface } from './surface.ts';
import { listenToViews } from './views.ts';

export interface Slack {
  /** everything below /slack/; null in Socket Mode */
  handler: SlackHandler | null;
  /** Begins to listen to the router's world. In Socket Mode: connects. */
  start(router: Router): Promise<void>;
  courier: Courier;
  roster: Roster;
  stop(): Promise<void>;
}

export interface SlackParts {
  config: SlackConfig;
  publicUrl: string | null;
  /** null: one workspace, whose token is configured */
  installations: Installations | null;
  signals: Signals;
  log: Log;
}

/**
 * @throws Error at `start` in Socket Mode when Slack cannot be reached
 */
export function createSlack({ config, publicUrl, signals, log, ...parts }: SlackParts): Slack {
  const installations = parts.installations ?? noInstallations;
  const clients = createClients(config, installations);
  const receiver = config.appToken ? socketReceiver(config.appToken, log) : httpReceiver(config, publicUrl, installations, log);
  return {
    handler: receiver instanceof HTTPReceiver ? createHandler(receiver) : null,
    courier: createCourier(clients),
    roster: createRoster(clients),
    start: async (router) => {
      const app = new App({
        receiver,
        authorize: createAuthorize(config, installations),
        clientOptions: clientOptions(config.apiUrl),
        // our own messages come back as events: that is how a lost answer is found out
        ignoreSelf: false,
        processBeforeResponse: true,
        logger: boltLogger(log),
        logLevel: LogLevel.WARN,
      });
      const surface: Surface = { router, clients, signals, log };
      listenToCommands(app, surface);
      listenToActions(app, surface);
      listenToViews(app, surface);
      listenToShortcuts(app, surface);
      listenToEvents(app, surface);
      listenToUninstalls(app, surface, installations);
      // the surfaces have logged it; the receiver answers 500, so that Slack sends the event again
      app.error(async (error) => {
        throw error;
      });
      if (receiver instanceof SocketModeReceiver) await receiver.start();
    },
    stop: async () => {
      if (receiver instanceof SocketModeReceiver) await receiver.stop();
    },
  };
}

const noInstallations: Installations = {
  find: async () => null,
  save: async () => Promise.reject(new Error('CASEBRIDGE_SECRET_KEY is missing: tokens are stored encrypted or not at all')),
  remove: async () => undefined,
};

function httpReceiver(config: SlackConfig, publicUrl: string | null, installations: Installations, log: Log): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: config.signingSecret ?? '',
    endpoints: ['/slack/events'],
    // committed before it is acknowledged: then a crash loses nothing
    processBeforeResponse: true,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
    processEventErrorHandler: async ({ error, response }) => {
      const unknownWorkspace = 'code' in error && error.code === 'slack_bolt_authorization_error';
      if (!unknownWorkspace) logFailure(log, error, 'slack request');
      if (!response.headersSent) response.writeHead(unknownWorkspace ? 401 : 500).end();
      return false;
    },
    ...installOptions(config, installations, publicUrl),
  });
}

/** Socket Mode is for development: Bolt acknowledges before its listeners run. */
function socketReceiver(appToken: string, log: Log): SocketModeReceiver {
  return new SocketModeReceiver({ appToken, logger: boltLogger(log), logLevel: LogLevel.WARN });
}

/** Which token a request's workspace has. One configured token serves its one workspace. */
function createAuthorize(config: SlackConfig, installations: Installations): Authorize<boolean> {
  let own: { botUserId?: string; botId?: string } | null = null;
  return async ({ teamId }) => {
    if (config.botToken) {
      own ??= await whoAmI(config);
      return { botToken: config.botToken, ...own };
    }
    const installed = await installations.find('slack', teamId ?? '');
    if (!installed) throw new Error(`not installed in workspace ${teamId ?? '?'}`);
    return { botToken: installed.token, botId: installed.botId ?? undefined, botUserId: installed.botUserId ?? undefined };
  };
}

async function whoAmI(config: SlackConfig): Promise<{ botUserId?: string; botId?: string }> {
  const { user_id: botUserId, bot_id: botId } = await new webApi.WebClient(
    config.botToken ?? '',
    clientOptions(config.apiUrl),
  ).auth.test();
  return { botUserId, botId };
}
