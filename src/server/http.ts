// The only HTTP server: passes each request to the handler of its first path segment, and answers /healthz, /readyz and /metrics itself.
// It reads each body once, up to a size and a time limit; what it holds and who the caller is, each handler checks.
// Handlers that receive files read the body themselves. The port is PORT; the metrics may have a port of their own (METRICS_PORT).
import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from './log.ts';
import { withTimeout } from '../with-timeout.ts';

/** Answers the requests of one platform. `rawBody` holds the whole body; the request stream has been read. */
export type Handler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => void | Promise<void>;

/** Answers requests whose body it reads itself, within `longestRequestMs`. */
export type StreamHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The running server. */
export interface Http {
  /** e.g. http://localhost:3000 */
  url: string;
  /** Stops accepting requests, gives those in progress `graceMs` milliseconds to finish, then closes their connections. */
  stop(graceMs: number): Promise<void>;
}

/** What the server serves. */
export interface HttpOptions {
  /** 0 picks a free port */
  port: number;
  /** the variable that sets it, for the error when it is taken; by default PORT */
  portName?: string;
  /** by default every address of this machine */
  host?: string;
  /** what anybody may read, by path */
  pages?: Readonly<Record<string, { html: string } | { redirect: string }>>;
  /** handlers by the first segment of the path; null: that platform is off */
  platforms: Readonly<Record<string, Handler | null>>;
  /** handlers that read the body themselves, by the first segment of the path, or the first two; null: not configured */
  streams?: Readonly<Record<string, StreamHandler | null>>;
  /** how long a platform may take to send a body, ms */
  bodyTimeoutMs?: number;
  ready: Checks;
  /** null: no metrics are served here */
  metrics: MetricsOptions | null;
  /** people reach the server by https:// only; their browsers remember that */
  isSecure?: boolean;
  log: Log;
}

/** What the bot needs in order to work, by name; a check that throws, returns false or takes too long is down. */
export type Checks = Readonly<Record<string, () => Promise<boolean>>>;

/** The metrics, and who may read them. */
export interface MetricsOptions {
  /** returns the metrics in Prometheus' text format, and their content type */
  read: () => Promise<{ type: string; text: string }>;
  /** the bearer token a reader must send; null: none */
  token: string | null;
}

const maxBodyBytes = 1_000_000; // Slack's largest payload, a full view with its state, is below 300 kB
const readyTimeoutMs = 2_000;
/** 150 MB take 20 minutes at 1 Mbit/s. */
const longestRequestMs = 1_800_000;

/**
 * Starts the server.
 * @throws an Error of one line when the port is taken
 */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const { port, host, log, isSecure = false } = options;
  const headers = new Map(Object.entries(isSecure ? { ...securityHeaders, ...secureHeaders } : securityHeaders));
  let stopping = false;
  const server = createServer((request, response) => {
    // a connection whose last response was sent would stay open for its next request
    response.once('close', () => stopping && setImmediate(() => server.closeIdleConnections()));
    response.setHeaders(headers);
    route(request, response, options).catch((error: unknown) => {
      if (request.readableAborted) {
        // nothing is wrong here, and nobody waits for an answer
        log.info({ path: shownPath(request) }, 'a client left before the end of its request');
        return response.destroy();
      }
      log.error({ err: error, path: shownPath(request) }, 'request failed');
      if (response.headersSent) response.destroy();
      else answer(response, 500, { error: 'internal' });
    });
  });
  server.requestTimeout = longestRequestMs;
  // Longer than load balancers keep an idle connection (usually 60 s). With Node's 5 s, they would send requests into closing connections.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(
      `Cannot listen on port ${port}: ${cause instanceof Error ? cause.message : String(cause)}. Set ${options.portName ?? 'PORT'} to a free port.`,
      { cause },
    );
  }
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop(graceMs) {
      const closed = once(server, 'close');
      stopping = true;
      server.close();
      server.closeIdleConnections();
      await withTimeout(
        graceMs,
        () => closed,
        () => server.closeAllConnections(),
      );
      await closed;
    },
  };
}

