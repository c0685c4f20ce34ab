// A strict Slack of our own: two or more workspaces, real error names, limits, one-shot triggers, signed requests to the bot.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { limits } from './limits.ts';
import { ApiError } from './api-error.ts';
import { methods, type Args } from './methods.ts';
import { Pace } from './pace.ts';
import { Workspace, type Channel, type Ephemeral, type Message, type User, type View } from './state.ts';
import { Actor } from './actor.ts';
import { serveContent, takeContent } from './files.ts';

/** What goes wrong with the next call of a method. */
export type Fault =
  | { kind: 'error'; code: string }
  | { kind: 'limited'; seconds: number }
  | { kind: 'status'; status: number }
  | { kind: 'lost-answer' }
  /** it happened, and the answer with status 200 is this body */
  | { kind: 'odd-answer'; body: string };

export interface Answered {
  status: number;
  body: string;
}

export class FakeSlack {
  readonly appId = 'A0CASE';
  readonly signingSecret = 'fake-signing-secret';
  readonly workspaces = new Map<string, Workspace>();
  /** every call, in order */
  readonly calls: { method: string; workspace: string; args: Args }[] = [];
  /** calls made before a Retry-After had passed */
  readonly violations: string[] = [];
  /** answers 429 beyond what Slack allows in a minute */
  enforceLimits = false;
  private readonly pace = new Pace(() => Date.now() + this.skewMs);
  /** where the bot listens */
  botUrl = '';
  /** what Slack does with complete files after a while, as long as it is held up */
  heldFiles: (() => void)[] | null = null;
  /** called when a call has arrived, and once it has had its effect. @returns that the caller was killed, so that it gets no answer */
  onCall: (method: string, moment: 'arrived' | 'done', args: Args) => boolean = () => false;
  /** codes of installations on their way */
  readonly codes = new Map<string, string>();
  private readonly faults = new Map<string, Fault[]>();
  private readonly notBefore = new Map<string, number>();
  private readonly triggers = new Map<string, { user: string; workspace: string; at: number }>();
  private readonly responses = new Map<string, { workspace: Workspace; user: string; channel: string; message?: Ephemeral }>();
  private readonly echoes = new Set<Promise<unknown>>();
  private count = 0;
  private skewMs = 0;
  private server: Server | null = null;
  url = '';

