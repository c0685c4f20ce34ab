import { logFailure } from "./boundary.js";
import { clientOptions, NotInstalled } from "../transport/clients.js";
/** The least that works; the README says why each. `manifests/slack.json` lists the same. */
export const scopes = [
    'app_mentions:read',
    'channels:history',
    'chat:write',
    'commands',
    'groups:history',
    'im:history',
    'im:write',
    'pins:write',
    'users:read',
    'users:read.email',
];
/** The receiver's options for OAuth; none where one workspace's token is configured. */
export function installOptions(config, installations, publicUrl) {
    if (!config.oauth)
        return {};
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
/** A token is deleted as soon as Slack says that it is worth nothing. */
export function listenToUninstalls(app, surface, installations) {
    const forget = async (workspaceId, what) => {
        surface.clients.forget(workspaceId);
        await installations.remove('slack', workspaceId).catch((error) => {
            logFailure(surface.log, error, what);
            throw error;
        });
        surface.log.info({ workspaceId }, what);
    };
    app.event('app_uninstalled', ({ body }) => forget(body.team_id, 'uninstalled from a workspace'));
    app.event('tokens_revoked', async ({ body, event }) => {
        if ((event.tokens.bot ?? []).length > 0)
            await forget(body.team_id, 'the token of a workspace was revoked');
    });
}
function createStore(installations) {
    return {
        storeInstallation: async (installed) => installations.save('slack', installedOf(installed)),
        fetchInstallation: async (query) => {
            const found = await installations.find('slack', workspaceOf(query));
            if (!found)
                throw new NotInstalled(`not installed in workspace ${workspaceOf(query)}`);
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
function installedOf(installed) {
    if (!installed.team || !installed.bot)
        throw new Error('Casebridge is installed per workspace, with a bot token');
    return {
        workspaceId: installed.team.id,
        enterpriseId: installed.enterprise?.id ?? null,
        name: installed.team.name ?? null,
        appId: installed.appId ?? null,
        botUserId: installed.bot.userId,
        botId: installed.bot.id,
        scopes: [...installed.bot.scopes],
        token: installed.bot.token,
    };
}
function workspaceOf(query) {
    return query.teamId ?? '';
}
//# sourceMappingURL=install.js.map