// Socket Mode, with SLACK_APP_TOKEN: Bolt connects to Slack, so that a bot behind a firewall needs no address. Requests over HTTP are in handler.ts.
import { LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Log } from '../../ports.ts';
import { boltLogger } from '../transport/bolt-log.ts';
import { clientOptions } from '../transport/clients.ts';

/** Creates the receiver for Socket Mode. For development only: Bolt acknowledges a request before its listeners run. */
export function socketReceiver(config: SlackConfig, appToken: string, log: Log): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    installerOptions: { clientOptions: clientOptions(config.apiUrl) },
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
}
