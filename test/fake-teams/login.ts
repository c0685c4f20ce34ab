// The login of bots: client credentials (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
// login-cert.pem and login-key.pem are for tests only: self-signed for 127.0.0.1 and localhost, trusted by nobody else;
// MSAL insists on https, so the fake has it, and test/vitest.config.ts makes the workers trust the certificate.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { bodyOf, sendJson } from './http.ts';
import type { Tenant } from './state.ts';

const lifeSeconds = 3600;
const connector = 'https://api.botframework.com';

export class Login {
  url = '';
  /** every token asked for: by which app, with what status */
  readonly requests: { tenant: string; appId: string; status: number }[] = [];
  private server: Server | null = null;
  private tokens = new Map<string, { appId: string; tenant: string; resource: string; until: number }>();

  private readonly tenants: () => Tenant[];
  private readonly graphUrl: () => string;

  /** @param graphUrl the address of Graph, which is the resource of its tokens */
  constructor(tenants: () => Tenant[], graphUrl: () => string) {
    this.tenants = tenants;
    this.graphUrl = graphUrl;
  }

  async start(): Promise<void> {
    const pem = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
    const tls = { cert: pem('login-cert.pem'), key: pem('login-key.pem') };
    this.server = createServer(tls, (request, response) => void this.handle(request, response));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** @returns the app this Authorization header speaks for at the connector */
  appOf(authorization: string | undefined): string | undefined {
    const issued = this.issued(authorization);
    return issued?.resource === connector ? issued.appId : undefined;
  }

  /** @returns the app and tenant this Authorization header speaks for at Graph */
  graphCallerOf(authorization: string | undefined): { appId: string; tenant: string } | undefined {
    const issued = this.issued(authorization);
    return issued?.resource === this.graphUrl() ? issued : undefined;
  }

  private issued(authorization: string | undefined) {
    const issued = this.tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
    return issued && issued.until > Date.now() ? issued : undefined;
  }

  /** Every token issued so far is refused from now on. */
  revoke(): void {
    this.tokens = new Map();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, tenant = '', ...rest] = new URL(request.url ?? '/', this.url).pathname.split('/');
    const path = rest.join('/');
    if (path === 'v2.0/.well-known/openid-configuration') return sendJson(response, 200, this.metadata(tenant));
    if (path !== 'oauth2/v2.0/token' || request.method !== 'POST') return sendJson(response, 404, {});
    const form = Object.fromEntries(new URLSearchParams((await bodyOf(request)).toString()));
    const { status, body } = this.issue(tenant, form);
    this.requests.push({ tenant, appId: form.client_id ?? '', status });
    sendJson(response, status, body);
  }

  private issue(tenant: string, form: Record<string, string>): { status: number; body: Record<string, unknown> } {
    const apps = this.tenants().filter(({ id }) => tenant === 'botframework.com' || tenant === id);
    if (apps.length === 0) return refusal(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
    if (form.grant_type !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 70003, 'Unsupported grant type.');
    const resource = [connector, this.graphUrl()].find((one) => form.scope?.split(' ').includes(`${one}/.default`));
    if (resource === undefined) return refusal(400, 'invalid_scope', 70011, `The scope '${form.scope}' is not valid.`);
    const app = apps.find((one) => one.app.appId === form.client_id)?.app;
    if (!app) return refusal(400, 'unauthorized_client', 700016, `Application '${form.client_id}' was not found.`);
    if (app.appPassword !== form.client_secret) return refusal(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
    const token = `fake-${randomBytes(24).toString('hex')}`;
    this.tokens.set(token, { appId: app.appId, tenant, resource, until: Date.now() + lifeSeconds * 1000 });
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: token },
    };
  }

  /** MSAL asks for this before it asks for a token. */
  private metadata(tenant: string): Record<string, unknown> {
    const at = `${this.url}/${tenant}`;
    return {
      issuer: `${at}/v2.0`,
      token_endpoint: `${at}/oauth2/v2.0/token`,
      authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${at}/oauth2/v2.0/logout`,
      jwks_uri: `${at}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
    };
  }
}

function refusal(status: number, error: string, code: number, text: string): { status: number; body: Record<string, unknown> } {
  return { status, body: { error, error_description: `AADSTS${code}: ${text}`, error_codes: [code] } };
}
