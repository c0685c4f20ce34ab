// One Web API client per workspace, each with its workspace's token. Clients never retry, because the delivery worker decides about retries.
// Configured by SLACK_BOT_TOKEN, or by the tokens that installations store. Follows docs.slack.dev/tools/node-slack-sdk/web-api.
import { webApi } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations } from '../../ports.ts';

/** ms to wait for an answer. Whether an unanswered request took effect is unknown. */
const timeoutMs = 10_000;

/** Options of every Web API client. */
export const clientOptions = (apiUrl: string): webApi.WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: timeoutMs,
  logLevel: webApi.LogLevel.ERROR,
});

/** The bot's identity in one workspace. */
export interface Self {
  token: string;
  botId?: string;
  botUserId?: string;
}

/** The bot is not installed in a workspace, or no longer. */
export class NotInstalled extends Error {
  override name = 'NotInstalled';
}

/** The Web API clients of all workspaces. */
export interface Clients {
  /** @throws NotInstalled */
  of(workspaceId: string): Promise<webApi.WebClient>;
  /** @throws NotInstalled, and what auth.test throws */
  self(workspaceId: string): Promise<Self>;
  /** drops the client of a workspace whose token was revoked */
  forget(workspaceId: string): void;
}

/** Creates the clients: of one workspace if its token is configured, otherwise of all workspaces that installed the bot. */
export function createClients(config: SlackConfig, installations: Installations): Clients {
  const known = new Map<string, { token: string; client: webApi.WebClient }>();
  let own: Promise<Self> | null = null;

  const tokenOf = async (workspaceId: string): Promise<string> => {
    const token = config.botToken ?? (await installations.find('slack', workspaceId))?.token;
    if (!token) throw new NotInstalled(`not installed in workspace ${workspaceId}`);
    return token;
  };
  const of = async (workspaceId: string): Promise<webApi.WebClient> => {
    const token = await tokenOf(workspaceId);
    const before = known.get(workspaceId);
    if (before?.token === token) return before.client;
    const client = new webApi.WebClient(token, clientOptions(config.apiUrl));
    known.set(workspaceId, { token, client });
    return client;
  };
  const whoAmI = async (token: string): Promise<Self> => {
    const { user_id: botUserId, bot_id: botId } = await new webApi.WebClient(token, clientOptions(config.apiUrl)).auth.test();
    return { token, botId, botUserId };
  };
  const self = async (workspaceId: string): Promise<Self> => {
    if (config.botToken) {
      own ??= whoAmI(config.botToken);
      own.catch(() => (own = null));
      return own;
    }
    const installed = await installations.find('slack', workspaceId);
    if (!installed) throw new NotInstalled(`not installed in workspace ${workspaceId}`);
    return { token: installed.token, botId: installed.botId ?? undefined, botUserId: installed.botUserId ?? undefined };
  };
  return { of, self, forget: (workspaceId) => void known.delete(workspaceId) };
}