  async start(): Promise<void> {
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.echoes);
    this.server?.closeAllConnections();
    this.server?.close();
  }

  addWorkspace(id: string): Workspace {
    const workspace = new Workspace(id, `xoxb-${id}`);
    this.workspaces.set(id, workspace);
    return workspace;
  }

  /** Acts as a user. */
  as(workspace: Workspace, user: User): Actor {
    return new Actor(this, workspace, user);
  }

  /** The next calls of a method fail so, one each. */
  fail(method: string, ...faults: Fault[]): void {
    this.faults.set(method, [...(this.faults.get(method) ?? []), ...faults]);
  }

  /** Moves the fake's own clock. */
  passMs(ms: number): void {
    this.skewMs += ms;
  }

  nextId(prefix: string): string {
    this.count += 1;
    return `${prefix}${this.count.toString(36).toUpperCase().padStart(6, '0')}`;
  }

  nextTs(): string {
    this.count += 1;
    return `${Math.floor((Date.now() + this.skewMs) / 1000)}.${String(this.count).padStart(6, '0')}`;
  }

  newTrigger(workspace: Workspace, user: string): string {
    const id = this.nextId('trigger.');
    this.triggers.set(id, { user, workspace: workspace.id, at: Date.now() + this.skewMs });
    return id;
  }

  useTrigger(workspace: Workspace, id: string | undefined): string {
    const trigger = this.triggers.get(id ?? '');
    if (!trigger || trigger.workspace !== workspace.id) throw new ApiError('invalid_trigger_id');
    this.triggers.delete(id ?? '');
    if (Date.now() + this.skewMs - trigger.at > limits.triggerMs) throw new ApiError('expired_trigger_id');
    return trigger.user;
  }

  newView(view: Omit<View, 'id' | 'hash'>): View {
    const blocks = view.blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `b${index}` }));
    return { ...view, blocks, id: this.nextId('V'), hash: this.nextId('h') };
  }

  /** Stores a message and tells the bot of it, as Slack does of the bot's own, too. */
  addMessage(workspace: Workspace, channel: Channel, message: Omit<Message, 'ts'>): Message {
    const blocks = message.blocks?.map((block, index) => ({ ...block, block_id: block.block_id ?? `b${index}` }));
    const stored: Message = { ...message, ...(blocks ? { blocks } : {}), ts: this.nextTs() };
    channel.messages.push(stored);
    if (stored.bot_id)
      this.inBackground(
        this.sendEvent(workspace, { type: 'message', channel: channel.id, channel_type: channel.kind, ...stored }),
      );
    return stored;
  }

  newResponseUrl(workspace: Workspace, user: string, channel: string, message?: Ephemeral): string {
    const id = this.nextId('r');
    this.responses.set(id, { workspace, user, channel, message });
    return `${this.url}/response/${id}`;
  }

  /**
   * Sends an event as Slack does: again, with the same id, up to three times when it is not taken. A bot that does not answer at all is gone, and
   * is asked again only when another one has taken its place.
   */
  async sendEvent(workspace: Workspace, event: Record<string, unknown>, eventId = this.nextId('Ev')): Promise<number[]> {
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: workspace.id,
      api_app_id: this.appId,
      event_id: eventId,
      event_time: 0,
      authorizations: [{ team_id: workspace.id, enterprise_id: null, is_bot: true, user_id: workspace.botUserId }],
      event,
    });
    const statuses: number[] = [];
    for (let retry = 0; retry <= 3; retry += 1) {
      const asked = this.botUrl;
      const { status } = await this.post(
        body,
        'application/json',
        retry > 0 ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_error' } : {},
      );
      statuses.push(status);
      if (status === 200 || (status === 0 && this.botUrl === asked)) break;
    }
    return statuses;
  }

  sendForm(fields: Record<string, string>): Promise<Answered> {
    return this.post(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  }

  /** @param headers may spoil the signature */
  async post(body: string, type: string, headers: Record<string, string> = {}): Promise<Answered> {
    const at = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', this.signingSecret).update(`v0:${at}:${body}`).digest('hex')}`;
    try {
      const answer = await fetch(`${this.botUrl}/slack/events`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, 'x-slack-signature': signature, 'x-slack-request-timestamp': at, ...headers },
      });
      return { status: answer.status, body: await answer.text() };
    } catch {
      return { status: 0, body: '' };
    }
  }

  inBackground(task: Promise<unknown>): void {
    const kept = task.catch(() => undefined).finally(() => this.echoes.delete(kept));
    this.echoes.add(kept);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request).catch(() => null);
    if (bytes === null) return; // the caller was killed
    const path = new URL(request.url ?? '/', this.url).pathname;
    if (path.startsWith('/upload/')) {
      if (this.onCall('upload', 'arrived', {})) return void request.socket.destroy();
      takeContent(this, path, request, bytes, response);
      return void this.onCall('upload', 'done', {});
    }
    if (path.startsWith('/files-pri/')) return void serveContent(this, path, request, response);
    const text = bytes.toString();
    if (path.startsWith('/response/')) return this.respond(path.slice('/response/'.length), text, response);
    const method = path.replace(/^\/api\//, '');
    const args = readArgs(text, request.headers['content-type'] ?? '');
    if (method === 'oauth.v2.access') return json(response, this.install(args));
    const token = args.token ?? request.headers.authorization?.replace(/^Bearer /, '');
    const workspace = [...this.workspaces.values()].find((one) => one.token === token);
    if (!workspace?.installed) return json(response, { ok: false, error: workspace ? 'account_inactive' : 'invalid_auth' });
    this.calls.push({ method, workspace: workspace.id, args });
    const key = `${workspace.id}/${method}`;
    if (Date.now() < (this.notBefore.get(key) ?? 0)) this.violations.push(key);
    if (this.onCall(method, 'arrived', args)) return void request.socket.destroy();
    const fault = this.faults.get(method)?.shift();
    const tooFast = this.enforceLimits ? this.pace.count(workspace.id, method) : undefined;
    const seconds = fault?.kind === 'limited' ? fault.seconds : tooFast;
    if (seconds !== undefined) {
      this.notBefore.set(key, Date.now() + seconds * 1000);
      return void response.writeHead(429, { 'retry-after': String(seconds) }).end();
    }
    if (fault?.kind === 'status') return void response.writeHead(fault.status).end();
    const answer = this.call(method, workspace, args, fault?.kind === 'error' ? fault.code : null);
    if (this.onCall(method, 'done', args) || fault?.kind === 'lost-answer') return void request.socket.destroy();
    if (fault?.kind === 'odd-answer') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.body);
    json(response, answer, { 'x-oauth-scopes': workspace.scopes.join(',') });
  }

  /** The fault that waits for the next call of this kind. */
  nextFault(kind: string): Fault | undefined {
    return this.faults.get(kind)?.shift();
  }

  private call(method: string, workspace: Workspace, args: Args, error: string | null): Record<string, unknown> {
    try {
      if (error) throw new ApiError(error);
      const run = methods[method];
      if (!run) throw new ApiError('unknown_method', method);
      return { ok: true, ...run(this, workspace, args) };
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      return { ok: false, error: refused.code, response_metadata: { messages: [refused.detail] } };
    }
  }

  private respond(id: string, body: string, response: ServerResponse): void {
    const target = this.responses.get(id);
    const sent = JSON.parse(body) as {
      text: string;
      blocks?: Ephemeral['blocks'];
      replace_original?: boolean;
      thread_ts?: string;
    };
    if (!target) return void response.writeHead(404).end();
    const blocks = sent.blocks?.map((block, index) => ({ ...block, block_id: block.block_id ?? `b${index}` }));
    const shown = { user: target.user, channel: target.channel, thread_ts: sent.thread_ts, text: sent.text, blocks };
    if (sent.replace_original && target.message) Object.assign(target.message, shown);
    else target.workspace.ephemerals.push(shown);
    response.writeHead(200).end('ok');
  }

  private install(args: Args): Record<string, unknown> {
    const workspace = this.workspaces.get(this.codes.get(args.code ?? '') ?? '');
    if (!workspace) return { ok: false, error: 'invalid_code' };
    this.codes.delete(args.code ?? '');
    workspace.installed = true;
    return {
      ok: true,
      app_id: this.appId,
      token_type: 'bot',
      access_token: workspace.token,
      bot_user_id: workspace.botUserId,
      scope: workspace.scopes.join(','),
      team: { id: workspace.id, name: workspace.id },
      enterprise: null,
      authed_user: { id: 'U0ADMIN' },
      is_enterprise_install: false,
    };
  }
}

function readArgs(text: string, type: string): Args {
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  const parsed = JSON.parse(text || '{}') as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function json(response: ServerResponse, body: Record<string, unknown>, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
