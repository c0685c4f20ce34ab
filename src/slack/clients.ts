// One Web API client per workspace, with the token of the workspace it talks to. Clients never retry: the delivery worker decides.
import { webApi } from '@slack/bolt';
import type { Installations } from '../ports.ts';
import type { SlackConfig } from '../config.ts';
import { DeliveryError } from '../ports.ts';

/** A request that has not answered by then may or may not have had its effect. */
const timeoutMs = 10_000;

export const clientOptions = (apiUrl: string): webApi.WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: timeoutMs,
  logLevel: webApi.LogLevel.ERROR,
});

export interface Clients {
  /** @throws DeliveryError refused where the bot is not installed (any more) */
  of(workspaceId: string): Promise<webApi.WebClient>;
  /** the token may have changed */
  forget(workspaceId: string): void;
}

export function createClients(config: SlackConfig, installations: Installations): Clients {
  const known = new Map<string, { token: string; client: webApi.WebClient }>();
  return {
    of: async (workspaceId) => {
      const token = config.botToken ?? (await installations.find('slack', workspaceId))?.token;
      if (!token) throw new DeliveryError('refused', 'not_installed');
      const before = known.get(workspaceId);
      if (before?.token === token) return before.client;
      const client = new webApi.WebClient(token, clientOptions(config.apiUrl));
      known.set(workspaceId, { token, client });
      return client;
    },
    forget: (workspaceId) => void known.delete(workspaceId),
  };
}
