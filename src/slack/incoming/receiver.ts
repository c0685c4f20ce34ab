// How requests come in: signed HTTP behind our own server, or Socket Mode.
import { HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations, Log } from '../../ports.ts';
import { boltLogger } from '../transport/bolt-log.ts';
import { PayloadError } from '../../chat/payload.ts';
import { LoggedFailure, logFailure } from './boundary.ts';
import { NotInstalled, clientOptions } from '../transport/clients.ts';
import { installOptions } from './install.ts';

export interface HttpParts {
  config: SlackConfig;
  publicUrl: string | null;
  installations: Installations;
  log: Log;
}

export function httpReceiver({ config, publicUrl, installations, log }: HttpParts): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: config.signingSecret ?? '',
    endpoints: ['/slack/events'],
    // committed before it is acknowledged: then a crash loses nothing
    processBeforeResponse: true,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
    processEventErrorHandler: async ({ error, response }) => {
      if (response.headersSent) return false;
      if (causeOf(error, PayloadError)) {
        // logged by CheckedApp; sent again it would be the same
        response.writeHead(400, { 'x-slack-no-retry': '1' }).end();
        return false;
      }
      if (causeOf(error, NotInstalled)) {
        log.warn({ why: error.message }, 'a request from a workspace the bot is not installed in');
        response.writeHead(401, { 'x-slack-no-retry': '1' }).end();
        return false;
      }
      if (!causeOf(error, LoggedFailure)) logFailure(log, error, 'a request of Slack');
      response.writeHead(500).end();
      return false;
    },
    ...installOptions(config, installations, publicUrl),
  });
}

/** Socket Mode is for development: Bolt acknowledges before its listeners run. */
export function socketReceiver(config: SlackConfig, appToken: string, log: Log): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    installerOptions: { clientOptions: clientOptions(config.apiUrl) },
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
}

/** Bolt wraps what listeners and stores throw, more than once. */
function causeOf(error: unknown, kind: new (message: string) => Error): boolean {
  let at = error;
  while (at instanceof Error) {
    if (at instanceof kind) return true;
    const wrapper: Error = at;
    at = 'original' in wrapper ? wrapper.original : wrapper.cause;
  }
  return false;
}
