// Sign-in both ways: validates the Bot Framework's token of each request, and gets the tokens for our own calls. Configured by the
// MICROSOFT_APP_ and TEAMS_ variables. Follows learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
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
import { signInClient, signInUrl, type SignInClient } from './sign-in-client.ts';

/** A request whose sender could not be verified. */
export class Unauthorized extends Error {
  override name = 'Unauthorized';
}

/** ms to wait for an answer. Whether an unanswered request took effect is unknown. */
const timeoutMs = 10_000;
type MsalClient = ConstructorParameters<typeof MsalServiceClientCredentialsFactory>[1];

const scope = 'https://api.botframework.com';

/** The botbuilder adapter of one bot registration: lets its requests in and makes its calls. */
export class Authenticator extends TeamsAdapter {
  private readonly connectors = new Map<string, Promise<ConnectorClient>>();
  /** by tenant */
  private readonly signIns = new Map<string, SignInClient>();

  readonly registration: Registration;
  private readonly config: TeamsConfig;

  constructor(registration: Registration, config: TeamsConfig) {
    super(
      {
        ToBotFromChannelOpenIdMetadataUrl: config.openIdMetadataUrl,
        ToBotFromChannelTokenIssuer: config.tokenIssuer,
        ToBotFromEmulatorOpenIdMetadataUrl: config.openIdMetadataUrl,
        ToChannelFromBotLoginUrl: signInUrl(config, ownTenant(registration)),
        ToChannelFromBotOAuthScope: scope,
        OAuthUrl: 'https://token.botframework.com',
        CallerId: 'urn:botframework:azure',
      },
      credentials(config, registration),
      new AuthenticationConfiguration([]),
    );
    this.registration = registration;
    this.config = config;
    this.onTurnError = async (_, error) => Promise.reject(error);
  }

  /**
   * Validates a request's token.
   * @param header the Authorization header: `Bearer …`
   * @param tenantId the activity's tenant; '' where the activity does not say
   * @throws Unauthorized for any flaw of the token; botbuilder itself would answer a bad signature with 500
   */
  async authenticate(activity: Activity, header: string, tenantId: string): Promise<AuthenticateRequestResult> {
    if (this.registration.password !== null) checkOrigin(activity, tenantId, this.registration);
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity, header);
    } catch (error) {
      throw new Unauthorized(error instanceof Error ? error.message : 'the token is not valid', { cause: error });
    }
  }

  /** Handles one activity. @returns the response to an invoke */
  handle(
    caller: AuthenticateRequestResult,
    activity: Activity,
    run: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(caller, activity, run);
  }

  /** Gets the token of the connector. @returns null without authentication */
  connectorToken(): Promise<string | null> {
    return this.token(scope, ownTenant(this.registration));
  }

  /** Gets a token of Microsoft Graph for a tenant. @returns null without authentication */
  graphToken(tenantId: string): Promise<string | null> {
    return this.token(this.config.graphUrl, tenantId);
  }

  private async token(resource: string, tenantId: string): Promise<string | null> {
    const { appId, password } = this.registration;
    if (password === null) return null;
    const client = this.signIns.get(tenantId) ?? signInClient(this.config, { appId, password, tenantId });
    this.signIns.set(tenantId, client);
    // the client keeps tokens until they expire
    const result = await client.acquireTokenByClientCredential({ scopes: [`${resource}/.default`] });
    return result?.accessToken ?? null;
  }

  /** Returns the client of a service address, with this registration's token. Sends nothing. */
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
 * Removes the library's retries, which no option turns off. After a lost answer it sends again by itself (measured: the message appeared
 * twice), but retries are up to the delivery worker.
 */
function withoutRetries(made: unknown): ConnectorClient {
  const connector = made as ConnectorClient;
  const { client } = connector as unknown as { client: { pipeline: { removePolicy(policy: { name: string }): void } } };
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return connector;
}

/** Options of every call of the connector. */
export const requestOptions = { timeout: timeoutMs };

/**
 * Refuses requests of other channels and other tenants. Azure opens Web Chat for every registration, and Direct Line on request. People
 * choose their own names there, and the tokens are as valid as those of Teams. People of another tenant cannot be looked up in the
 * registration's tenant.
 * @throws Unauthorized
 */
function checkOrigin(activity: Activity, tenant: string, { tenantId }: Registration): void {
  if (activity.channelId !== 'msteams') throw new Unauthorized('the request does not come from Teams');
  if (tenantId !== null && tenant !== '' && tenant.toLowerCase() !== tenantId.toLowerCase())
    throw new Unauthorized('the request comes from another tenant than its registration is for');
}

/** The tenant that signs in a registration for the connector. */
function ownTenant({ tenantId }: Registration): string {
  return tenantId ?? 'botframework.com';
}

function credentials(config: TeamsConfig, registration: Registration): ServiceClientCredentialsFactory {
  const { appId, password } = registration;
  // without credentials botbuilder accepts every request; src/config makes sure that the bot listens on loopback only
  if (password === null) return new PasswordServiceClientCredentialFactory('', '');
  const client = signInClient(config, { appId, password, tenantId: ownTenant(registration) });
  // the same class, but with one type per module system
  return new MsalServiceClientCredentialsFactory(appId, client as unknown as MsalClient);
}
