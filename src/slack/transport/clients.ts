// One Web API client per workspace, with the token of the workspace it talks to. Clients never retry: the delivery worker decides.
import { webApi } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations } from '../../ports.ts';

/** A request that has not answered by then (ms) may or may not have had its effect. */
const timeoutMs = 10_000;

export const clientOptions = (apiUrl: string): webApi.WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: timeoutMs,
  logLevel: webApi.LogLevel.ERROR,
});

/** The bot in one workspace. */
export interface Self {
  token: string;
  botId?: string;
  botUserId?: string;
}

/** The bot is not in that workspace (any more). */
export class NotInstalled extends Error {
  override name = 'NotInstalled';
}

export interface Clients {
  /** @throws NotInstalled */
  of(workspaceId: string): Promise<webApi.WebClient>;
  /** @throws NotInstalled, and what auth.test throws */
  self(workspaceId: string): Promise<Self>;
  /** the token is worth nothing any more */
  forget(workspaceId: string): void;
}

/** With a configured token there is one workspace; otherwise those that installed the bot. */
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
