// Microsoft Teams' environment variables: the first bot registration, and the addresses of the cloud it lives in.
import { z } from 'zod';
import { ConfigError, isLoopback, missing, trimSlashes, webAddress, type Variables } from './error.ts';

/** How the bot connects to Teams. */
export interface TeamsConfig {
  /** the first registration; `npx casebridge teams add` stores more */
  app: { appId: string; password: string | null; tenantId: string | null };
  /** where the Bot Framework publishes its signing keys */
  openIdMetadataUrl: string;
  /** the issuer its tokens name */
  tokenIssuer: string;
  /** https, without a slash at the end */
  loginUrl: string;
  /** without a slash at the end; pictures in channels and group chats are read from it */
  graphUrl: string;
  /** accepts requests without checking their token; the bot then listens on loopback only */
  noAuth: boolean;
  /** whether forms open as dialogs; otherwise a form replaces its card */
  dialogs: boolean;
}

const botPage = 'https://portal.azure.com > your Azure Bot > Configuration';

/** Checks on single variables. The messages are in `teamsRequirement`. */
export const teamsVariables = {
  MICROSOFT_APP_ID: z.guid().optional(),
  MICROSOFT_APP_TENANT_ID: z.guid().optional(),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'MultiTenant']).default('SingleTenant'),
  TEAMS_OPENID_METADATA_URL: webAddress.default('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  TEAMS_TOKEN_ISSUER: webAddress.default('https://api.botframework.com'),
  TEAMS_LOGIN_URL: z
    .url({ protocol: /^https$/ })
    .transform((url) => trimSlashes(url))
    .default('https://login.microsoftonline.com'),
  TEAMS_GRAPH_URL: webAddress
    .refine((url) => url.startsWith('https:') || isLoopback(url))
    .transform((url) => trimSlashes(url))
    .default('https://graph.microsoft.com'),
  TEAMS_DEV_NO_AUTH: z.enum(['0', '1']).default('0'),
  TEAMS_DIALOGS: z.enum(['0', '1']).default('1'),
};

/** What each variable must be, to follow its name in a message. */
export const teamsRequirement: Record<keyof typeof teamsVariables, string> = {
  MICROSOFT_APP_ID: `must be the application (client) ID of the bot registration, a GUID. Copy it from ${botPage}`,
  MICROSOFT_APP_TENANT_ID: `must be the directory (tenant) ID of the bot registration, a GUID. Copy it from ${botPage}`,
  MICROSOFT_APP_TYPE: 'must be SingleTenant or MultiTenant',
  TEAMS_OPENID_METADATA_URL: 'must be a web address. Unset it unless you use a sovereign cloud',
  TEAMS_TOKEN_ISSUER: 'must be a web address. Unset it unless you use a sovereign cloud',
  TEAMS_LOGIN_URL: 'must be an https:// address. Unset it unless you use a sovereign cloud',
  TEAMS_GRAPH_URL: 'must be an https:// address. Unset it unless you use a sovereign cloud',
  TEAMS_DEV_NO_AUTH: 'must be 1 or unset. Use 1 only for development on this machine',
  TEAMS_DIALOGS: 'must be 1, or 0 if the client cannot show dialogs',
};

type Values = z.output<z.ZodObject<typeof teamsVariables>>;

/**
 * Reads how the bot connects to Teams.
 * @returns null when no Teams variable is set: Teams is off
 * @throws ConfigError when variables are missing or contradict each other
 */
export function readTeams(env: Variables, values: Values & { PUBLIC_URL?: string }): TeamsConfig | null {
  const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenantId = null, MICROSOFT_APP_TYPE: type } = values;
  const { PUBLIC_URL: publicUrl } = values;
  const password = env.MICROSOFT_APP_PASSWORD ?? null;
  const noAuth = values.TEAMS_DEV_NO_AUTH === '1';
  if (noAuth && publicUrl && !isLoopback(publicUrl))
    throw new ConfigError(
      'TEAMS_DEV_NO_AUTH accepts requests from anyone, so it works only with a PUBLIC_URL on localhost. Unset one of them',
    );
  if (!appId && !password && !tenantId && !noAuth) return null;
  if (!appId && !noAuth) missing('MICROSOFT_APP_ID', `Copy it from ${botPage}`);
  if (!password && !noAuth)
    missing('MICROSOFT_APP_PASSWORD', `Create a client secret in the app registration linked from ${botPage}`);
  if (!tenantId && type === 'SingleTenant' && !noAuth)
    missing(
      'MICROSOFT_APP_TENANT_ID',
      `Copy it from ${botPage}. For an older registration that serves every tenant, set MICROSOFT_APP_TYPE=MultiTenant`,
    );
  return {
    app: { appId: appId ?? '', password: noAuth ? null : password, tenantId: type === 'MultiTenant' ? null : tenantId },
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL,
    tokenIssuer: values.TEAMS_TOKEN_ISSUER,
    loginUrl: values.TEAMS_LOGIN_URL,
    graphUrl: values.TEAMS_GRAPH_URL,
    noAuth,
    dialogs: values.TEAMS_DIALOGS === '1',
  };
}

/** Returns what the operator should know about Teams at the start, a line each. */
export function teamsNotes(teams: TeamsConfig | null): string[] {
  if (!teams)
    return [
      'Teams is off. To turn it on, set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (README, Teams)',
    ];
  return teams.noAuth
    ? [
        'TEAMS_DEV_NO_AUTH=1: requests to /api/messages are NOT AUTHENTICATED. Anyone on this machine can act as anyone. Use it only for development',
      ]
    : [];
}
