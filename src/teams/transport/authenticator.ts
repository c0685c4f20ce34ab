// Who calls: the Bot Framework's token, validated by its own library with the addresses of this cloud; and the tokens we call with.
import { ConfidentialClientApplication } from '@azure/msal-node';
import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  AuthenticationConfiguration,
  MsalServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
  type AuthenticateRequestResult,
  type ConnectorClient,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { TeamsConfig } from '../../config/index.ts';
import type { Registration } from './registrations.ts';

/** The request is not from whom it says it is. */
export class Unauthorized extends Error {
  override name = 'Unauthorized';
}

/** A request that has not answered by then (ms) may or may not have had its effect. */
const timeoutMs = 10_000;
type MsalClient = ConstructorParameters<typeof MsalServiceClientCredentialsFactory>[1];

const scope = 'https://api.botframework.com';

/** One registration's adapter: its requests are let in here, and its calls go out from here. */
export class Authenticator extends TeamsAdapter {
  private readonly connectors = new Map<string, Promise<ConnectorClient>>();

  constructor(
    readonly registration: Registration,
    config: TeamsConfig,
  ) {
    super(
      {
        ToBotFromChannelOpenIdMetadataUrl: config.openIdMetadataUrl,
        ToBotFromChannelTokenIssuer: config.tokenIssuer,
        ToBotFromEmulatorOpenIdMetadataUrl: config.openIdMetadataUrl,
        ToChannelFromBotLoginUrl: loginOf(config, registration),
        ToChannelFromBotOAuthScope: scope,
        OAuthUrl: 'https://token.botframework.com',
        CallerId: 'urn:botframework:azure',
      },
      credentials(config, registration),
      new AuthenticationConfiguration([]),
    );
    this.onTurnError = async (_, error) => Promise.reject(error);
  }

  /**
   * @param header of the request: `Bearer …`
   * @param tenantId in which the activity happened; '' where it does not say
   * @throws Unauthorized for every flaw of the token; botbuilder itself answers a bad signature with 500
   */
  async authenticate(activity: Activity, header: string, tenantId: string): Promise<AuthenticateRequestResult> {
    if (this.registration.password !== null) mustBeHeard(activity, tenantId, this.registration);
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity, header);
    } catch (error) {
      throw new Unauthorized(error instanceof Error ? error.message : 'the token is not valid', { cause: error });
    }
  }

  /** Runs one turn. @returns what an invoke is answered with */
  enter(
    actor: AuthenticateRequestResult,
    activity: Activity,
    run: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(actor, activity, run);
  }

  /** The connector behind a service address, with this registration's token. Nothing is sent by asking for it. */
  connector(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.connectors.get(serviceUrl);
    if (known) return known;
    const identity = this.createClaimsIdentity(this.registration.appId);
    const made = this.botFrameworkAuthentication.createConnectorFactory(identity).create(serviceUrl, scope).then(withoutRetries);
    made.catch(() => this.connectors.delete(serviceUrl));
    this.connectors.set(serviceUrl, made);
    return made;
  }
}

/**
 * The library sends again by itself after a lost answer (measured: the message stood there twice) and heeds no option against it. The
 * delivery worker decides what is tried again.
 */
function withoutRetries(made: unknown): ConnectorClient {
  const connector = made as ConnectorClient;
  const { client } = connector as unknown as { client: { pipeline: { removePolicy(policy: { name: string }): void } } };
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return connector;
}

export const requestOptions = { timeout: timeoutMs };

/**
 * Azure opens Web Chat for every registration, and Direct Line on request: people name themselves there, with tokens as good as those of
 * Teams. And whom a tenant's registration reports from another tenant, that tenant's roster does not know.
 * @throws Unauthorized
 */
function mustBeHeard(activity: Activity, tenant: string, { tenantId }: Registration): void {
  if (activity.channelId !== 'msteams') throw new Unauthorized('the request does not come from Teams');
  if (tenantId !== null && tenant !== '' && tenant.toLowerCase() !== tenantId.toLowerCase())
    throw new Unauthorized('the request comes from another tenant than its registration is for');
}

function loginOf({ loginUrl }: TeamsConfig, { tenantId }: Registration): string {
  return `${loginUrl}/${tenantId ?? 'botframework.com'}`;
}

function credentials(config: TeamsConfig, registration: Registration): ServiceClientCredentialsFactory {
  const { appId, password } = registration;
  // without credentials botbuilder takes every request: config.ts sees to it that this listens on loopback alone
  if (password === null) return new PasswordServiceClientCredentialFactory('', '');
  const authority = loginOf(config, registration);
  const metadata = {
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    issuer: `${authority}/v2.0`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      clientSecret: password,
      authority,
      // a sovereign cloud is believed because it is configured, not because the public one knows it
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: JSON.stringify(metadata),
    },
  });
  // one class, typed once for each module system
  return new MsalServiceClientCredentialsFactory(appId, client as unknown as MsalClient);
}
