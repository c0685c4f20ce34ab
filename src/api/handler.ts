// Requests below /api/: the routes of the API, its OpenAPI document, and the page that explains it. Each request is answered for a token
// (authenticate.ts), within the database scope of the person it acts as. Other sites' pages cannot use the API: it sends no CORS headers.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../ports.ts';
import { trace } from '../tracing.ts';
import { runAs } from '../usecases/scope.ts';
import type { Services } from '../usecases/context.ts';
import { authenticate, checkScopes, findActor } from './authenticate.ts';
import type { ApiCall } from './call.ts';
import { takesJson, type RawInput, type Route } from './define-route.ts';
import { document } from './document.ts';
import { runChange, type ChangeAnswer } from './keyed.ts';
import { allowOf, matchPath, type Matched } from './match.ts';
import { docsPage } from './page.ts';
import { HttpProblem, problemOf } from './problem.ts';
import { readJson, usualTimes, type BodyTimes } from './read-body.ts';
import { readQuery, unknownPath } from './read-input.ts';
import { sendFile, sendJson, sendProblem, sendText } from './respond.ts';
import { root } from './routes.ts';

/** A request that was answered. */
export interface ApiObservation {
  /** of the route; unknown for a path that leads nowhere */
  operation: string;
  status: number;
  durationMs: number;
}

/** What the API needs. */
export interface ApiParts {
  services: Services;
  log: Log;
  observe?: (observation: ApiObservation) => void;
  times?: Partial<BodyTimes>;
}

/** Answers requests below /api/. It reads their bodies itself. */
export type ApiHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The status of requests whose client was gone before the answer, as proxies count it. */
const unanswered = 499;

/** Creates the handler of the API. */
export function createApi(parts: ApiParts): ApiHandler {
  return async (request, response) => {
    const started = performance.now();
    const requestId = idOf(request);
    response.setHeader('x-request-id', requestId);
    let operation = 'unknown';
    response.once('close', () => {
      const status = response.headersSent ? response.statusCode : unanswered;
      parts.observe?.({ operation, status, durationMs: performance.now() - started });
    });
    await trace('api request', { kind: 'server', parent: null }, async (span) => {
      try {
        await serve(parts, request, response, (name) => (operation = name));
      } catch (error) {
        // a client that leaves before the end of its request gets no answer, and we did nothing wrong
        if (request.readableAborted) response.destroy();
        else fail(parts, request, response, { error, requestId, operation });
      } finally {
        const status = response.headersSent ? response.statusCode : unanswered;
        span.set({ 'casebridge.operation': operation, 'http.response.status_code': status });
      }
    });
  };
}

/** Uses the id that a proxy gave the request. */
function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Drops what still comes of a body that nobody reads anymore, for a while. */
function dropRest(request: IncomingMessage, { graceMs }: BodyTimes): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), graceMs).unref();
  request.once('close', () => clearTimeout(timer));
}

function fail(
  { log, times }: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  { error, requestId, operation }: { error: unknown; requestId: string; operation: string },
): void {
  dropRest(request, { ...usualTimes, ...times });
  let answer = problemOf(error, requestId);
  if (!answer) {
    log.error({ id: requestId, err: error, during: `api ${operation}` }, 'a request failed');
    const next = 'Try again. If it keeps happening, give support the request ID.';
    answer = problemOf(new HttpProblem(500, 'internal', 'Something went wrong on our side.', next), requestId);
  }
  if (!answer || response.headersSent) response.destroy();
  else sendProblem(request, response, answer.problem, answer.headers);
}

async function serve(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  onOperation: (name: string) => void,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  const fixed = url.pathname === '/api/docs' ? docsPage : url.pathname === `${root}/openapi.json` ? documentText : null;
  if (fixed) {
    onOperation('document');
    if (method !== 'GET') return refuseMethod(response, method, 'GET, HEAD, OPTIONS');
    const { text, headers } = fixed(parts.services.settings.brand);
    return sendText(request, response, 200, text, { ...headers, 'cache-control': 'no-cache' });
  }
  const found = url.pathname.startsWith(`${root}/`) ? matchPath(url.pathname.slice(root.length)) : new Map<string, Matched>();
  if (found.size === 0) throw unknownPath404();
  const matched = found.get(method);
  if (!matched) return refuseMethod(response, method, allowOf(found));
  onOperation(matched.route.operation);
  return answer(parts, request, response, { ...matched, url });
}

async function answer(
  { services, times: given }: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  { route, params, url }: Matched & { url: URL },
): Promise<void> {
  const times = { ...usualTimes, ...given };
  const token = await authenticate(services, request, response);
  checkScopes(token, route);
  const actor = await findActor(services, token, route, request);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const call = { services, token, ...actor, signal: gone.signal };
  const { text: bodyText, value: body } = takesJson(route) ? await readJson(request, times) : { text: '', value: undefined };
  const raw: RawInput = { params, query: readQuery(url.searchParams), body, stream: request, times };
  const answered = await runAs(actor.person, () => run(call, route, { raw, request, bodyText }));
  if (answered.kind === 'json') {
    if (answered.location !== undefined) response.setHeader('location', answered.location);
    if (answered.replayed) response.setHeader('idempotent-replayed', 'true');
    return sendJson(request, response, answered.status, answered.body);
  }
  const store = services.files?.store;
  if (!store) throw new HttpProblem(503, 'file-unavailable', 'Files are not available here.');
  return sendFile(request, response, store, { ...answered, idleMs: times.idleMs });
}

async function run(
  call: Omit<ApiCall, 'request' | 'since'>,
  route: Route,
  { raw, request, bodyText }: { raw: RawInput; request: IncomingMessage; bodyText: string },
): Promise<ChangeAnswer> {
  if (route.method !== 'GET') return runChange(call, { route, raw, request, bodyText });
  const read = { idempotencyKey: `api:${randomUUID()}`, platform: null };
  return route.answer({ ...call, request: read, since: call.services.clock.now() }, raw);
}

/** Answers OPTIONS, and refuses any other method that the path does not have. */
function refuseMethod(response: ServerResponse, method: string, allow: string): void {
  if (method !== 'OPTIONS')
    throw new HttpProblem(405, 'wrong-method', `This path does not take ${method}.`, `Use ${allow}.`, { allow });
  response.writeHead(204, { allow, 'cache-control': 'no-store' }).end();
}

function unknownPath404(): HttpProblem {
  const { code, message, next } = unknownPath();
  return new HttpProblem(404, code, message, next);
}

let written: string | undefined;

/** The document does not change while the process runs. */
function documentText(): { text: string; headers: Record<string, string> } {
  written ??= JSON.stringify(document());
  return { text: written, headers: { 'content-type': 'application/json' } };
}
