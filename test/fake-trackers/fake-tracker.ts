// What the strict fakes of the trackers share: a web server on a port of its own, issues in memory, and faults. A fake refuses every request
// that the product's documentation does not describe, so that a wrong document cannot pass unnoticed.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TrackerConfig } from '../../src/config/trackers.ts';
import type { TrackerSetting } from '../../src/domain/tracker-setting.ts';

/** An issue of a fake. */
export interface FakeIssue {
  /** 1 for the first */
  number: number;
  title: string;
  /** as the product stores it */
  text: unknown;
  state: string;
  /** why it was closed, as the product names it */
  resolution: string | null;
  assignee: string | null;
  target: { name: string; date: string | null } | null;
  updatedAt: Date;
  comments: { id: number; author: string; text: unknown; createdAt: Date; at: Date }[];
}

/**
 * What goes wrong with a request. `lose`: it is carried out, and the connection ends without an answer. `hold`: it is carried out, and the
 * answer never comes. A status: it is answered with that, and nothing is carried out.
 */
export type Fault = 'lose' | 'hold' | { status: number; headers?: Record<string, string> };

/** A request as a fake reads it. */
export interface FakeRequest {
  method: string;
  /** without the base and the query */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** An answer of a fake. */
export interface FakeAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** Refuses a request. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A fake tracker. */
export abstract class FakeTracker {
  readonly issues: FakeIssue[] = [];
  /** taken by the next requests, in order */
  readonly faults: Fault[] = [];
  /** `GET /path` of every request */
  readonly calls: string[] = [];
  /** the time that the fake writes on issues and comments */
  now = new Date('2026-11-02T15:00:00Z');
  /** issues that a search does not find yet */
  unindexed = 0;
  readonly secret = 'a secret of webhooks';
  protected readonly token = 'a token of the bot';
  private readonly server: Server;
  private port = 0;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://fake');
        this.calls.push(`${request.method} ${url.pathname}`);
        const fault = this.faults.shift();
        if (typeof fault === 'object') {
          response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers }).end('trouble');
          return;
        }
        const { status, headers, body } = this.answer({
          method: request.method ?? '',
          path: decodeURIComponent(url.pathname),
          query: url.searchParams,
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
        if (fault === 'lose') request.socket.destroy();
        else if (fault !== 'hold')
          response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      });
    });
  }

  /** The tracker as the bot is configured for it. */
  config(over: Partial<TrackerSetting> = {}): TrackerConfig {
    return { setting: { ...this.setting, ...over }, token: this.token, user: this.user, webhookSecret: this.secret };
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  /** Ends all connections. `start` opens the same port again. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** Adds an issue that a developer wrote. */
  add(title: string, text: unknown = null): FakeIssue {
    const issue: FakeIssue = {
      ...{ number: this.issues.length + 1, title, text, state: this.openState, resolution: null, assignee: null, target: null },
      ...{ updatedAt: this.now, comments: [] },
    };
    this.issues.push(issue);
    return issue;
  }

  /** Changes an issue, as a developer does. */
  change(issue: FakeIssue, over: Partial<Pick<FakeIssue, 'state' | 'resolution' | 'assignee' | 'target'>>): void {
    Object.assign(issue, over);
    this.touch(issue);
  }

  /** Adds a comment. @param text as the product stores it */
  comment(issue: FakeIssue, author: string, text: unknown): void {
    this.touch(issue);
    issue.comments.push({ id: 9000 + issue.comments.length, author, text, createdAt: issue.updatedAt, at: issue.updatedAt });
  }

  /** Changes the text of a comment. @param touches whether the product changes the time of the issue with it */
  editComment(issue: FakeIssue, index: number, text: unknown, touches = true): void {
    const { updatedAt } = issue;
    this.touch(issue);
    const comment = issue.comments[index];
    if (!comment) throw new Error(`there is no comment ${index}`);
    Object.assign(comment, { text, at: issue.updatedAt });
    if (!touches) issue.updatedAt = updatedAt;
  }

  private touch(issue: FakeIssue): void {
    this.now = new Date(this.now.getTime() + 1000);
    issue.updatedAt = this.now;
  }

  protected find(number: string | undefined): FakeIssue {
    const issue = this.issues.find((one) => String(one.number) === number);
    if (!issue) throw new Refused(404, 'there is no such issue');
    return issue;
  }

  /** The issues that a search finds by now. */
  protected get indexed(): FakeIssue[] {
    return this.issues.slice(0, this.issues.length - this.unindexed);
  }

  private answer(request: FakeRequest): FakeAnswer {
    try {
      const type = request.headers['content-type'];
      const text = request.body as string;
      if (request.method === 'GET' && text !== '') throw new Refused(400, 'a GET has no body');
      if (request.method === 'POST' && type !== this.contentType(request.path)) throw new Refused(415, `${type} is not accepted`);
      return this.handle({ ...request, body: text === '' ? null : (JSON.parse(text) as unknown) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: error.status, body: { message: error.message } };
    }
  }

  /** The content type of a POST. */
  protected contentType(_path: string): string {
    return 'application/json';
  }

  /** the number of an issue as people know it */
  abstract numberOf(issue: FakeIssue): string;
  /** the state of a new issue, and one in which it is fixed */
  abstract readonly openState: string;
  abstract readonly fixedState: string;
  /** Writes a comment as the product stores it. */
  abstract written(text: string): unknown;
  /** Makes the webhook that the product sends when an issue changed. @param event as the product names it; another one than that */
  abstract webhook(issue: FakeIssue, event?: string): { headers: Record<string, string>; body: string };
  protected abstract readonly user: string | null;
  protected abstract get setting(): TrackerSetting;
  protected abstract handle(request: FakeRequest): FakeAnswer;
}

/** Refuses a body that has other keys than these. */
export function exactly(body: unknown, keys: readonly string[]): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) throw new Refused(400, 'the body is not an object');
  const wrong = [...Object.keys(body).filter((key) => !keys.includes(key)), ...keys.filter((key) => !(key in body))];
  if (wrong.length > 0) throw new Refused(400, `unexpected or missing: ${wrong.join(', ')}`);
  return body as Record<string, unknown>;
}

/** What every setting of a fake has. */
export const commonSetting = {
  notFixed: ["Won't Do", 'not planned', 'As Designed'],
  supportMark: '#support',
  onFixed: 'propose',
  pollEvery: '15m',
} as const satisfies Partial<TrackerSetting>;
