// Who calls: the Bot Framework's token, validated by its own library with the addresses of this cloud; and the tokens we call with.
import { ConfidentialClientApplication } from '@azure/msal-node';
import { TeamsAdapter } from '@microsoft/teams-ai';
import { AuthenticationConfiguration, MsalServiceClientCredentialsFactory, PasswordServiceClientCredentialFactory, } from 'botframework-connector';
import { tenantOf } from "../incoming/adapter.js";
/** The request is not from whom it says it is. */
export class Unauthorized extends Error {
    name = 'Unauthorized';
}
/** A request that has not answered by then (ms) may or may not have had its effect. */
const timeoutMs = 10_000;
const scope = 'https://api.botframework.com';
/** One registration's adapter: its requests are let in here, and its calls go out from here. */
export class Authenticator extends TeamsAdapter {
    registration;
    connectors = new Map();
    constructor(registration, config) {
        super({
            ToBotFromChannelOpenIdMetadataUrl: config.openIdMetadataUrl,
            ToBotFromChannelTokenIssuer: config.tokenIssuer,
            ToBotFromEmulatorOpenIdMetadataUrl: config.openIdMetadataUrl,
            ToChannelFromBotLoginUrl: loginOf(config, registration),
            ToChannelFromBotOAuthScope: scope,
            OAuthUrl: 'https://token.botframework.com',
            CallerId: 'urn:botframework:azure',
        }, credentials(config, registration), new AuthenticationConfiguration([]));
        this.registration = registration;
        this.onTurnError = async (_, error) => Promise.reject(error);
    }
    /**
     * @param header of the request: `Bearer …`
     * @throws Unauthorized for every flaw of the token; botbuilder itself answers a bad signature with 500
     */
    async authenticate(activity, header) {
        if (this.registration.password !== null)
            mustBeHeard(activity, this.registration);
        try {
            return await this.botFrameworkAuthentication.authenticateRequest(activity, header);
        }
        catch (error) {
            throw new Unauthorized(error instanceof Error ? error.message : 'the token is not valid', { cause: error });
        }
    }
    /** Runs one turn. @returns what an invoke is answered with */
    enter(actor, activity, run) {
        return this.processActivity(actor, activity, run);
    }
    /** The connector behind a service address, with this registration's token. Nothing is sent by asking for it. */
    connector(serviceUrl) {
        const known = this.connectors.get(serviceUrl);
        if (known)
            return known;
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
function withoutRetries(made) {
    const connector = made;
    const { client } = connector;
    client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    return connector;
}
export const requestOptions = { timeout: timeoutMs };
/**
 * Azure opens Web Chat for every registration, and Direct Line on request: people name themselves there, with tokens as good as those of
 * Teams. And whom a tenant's registration reports from another tenant, that tenant's roster does not know.
 * @throws Unauthorized
 */
function mustBeHeard(activity, { tenantId }) {
    if (activity.channelId !== 'msteams')
        throw new Unauthorized('the request does not come from Teams');
    const tenant = tenantOf(activity);
    if (tenantId !== null && tenant !== '' && tenant.toLowerCase() !== tenantId.toLowerCase())
        throw new Unauthorized('the request comes from another tenant than its registration is for');
}
function loginOf({ loginUrl }, { tenantId }) {
    return `${loginUrl}/${tenantId ?? 'botframework.com'}`;
}
function credentials(config, registration) {
    const { appId, password } = registration;
    // without credentials botbuilder takes every request: config.ts sees to it that this listens on loopback alone
    if (password === null)
        return new PasswordServiceClientCredentialFactory('', '');
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
    return new MsalServiceClientCredentialsFactory(appId, client);
}
//# sourceMappingURL=authenticator.js.map