// What the environment says of Microsoft Teams.
import { z } from 'zod';
import { ConfigError, isLoopback, missing, webAddress, type Variables } from './error.ts';

export interface TeamsConfig {
  /** the first registration; `npx casebridge teams add` stores more */
  app: { appId: string; password: string | null; tenantId: string | null };
  /** where the Bot Framework's keys are, and what its tokens say who made them */
  openIdMetadataUrl: string;
  tokenIssuer: string;
  /** without a slash at the end; https */
  loginUrl: string;
  /** requests are not checked: the bot listens on loopback alone */
  noAuth: boolean;
  /** forms open as dialogs; where not, they stand in place of their card */
  dialogs: boolean;
}

const azurePage = 'https://portal.azure.com, your Azure Bot, Configuration';

export const teamsVariables = {
  MICROSOFT_APP_ID: z.guid().optional(),
  MICROSOFT_APP_TENANT_ID: z.guid().optional(),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'MultiTenant']).default('SingleTenant'),
  TEAMS_OPENID_METADATA_URL: webAddress.default('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  TEAMS_TOKEN_ISSUER: webAddress.default('https://api.botframework.com'),
  TEAMS_LOGIN_URL: z
    .url({ protocol: /^https$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://login.microsoftonline.com'),
  TEAMS_DEV_NO_AUTH: z.enum(['0', '1']).default('0'),
  TEAMS_DIALOGS: z.enum(['0', '1']).default('1'),
};

export const teamsRequirement: Record<keyof typeof teamsVariables, string> = {
  MICROSOFT_APP_ID: `must be the application (client) id of the bot registration, a GUID: ${azurePage}`,
  MICROSOFT_APP_TENANT_ID: `must be the directory (tenant) id of the bot registration, a GUID: ${azurePage}`,
  MICROSOFT_APP_TYPE: 'must be SingleTenant or MultiTenant',
  TEAMS_OPENID_METADATA_URL: 'must be a web address; unset it unless you are on a sovereign cloud',
  TEAMS_TOKEN_ISSUER: 'must be a web address; unset it unless you are on a sovereign cloud',
  TEAMS_LOGIN_URL: 'must be an https:// address; unset it unless you are on a sovereign cloud',
  TEAMS_DEV_NO_AUTH: 'must be 1 or unset; 1 is for development on this machine alone',
  TEAMS_DIALOGS: 'must be 1, or 0 where the client shows no dialogs',
};

type Values = z.output<z.ZodObject<typeof teamsVariables>>;

/** @returns null: off. @throws ConfigError */
export function readTeams(env: Variables, values: Values & { PUBLIC_URL?: string }): TeamsConfig | null {
  const { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenantId = null, MICROSOFT_APP_TYPE: type } = values;
  const { PUBLIC_URL: publicUrl } = values;
  const password = env.MICROSOFT_APP_PASSWORD ?? null;
  const noAuth = values.TEAMS_DEV_NO_AUTH === '1';
  if (noAuth && publicUrl && !isLoopback(publicUrl))
    throw new ConfigError(
      'TEAMS_DEV_NO_AUTH lets anybody in, so it excludes a PUBLIC_URL that is not on localhost; unset one of them',
    );
  if (!appId && !password && !tenantId && !noAuth) return null;
  if (!appId && !noAuth) missing('MICROSOFT_APP_ID', `copy it from ${azurePage}`);
  if (!password && !noAuth) missing('MICROSOFT_APP_PASSWORD', `make a client secret in the app registration of ${azurePage}`);
  if (!tenantId && type === 'SingleTenant' && !noAuth)
    missing(
      'MICROSOFT_APP_TENANT_ID',
      `copy it from ${azurePage}; an old registration for every tenant says MICROSOFT_APP_TYPE=MultiTenant`,
    );
  return {
    app: { appId: appId ?? '', password: noAuth ? null : password, tenantId: type === 'MultiTenant' ? null : tenantId },
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL,
    tokenIssuer: values.TEAMS_TOKEN_ISSUER,
    loginUrl: values.TEAMS_LOGIN_URL,
    noAuth,
    dialogs: values.TEAMS_DIALOGS === '1',
  };
}

/** What is worth knowing at the start. */
export function teamsNotes(teams: TeamsConfig | null): string[] {
  return [
    ...(teams
      ? []
      : ['Teams is off: set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (README, Set-up on Teams)']),
    ...(teams?.noAuth
      ? [
          'TEAMS_DEV_NO_AUTH=1: requests to /api/messages are NOT CHECKED, anybody on this machine can be anybody. For development alone.',
        ]
      : []),
  ];
}
