// Gets tokens for our own calls with the client secret of a registration.
// Follows learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
import { ConfidentialClientApplication } from '@azure/msal-node';
import type { TeamsConfig } from '../../config/index.ts';

/** Gets tokens in one tenant, and keeps them until they expire. */
export type SignInClient = ConfidentialClientApplication;

/** Returns the address at which a tenant signs in its apps. */
export function signInUrl({ loginUrl }: Pick<TeamsConfig, 'loginUrl'>, tenantId: string): string {
  return `${loginUrl}/${tenantId}`;
}

/** Creates the client of one app in one tenant. Sends nothing. */
export function signInClient(
  config: Pick<TeamsConfig, 'loginUrl'>,
  { appId, password, tenantId }: { appId: string; password: string; tenantId: string },
): SignInClient {
  const authority = signInUrl(config, tenantId);
  const metadata = {
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    issuer: `${authority}/v2.0`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
  return new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      clientSecret: password,
      authority,
      // sovereign clouds are trusted because they are configured; the public cloud does not know them
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: JSON.stringify(metadata),
    },
  });
}
