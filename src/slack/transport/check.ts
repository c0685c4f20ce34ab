// Asks Slack whether the bot is installed as it should be, for `casebridge doctor`. It changes nothing.
import { webApi } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations } from '../../ports.ts';
import { scopes } from '../scopes.ts';
import { clientOptions } from './clients.ts';

/** What Slack says about one workspace. */
export interface CheckedWorkspace {
  workspaceId: string;
  name: string | null;
  /** Slack's error code where the bot cannot sign in; null: it can */
  problem: string | null;
  /** scopes that the app asks for and this workspace has not granted */
  missing: string[];
  /** listed channels that accept nothing, with `channel_not_found`, `is_archived`, `not_in_channel` or another of Slack's codes */
  channels: { channelId: string; code: string }[];
  /** whether the bot may ask about channels at all (`channels:read`) */
  asksAboutChannels: boolean;
}

/** Workspaces that are asked at the same time. */
const atOnce = 8;
/** Channels that are asked about in a workspace: Slack allows about fifty such calls a minute. */
const maxChannels = 40;

/**
 * Checks every workspace that has the app.
 * @param installations null where the token of the one workspace is configured
 * @param channelsOf lists the channels of a workspace that the directory names
 */
export async function checkSlack(
  config: SlackConfig,
  installations: Pick<Installations, 'list'> | null,
  channelsOf: (workspaceId: string) => readonly string[],
): Promise<CheckedWorkspace[]> {
  const installed = config.botToken
    ? [{ workspaceId: '', name: null, token: config.botToken }]
    : ((await installations?.list('slack')) ?? []);
  const checked: CheckedWorkspace[] = [];
  for (let from = 0; from < installed.length; from += atOnce)
    checked.push(
      ...(await Promise.all(installed.slice(from, from + atOnce).map((one) => checkWorkspace(config, one, channelsOf)))),
    );
  return checked;
}

async function checkWorkspace(
  { apiUrl }: SlackConfig,
  { workspaceId, name, token }: { workspaceId: string; name: string | null; token: string },
  channelsOf: (workspaceId: string) => readonly string[],
): Promise<CheckedWorkspace> {
  const client = new webApi.WebClient(token, clientOptions(apiUrl));
  try {
    const { team_id, team, response_metadata: { scopes: granted = [] } = {} } = await client.auth.test();
    const id = team_id ?? workspaceId;
    const asksAboutChannels = granted.includes('channels:read');
    return {
      workspaceId: id,
      name: team ?? name,
      problem: null,
      missing: granted.length === 0 ? [] : scopes.filter((scope) => !granted.includes(scope)),
      channels: asksAboutChannels ? await checkChannels(client, channelsOf(id)) : [],
      asksAboutChannels,
    };
  } catch (error) {
    return { workspaceId, name, problem: codeOf(error), missing: [], channels: [], asksAboutChannels: false };
  }
}

async function checkChannels(client: webApi.WebClient, channels: readonly string[]): Promise<CheckedWorkspace['channels']> {
  const found: CheckedWorkspace['channels'] = [];
  for (const channelId of channels.slice(0, maxChannels)) {
    const code = await client.conversations
      .info({ channel: channelId })
      .then(
        ({ channel }) => (channel?.is_archived ? 'is_archived' : channel?.is_member === false ? 'not_in_channel' : null),
        codeOf,
      );
    // a private channel cannot be asked about without groups:read
    if (code !== null && code !== 'missing_scope') found.push({ channelId, code });
  }
  return found;
}

/** Slack's code, or that of the network. */
function codeOf(error: unknown): string {
  const { data, code, message } = error as { data?: { error?: string }; code?: string; message?: string };
  return data?.error ?? code ?? message ?? String(error);
}
