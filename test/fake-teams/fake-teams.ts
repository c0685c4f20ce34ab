// A strict Microsoft Teams of our own: tenants, the connector, the login, and requests to the bot with real signatures.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TeamsActor } from './actor.ts';
import { handleConnector } from './connector.ts';
import { Faults, type Fault, type Operation } from './faults.ts';
import { FileStore } from './files.ts';
import { handleGraph } from './graph.ts';
import { sendJson } from './http.ts';
import { Login } from './login.ts';
import { Pace } from './pace.ts';
import { jwkOf, newSigningKey, signToken, type SigningKey } from './signing-key.ts';
import { Uploads } from './uploads.ts';
import { Tenant, type App, type Json, type TeamsUser } from './state.ts';

/** How a request to the bot may be signed wrongly. */
export interface TokenOverrides {
  audience?: string;
  issuer?: string;
  serviceUrl?: string;
  expired?: boolean;
  /** names another key than the one that signs */
  kid?: string;
  key?: SigningKey;
}

export interface Answered {
  /** 0: nobody answered */
  status: number;
  body: string;
}

/** One for the whole process: making a key takes up to a second. */
const signing = newSigningKey('fake-key-1');

export class FakeTeams {
  readonly issuer = 'https://api.botframework.com';
  readonly tenants = new Map<string, Tenant>();
  /** every call of the bot to the connector, in order */
  readonly calls: { op: Operation; tenant: string; conversation: string; body: Json }[] = [];
  /** what the connector refused as misshapen, and what invokes returned that Teams cannot show */
  readonly refusals: string[] = [];
  /** every activity sent to the bot and the status it was answered with */
  readonly deliveries: { type: string; name?: string; id: string; status: number }[] = [];
  /** where the bot listens */
  botUrl = '';
  url = '';
  /** answers 429 beyond the limits; otherwise a breach is noted only */
  enforceLimits = false;
  /** Whether the client puts the quoted text before the text of the message, as some clients do. */
  quotesInText = false;
  /**
   * How a picture in a channel or group chat is named: by its address in Graph, as an attachment of the connector, or only by its id in the
   * store of Teams.
   */
  pictures: 'graph' | 'connector' | 'object' = 'graph';
  /** whether a message names the files in SharePoint that it refers to */
  namesFiles = true;
  readonly login = new Login(
    () => this.tenantList,
    () => this.graphUrl,
  );
  readonly pace = new Pace(() => Date.now() + this.skewMs);
  readonly faults = new Faults();
  readonly files = new FileStore(
    () => this.url,
    this.faults,
    (violation) => this.violations.push(violation),
  );
  readonly uploads = new Uploads(
    () => this.url,
    this.faults,
    (violation) => this.violations.push(violation),
  );
  private readonly signing = signing;
  private readonly name = randomUUID();
  private lastId = 0;
  private skewMs = 0;
  private server: Server | null = null;

  async start(): Promise<void> {
    await this.login.start();
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.login.stop();
    this.server?.closeAllConnections();
    await new Promise((done) => (this.server ? this.server.close(done) : done(undefined)));
  }

  /** the connector, as activities name it */
  get serviceUrl(): string {
    return `${this.url}/`;
  }

  /** Never the same twice, though its port can be: botbuilder keeps the keys by this address for the whole process. */
  get openIdUrl(): string {
    return `${this.url}/openid?of=${this.name}`;
  }

  get loginUrl(): string {
    return this.login.url;
  }

  get graphUrl(): string {
    return `${this.url}/graph`;
  }

  /** calls before a Retry-After was over, calls beyond the limits, tokens sent where they do not belong */
  get violations(): string[] {
    return this.pace.violations;
  }

  get tenantList(): Tenant[] {
    return [...this.tenants.values()];
  }

  addTenant(id: string, app: App): Tenant {
    const tenant = new Tenant(id, app);
    this.tenants.set(id, tenant);
    return tenant;
  }

  /** Acts as a user. */
  as(tenant: Tenant, user: TeamsUser): TeamsActor {
    return new TeamsActor(this, tenant, user);
  }

  /** The next calls of an operation fail so, one each. */
  fail(operation: Operation, ...faults: (Fault | 'passes')[]): void {
    this.faults.add(operation, faults);
  }

  /** Moves the fake's own clock: its limits and its activity ids. */
  passMs(ms: number): void {
    this.skewMs += ms;
  }

  /** Activity ids are milliseconds, and never the same twice. */
  readonly newId = (): string => {
    this.lastId = Math.max(Date.now() + this.skewMs, this.lastId + 1);
    return String(this.lastId);
  };

  /** @param conversation its id without a thread; of a new chat, its member */
  tenantIdOf(appId: string, conversation: string, body: Json): string {
    const own = this.tenantList.filter(({ app }) => app.appId === appId);
    const named = (body.tenantId ?? (body.channelData as { tenant?: { id?: string } } | undefined)?.tenant?.id) as
      string | undefined;
    return own.find(({ conversations, teams }) => conversations.has(conversation) || teams.has(conversation))?.id ?? named ?? '';
  }

  /** A token as the Bot Framework gives it to a request, or one that is wrong as told. */
  token(appId: string, wrong: TokenOverrides = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const key = { ...(wrong.key ?? this.signing), kid: wrong.kid ?? this.signing.kid };
    // an hour is past any tolerance for clocks that differ
    const from = wrong.expired ? now - 7200 : now;
    return signToken(key, {
      serviceurl: wrong.serviceUrl ?? this.serviceUrl,
      nbf: from,
      iat: from,
      exp: from + 3600,
      iss: wrong.issuer ?? this.issuer,
      aud: wrong.audience ?? appId,
    });
  }

  /** @param token the whole token; null: no Authorization header */
  async deliver(activity: Json, token: string | null): Promise<Answered> {
    const { id: conversation, tenantId } = (activity.conversation ?? {}) as Json;
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'x-ms-conversation-id': headerText(conversation),
      'x-ms-tenant-id': headerText(tenantId),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const answered = await this.request(JSON.stringify(activity), headers);
    const { type, name, id } = activity as { type: string; name?: string; id: string };
    this.deliveries.push({ type, ...(name ? { name } : {}), id, status: answered.status });
    return answered;
  }

  private async request(body: string, headers: Record<string, string>): Promise<Answered> {
    try {
      const answer = await fetch(`${this.botUrl}/api/messages`, { method: 'POST', body, headers });
      return { status: answer.status, body: await answer.text() };
    } catch {
      return { status: 0, body: '' };
    }
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname === '/openid') return sendJson(response, 200, this.metadata());
    if (pathname === '/keys') return sendJson(response, 200, { keys: [jwkOf(this.signing, ['msteams'])] });
    if (pathname.startsWith('/graph/')) return handleGraph(this, request, response);
    if (pathname.startsWith('/upload/')) return this.uploads.serve(pathname.slice('/upload/'.length), request, response);
    await handleConnector(this, request, response).catch((error: unknown) =>
      sendJson(response, 500, { error: { code: 'ServiceError', message: String(error) } }),
    );
  }

  private metadata(): Json {
    return {
      issuer: this.issuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${this.url}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    };
  }
}

/** What a header can carry of an id. */
function headerText(id: unknown): string {
  return typeof id === 'string' ? id.replace(/[^\x20-\x7e]/g, '') : '';
}
