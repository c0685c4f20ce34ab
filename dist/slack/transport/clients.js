// One Web API client per workspace, with the token of the workspace it talks to. Clients never retry: the delivery worker decides.
import { webApi } from '@slack/bolt';
/** A request that has not answered by then (ms) may or may not have had its effect. */
const timeoutMs = 10_000;
export const clientOptions = (apiUrl) => ({
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logLevel: webApi.LogLevel.ERROR,
});
/** The bot is not in that workspace (any more). */
export class NotInstalled extends Error {
    name = 'NotInstalled';
}
/** With a configured token there is one workspace; otherwise those that installed the bot. */
export function createClients(config, installations) {
    const known = new Map();
    let own = null;
    const tokenOf = async (workspaceId) => {
        const token = config.botToken ?? (await installations.find('slack', workspaceId))?.token;
        if (!token)
            throw new NotInstalled(`not installed in workspace ${workspaceId}`);
        return token;
    };
    const of = async (workspaceId) => {
        const token = await tokenOf(workspaceId);
        const before = known.get(workspaceId);
        if (before?.token === token)
            return before.client;
        const client = new webApi.WebClient(token, clientOptions(config.apiUrl));
        known.set(workspaceId, { token, client });
        return client;
    };
    const whoAmI = async (token) => {
        const { user_id: botUserId, bot_id: botId } = await new webApi.WebClient(token, clientOptions(config.apiUrl)).auth.test();
        return { token, botId, botUserId };
    };
    const self = async (workspaceId) => {
        if (config.botToken) {
            own ??= whoAmI(config.botToken);
            own.catch(() => (own = null));
            return own;
        }
        const installed = await installations.find('slack', workspaceId);
        if (!installed)
            throw new NotInstalled(`not installed in workspace ${workspaceId}`);
        return { token: installed.token, botId: installed.botId ?? undefined, botUserId: installed.botUserId ?? undefined };
    };
    return { of, self, forget: (workspaceId) => void known.delete(workspaceId) };
}
//# sourceMappingURL=clients.js.map