/**
 * Starts a server of its own for the metrics and the probes, where METRICS_PORT asks for one.
 * @returns null: PORT serves the metrics
 * @throws as `startHttp` does
 */
export async function startMetricsHttp(
  { port, ...metrics }: MetricsOptions & { port: number | null },
  ready: Checks,
  log: Log,
): Promise<Http | null> {
  return port === null ? null : startHttp({ port, portName: 'METRICS_PORT', platforms: {}, ready, metrics, log });
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { pages = {}, platforms, streams = {}, ready, metrics, bodyTimeoutMs = 30_000 }: HttpOptions,
): Promise<void> {
  const path = pathOf(request);
  if (path === '/healthz' || path === '/readyz') {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, { error: 'method not allowed' });
    return path === '/healthz' ? answer(response, 200, { alive: true }) : answerReady(response, ready);
  }
  if (path === '/metrics' && metrics && request.method === 'GET') return answerMetrics(request, response, metrics);
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page) return answerPage(request, response, page);
  const [, segment = '', second = ''] = path.split('/');
  const name = [`${segment}/${second}`, segment].find((one) => Object.hasOwn(streams, one));
  const stream = name === undefined ? undefined : streams[name];
  if (stream) return stream(request, response);
  const handler = Object.hasOwn(platforms, segment) ? platforms[segment] : undefined;
  if (!handler) return answer(response, 404, { error: handler === null ? 'this platform is off' : 'not found' });
  const rawBody = await withTimeout(
    bodyTimeoutMs,
    () => readBody(request),
    () => 'too-late' as const,
  );
  if (rawBody === 'too-late') return answer(response, 408, { error: 'the body took too long' }, { connection: 'close' });
  if (rawBody === 'too-large') return answer(response, 413, { error: 'body too large' });
  await handler(Object.assign(request, { rawBody }), response);
}

const pathOf = (request: IncomingMessage) => (request.url ?? '/').split('?', 1)[0] ?? '/';

/** The path for the log: the long parts of links to files and from emails are all that their holder needs. */
const shownPath = (request: IncomingMessage): string => pathOf(request).replace(/[^/]{24,}/g, '[token]');

/** Listens to the events of the stream, because its async iterator takes 60 µs for each request. */
function readBody(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        // the rest is read and dropped so that the sender gets the answer; the time limit ends that
        if (size <= maxBodyBytes) chunks.push(chunk);
      })
      .once('end', () => resolve(size > maxBodyBytes ? 'too-large' : Buffer.concat(chunks)))
      .once('error', reject);
  });
}

async function answerReady(response: ServerResponse, checks: Checks): Promise<void> {
  const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await isUp(check)] as const));
  const isReady = results.every(([, up]) => up);
  answer(response, isReady ? 200 : 503, {
    ready: isReady,
    ...Object.fromEntries(results.map(([name, up]) => [name, up ? 'up' : 'down'])),
  });
}

async function answerMetrics(request: IncomingMessage, response: ServerResponse, { read, token }: MetricsOptions): Promise<void> {
  if (token !== null && !isEqual(request.headers.authorization ?? '', `Bearer ${token}`))
    return answer(response, 401, { error: 'send METRICS_TOKEN as a bearer token' }, { 'www-authenticate': 'Bearer' });
  const { type, text } = await read();
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}

/** Compares secrets without telling by its time how much of them is equal. */
function isEqual(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}

function answerPage(request: IncomingMessage, response: ServerResponse, page: { html: string } | { redirect: string }): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, { error: 'method not allowed' });
  if ('redirect' in page) response.writeHead(302, { location: page.redirect }).end();
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page.html);
}

/** Of every response, whatever answers it; a page that needs more of its browser says so itself. */
const securityHeaders = {
  // Bolt's page to install the app has a style and a picture of Slack's
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
/** A year, as browsers ask for. Subdomains are not ours to decide about. */
const secureHeaders = { 'strict-transport-security': 'max-age=31536000' };

/** Runs a check. One that fails, or does not answer in time, is down. */
export async function isUp(check: () => Promise<boolean>): Promise<boolean> {
  return withTimeout(readyTimeoutMs, check, () => false).catch(() => false);
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}
