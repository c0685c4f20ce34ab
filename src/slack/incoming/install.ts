// Installing the bot in many workspaces by OAuth, with Bolt's own installer (which checks the state) over our encrypted store. Without
// SLACK_CLIENT_ID the bot serves the one workspace of SLACK_BOT_TOKEN, and nothing here is used.
// Follows docs.slack.dev/authentication/installing-with-oauth.
import type { HTTPReceiverOptions, Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import type { SlackConfig } from '../../config/index.ts';
import type { Installations } from '../../ports.ts';
import { ignored } from '../../chat/ending.ts';
import { logFailure } from '../../chat/failure.ts';
import { clientOptions, NotInstalled } from '../transport/clients.ts';
import { scopes } from '../scopes.ts';
import type { Adapter } from './adapter.ts';
import type { Listeners } from './listeners.ts';

/** Returns the receiver's options for OAuth, or none where one workspace's token is configured. */
export function installOptions(
  config: SlackConfig,
  installations: Installations,
  publicUrl: string | null,
): Partial<HTTPReceiverOptions> {
  if (!config.oauth) return {};
  const { clientId, clientSecret, stateSecret } = config.oauth;
  const redirectUri = publicUrl ? `${publicUrl}/slack/oauth_redirect` : undefined;
  return {
    clientId,
    clientSecret,
    stateSecret,
    scopes,
    redirectUri,
    installationStore: createStore(installations),
    installerOptions: {
      directInstall: true,
      installPath: '/slack/install',
      redirectUriPath: '/slack/oauth_redirect',
      stateVerification: true,
      clientOptions: clientOptions(config.apiUrl),
      authorizationUrl: new URL('/oauth/v2/authorize', config.apiUrl).href,
    },
  };
}

/** Deletes a workspace's token as soon as Slack reports it as revoked. */
export function listenToUninstalls(listeners: Listeners, adapter: Adapter, installations: Installations): void {
  const forget = async (workspaceId: string, reason: string): Promise<void> => {
    adapter.clients.forget(workspaceId);
    await installations.remove('slack', workspaceId).catch((error: unknown) => {
      logFailure(adapter.log, error, reason);
      throw error;
    });
    adapter.log.info({ workspaceId }, reason);
    adapter.router.ended('slack', 'platform-event', { kind: 'effect' });
  };
  listeners.event('app_uninstalled', ({ body }) => forget(body.team_id, 'uninstalled from a workspace'));
  listeners.event('tokens_revoked', async ({ body, event }) => {
    if ((event.tokens.bot ?? []).length > 0) await forget(body.team_id, 'the token of a workspace was revoked');
    else adapter.router.ended('slack', 'platform-event', ignored('nothing-to-do'));
  });
}

function createStore(installations: Installations): InstallationStore {
  return {
    storeInstallation: async (installation) =>
      installations.save('slack', toInstalled(installation as Installation<'v2', boolean>)),
    fetchInstallation: async (query) => {
      const found = await installations.find('slack', workspaceOf(query));
      if (!found) throw new NotInstalled(`not installed in workspace ${workspaceOf(query)}`);
      const { workspaceId, name, enterpriseId, botUserId, botId, token, scopes: granted, appId } = found;
      return {
        team: { id: workspaceId, name: name ?? undefined },
        enterprise: enterpriseId ? { id: enterpriseId } : undefined,
        bot: { token, scopes: granted, id: botId ?? '', userId: botUserId ?? '' },
        appId: appId ?? undefined,
        user: { id: '', token: undefined, scopes: undefined },
        isEnterpriseInstall: false,
      };
    },
    deleteInstallation: (query) => installations.remove('slack', workspaceOf(query)),
  };
}

function toInstalled(installation: Installation<'v2', boolean>) {
  if (!installation.team || !installation.bot) throw new Error('Casebridge must be installed per workspace, with a bot token');
  return {
    workspaceId: installation.team.id,
    enterpriseId: installation.enterprise?.id ?? null,
    name: installation.team.name ?? null,
    appId: installation.appId ?? null,
    botUserId: installation.bot.userId,
    botId: installation.bot.id,
    scopes: [...installation.bot.scopes],
    token: installation.bot.token,
  };
}

function workspaceOf(query: InstallationQuery<boolean>): string {
  return query.teamId ?? '';
}
