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
  teamId?: string;
  botId?: string;
  botUserId?: string;
  /** what it may do; null where nobody knows */
  scopes: ReadonlySet<string> | null;
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
  /** What the bot may do in a workspace; null where nobody knows. A workspace with a configured token is asked once. */
  scopes(workspaceId: string): Promise<ReadonlySet<string> | null>;
  /** drops the client of a workspace whose token was revoked */
  forget(workspaceId: string): void;
}

/** Creates the clients: of one workspace if its token is configured, otherwise of all workspaces that installed the bot. */
export function createClients(config: SlackConfig, installations: Installations): Clients {
  const cached = new Map<string, { token: string; client: webApi.WebClient }>();
  let own: Promise<Self> | null = null;

  const tokenOf = async (workspaceId: string): Promise<string> => {
    const token = config.botToken ?? (await installations.find('slack', workspaceId))?.token;
    if (!token) throw new NotInstalled(`not installed in workspace ${workspaceId}`);
    return token;
  };
  const of = async (workspaceId: string): Promise<webApi.WebClient> => {
    const token = await tokenOf(workspaceId);
    const before = cached.get(workspaceId);
    if (before?.token === token) return before.client;
    const client = new webApi.WebClient(token, clientOptions(config.apiUrl));
    cached.set(workspaceId, { token, client });
    return client;
  };
  const whoAmI = async (token: string): Promise<Self> => {
    const answer = await new webApi.WebClient(token, clientOptions(config.apiUrl)).auth.test();
    const { user_id: botUserId, bot_id: botId, team_id: teamId, response_metadata: { scopes } = {} } = answer;
    return { token, botId, botUserId, teamId, scopes: known(scopes) };
  };
  const self = async (workspaceId: string): Promise<Self> => {
    if (config.botToken) {
      own ??= whoAmI(config.botToken);
      own.catch(() => (own = null));
      return own;
    }
    const installed = await installations.find('slack', workspaceId);
    if (!installed) throw new NotInstalled(`not installed in workspace ${workspaceId}`);
    const { token, botId, botUserId, scopes } = installed;
    return { token, botId: botId ?? undefined, botUserId: botUserId ?? undefined, teamId: workspaceId, scopes: known(scopes) };
  };
  const scopes = async (workspaceId: string): Promise<ReadonlySet<string> | null> => {
    try {
      return (await self(workspaceId)).scopes;
    } catch {
      return null;
    }
  };
  return { of, self, scopes, forget: (workspaceId) => void cached.delete(workspaceId) };
}

/** Installations of old versions, and servers other than Slack, name no scopes. */
function known(scopes: readonly string[] | undefined): ReadonlySet<string> | null {
  return scopes === undefined || scopes.length === 0 ? null : new Set(scopes);
}
