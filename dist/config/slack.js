// Slack's environment variables: one workspace by its bot token, or many by OAuth; events over HTTP or Socket Mode.
import { z } from 'zod';
import { ConfigError, howToMakeAKey, missing, trimSlashes, webAddress } from "./error.js";
const appPage = 'https://api.slack.com/apps > your app';
/** Checks on single variables. The messages are in `slackRequirement`, because a zod message could repeat a secret. */
export const slackVariables = {
    SLACK_BOT_TOKEN: z.string().startsWith('xoxb-').optional(),
    SLACK_APP_TOKEN: z.string().startsWith('xapp-').optional(),
    SLACK_API_URL: webAddress.transform((url) => trimSlashes(url, '/')).default('https://slack.com/api/'),
};
/** What each variable must be, to follow its name in a message. */
export const slackRequirement = {
    SLACK_BOT_TOKEN: `must start with xoxb-. Copy it from ${appPage} > OAuth & Permissions > Bot User OAuth Token`,
    SLACK_APP_TOKEN: `must start with xapp-. Create one under ${appPage} > Basic Information > App-Level Tokens, with the scope connections:write`,
    SLACK_API_URL: 'must be a web address such as https://slack.com/api/',
};
/**
 * Reads how the bot connects to Slack.
 * @returns null when no Slack variable is set: Slack is off
 * @throws ConfigError when variables are missing or contradict each other
 */
export function readSlack(env, values) {
    const { SLACK_BOT_TOKEN: botToken = null, SLACK_APP_TOKEN: appToken = null, SLACK_API_URL: apiUrl } = values;
    const { SLACK_SIGNING_SECRET: signingSecret = null } = env;
    const wantsOauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'].some((name) => env[name]);
    if (!signingSecret && !botToken && !appToken && !wantsOauth)
        return null;
    const credentials = `Copy it from ${appPage} > Basic Information > App Credentials`;
    if (!signingSecret && !appToken)
        missing('SLACK_SIGNING_SECRET', credentials);
    if (botToken && wantsOauth) {
        throw new ConfigError('SLACK_BOT_TOKEN and SLACK_CLIENT_ID cannot both be set: the token is for one workspace, the client ID for many. Unset one of them');
    }
    if (!botToken && !wantsOauth) {
        missing('SLACK_BOT_TOKEN', `Copy it from ${appPage} > OAuth & Permissions, or set SLACK_CLIENT_ID to serve several workspaces`);
    }
    return { signingSecret, botToken, oauth: wantsOauth ? readOauth(env, credentials) : null, appToken, apiUrl };
}
function readOauth(env, credentials) {
    const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env;
    if (!clientId)
        missing('SLACK_CLIENT_ID', credentials);
    if (!clientSecret)
        missing('SLACK_CLIENT_SECRET', credentials);
    if (!stateSecret)
        missing('SLACK_STATE_SECRET', `It protects the install page. ${howToMakeAKey}`);
    return { clientId, clientSecret, stateSecret };
}
/** Returns what the operator should know about Slack at the start, a line each. */
export function slackNotes(slack) {
    return slack ? [] : ['Slack is off. To turn it on, set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN (README, Slack)'];
}
//# sourceMappingURL=slack.js.map