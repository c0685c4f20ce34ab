// The connector's addresses: signs the bot in, counts it, and hands on to the operations.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConnectorError, throttled } from './connector-error.ts';
import { errorOf, type Fault, type Operation } from './faults.ts';
import type { FakeTeams } from './fake-teams.ts';
import { bodyOf, sendJson } from './http.ts';
import { create, member, members, placeOf, post, remove, update, type Answer } from './operations.ts';
import type { Json } from './state.ts';

interface Request {
  appId: string;
  op: Operation;
  /** the id in the address; of a new conversation, the one it will be in */
  conversation: string;
  body: Json;
  run: () => Answer;
}

export async function handleConnector(fake: FakeTeams, http: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(http.url ?? '/', fake.url);
  const path = pathname.split('/').slice(1).map(decodeURIComponent);
  if (path[0] === 'files') return fake.files.serveDownload(path[1] ?? '', http.headers.authorization, response);
  const appId = fake.login.appOf(http.headers.authorization);
  if (!appId && fake.login.graphCallerOf(http.headers.authorization))
    fake.violations.push('the bot sent the token of Graph to the connector');
  if (!appId) return sendJson(response, 401, errorBody('Unauthorized', 'Authorization has been denied for this request.'));
  if (path[1] === 'attachments') return fake.files.servePicture(path[2] ?? '', appId, response);
  const body = JSON.parse((await bodyOf(http)).toString() || '{}') as Json;
  const request = route(fake, appId, http.method ?? 'GET', path, body, searchParams);
  if (!request) return sendJson(response, 404, errorBody('NotFound', `${http.method} ${pathname}`));
  try {
    const { answer, fault } = serve(fake, request);
    if (fault?.kind === 'lost-answer') return void http.socket.destroy();
    if (fault?.kind === 'odd-answer') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.body);
    sendJson(response, answer.status, answer.body);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.code === 'BadSyntax') fake.refusals.push(`${request.op}: ${error.message}`);
    sendJson(response, error.status, errorBody(error.code, error.message), error.headers);
  }
}

function route(
  fake: FakeTeams,
  appId: string,
  method: string,
  path: string[],
  body: Json,
  query: URLSearchParams,
): Request | undefined {
  const [version, collection, conversation = '', part, id] = path;
  if (version !== 'v3') return undefined;
  const place = () => placeOf(fake.tenantList, appId, conversation);
  const as = (op: Operation, run: () => Answer, at = conversation): Request => ({ appId, op, conversation: at, body, run });
  if (collection === 'teams' && method === 'GET') return as('member', () => ok(teamOf(place(), conversation, part)));
  if (collection !== 'conversations') return undefined;
  if (conversation === '' && method === 'POST')
    return as('create', () => create(fake.tenantList, appId, body, fake.newId), targetOf(body));
  if (part === 'activities' && method === 'POST')
    return as(id === undefined ? 'send' : 'reply', () => post(place(), body, fake.newId));
  if (part === 'activities' && id && method === 'PUT') return as('update', () => update(place(), id, body));
  if (part === 'activities' && id && method === 'DELETE') return as('delete', () => remove(place(), id));
  if (part === 'members' && id && method === 'GET') return as('member', () => ok(member(place(), id)));
  if (part === 'members' && method === 'GET') return as('member', () => ok(members(place())));
  if (part === 'pagedmembers' && method === 'GET') return as('member', () => ok(page(members(place()), query)));
  return undefined;
}

/** What a call goes through whatever it does: the record, the pace, the faults a test asked for. */
function serve(fake: FakeTeams, { appId, op, conversation, body, run }: Request): { answer: Answer; fault: Fault | undefined } {
  const base = conversation.split(';messageid=')[0] ?? '';
  fake.calls.push({ op, tenant: fake.tenantIdOf(appId, base, body), conversation, body });
  const seconds = fake.pace.count(op, base);
  const fault = fake.faults.next(op);
  if (fault?.kind === 'status') {
    if (fault.status === 429 && fault.retryAfter !== undefined) fake.pace.wait(op, base, fault.retryAfter);
    throw errorOf(fault);
  }
  if (seconds !== undefined && fake.enforceLimits) {
    fake.pace.wait(op, base, seconds);
    throw throttled(seconds);
  }
  return { answer: run(), fault };
}

function ok(body: Json | Json[]): Answer {
  return { status: 200, body };
}

/** TeamsInfo's getTeamDetails and getTeamChannels; the first channel is General, whose name Teams leaves out. */
function teamOf({ conversation: { team } }: ReturnType<typeof placeOf>, id: string, part: string | undefined): Json {
  if (team?.id !== id) throw new ConnectorError(404, 'TeamNotFound');
  if (part === 'conversations')
    return {
      conversations: team.channels.map((channel) => (channel.id === id ? { id } : { id: channel.id, name: channel.name })),
    };
  return { id, name: team.name, aadGroupId: team.aadGroupId };
}

function page(all: Json[], query: URLSearchParams): Json {
  const start = Number(query.get('continuationToken') ?? 0);
  const end = start + Math.min(Number(query.get('pageSize') ?? 200), 500);
  return { members: all.slice(start, end), ...(end < all.length ? { continuationToken: String(end) } : {}) };
}

function targetOf(body: Json): string {
  const { channel } = (body.channelData ?? {}) as { channel?: { id?: string } };
  const [person] = (body.members ?? []) as { id?: string }[];
  return channel?.id ?? person?.id ?? '';
}

function errorBody(code: string, message: string): Json {
  return { error: { code, message } };
}
