// How Slack's requests reach Bolt: as signed HTTP requests behind our own server, or over Socket Mode with SLACK_APP_TOKEN. Payloads are
// checked in checked-app.ts. Follows docs.slack.dev/authentication/verifying-requests-from-slack.
import { HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations, Log } from '../../ports.ts';
import { boltLogger } from '../transport/bolt-log.ts';
import { PayloadError } from '../../chat/payload.ts';
import { logFailure } from '../../chat/failure.ts';
import { LoggedFailure } from './boundary.ts';
import { NotInstalled, clientOptions } from '../transport/clients.ts';
import { installOptions } from './install.ts';

/** What the receiver of HTTP requests needs. */
export interface HttpReceiverOptions {
  config: SlackConfig;
  /** without a slash at the end */
  publicUrl: string | null;
  installations: Installations;
  log: Log;
}

/** Creates the receiver of HTTP requests. It answers 400, 401 or 500 when a request cannot be handled. */
export function httpReceiver({ config, publicUrl, installations, log }: HttpReceiverOptions): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: config.signingSecret ?? '',
    endpoints: ['/slack/events'],
    // changes are committed before the request is acknowledged, so that a crash loses nothing
    processBeforeResponse: true,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
    // called after three seconds, also for requests that were refused
    unhandledRequestHandler: ({ response }) => {
      if (!response.headersSent)
        log.warn('a request from Slack is taking longer than three seconds, so Slack will send it again');
    },
    processEventErrorHandler: async ({ error, response }) => {
      if (response.headersSent) return false;
      if (causeOf(error, PayloadError)) {
        // already logged by CheckedApp; a retry would bring the same payload
        response.writeHead(400, { 'x-slack-no-retry': '1' }).end();
        return false;
      }
      if (causeOf(error, NotInstalled)) {
        log.warn({ why: error.message }, 'refused a request from a workspace without an installation');
        response.writeHead(401, { 'x-slack-no-retry': '1' }).end();
        return false;
      }
      if (!causeOf(error, LoggedFailure)) logFailure(log, error, 'a request from Slack');
      response.writeHead(500).end();
      return false;
    },
    ...installOptions(config, installations, publicUrl),
  });
}

/** Creates the receiver for Socket Mode. For development only: Bolt acknowledges a request before its listeners run. */
export function socketReceiver(config: SlackConfig, appToken: string, log: Log): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    installerOptions: { clientOptions: clientOptions(config.apiUrl) },
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
}

/** Bolt wraps errors of listeners and stores, sometimes more than once. */
function causeOf(error: unknown, kind: new (message: string) => Error): boolean {
  let at = error;
  while (at instanceof Error) {
    if (at instanceof kind) return true;
    const wrapper: Error = at;
    at = 'original' in wrapper ? wrapper.original : wrapper.cause;
  }
  return false;
}
