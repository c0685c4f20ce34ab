// POST /api/messages: checks an activity's shape (payload.ts) and its sender (transport/authenticator.ts), then hands it to events.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity } from 'botbuilder';
import type { Log } from '../../ports.ts';
import { PayloadError } from '../../chat/payload.ts';
import type { Clients } from '../transport/clients.ts';
import type { Registration, Registrations } from '../transport/registrations.ts';
import { Unauthorized } from '../transport/authenticator.ts';
import type { ActivityHandler } from './events.ts';
import { describeActivity, parseActivity, tenantOf, type TeamsActivity } from './payload.ts';

/** Handles a request whose body our server has read already. */
export type TeamsHandler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => Promise<void>;

interface HandlerParts {
  registrations: Registrations;
  clients: Clients;
  /** with TEAMS_DEV_NO_AUTH, the registration that all unsigned requests belong to; null otherwise */
  unsigned: Registration | null;
  onActivity: ActivityHandler;
  log: Log;
}

/** Creates the handler. It answers 400 to malformed and 401 to unsigned requests. */
export function createHandler({ registrations, clients, unsigned, onActivity, log }: HandlerParts): TeamsHandler {
  return async (request, response) => {
    if (request.url?.split('?')[0] !== '/api/messages') return void response.writeHead(404).end();
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const activity = activityIn(request.rawBody, log);
    if (!activity) return void response.writeHead(400).end();
    const header = request.headers.authorization ?? '';
    try {
      const registration = unsigned ?? (await registrationOf(registrations, header));
      const authenticator = clients.authenticator(registration);
      const caller = await authenticator.authenticate(activity as Activity, header, tenantOf(activity));
      const answer = await authenticator.handle(caller, activity as Activity, (context) =>
        onActivity(context, activity, registration),
      );
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
      response.end(answer?.body === undefined ? '' : JSON.stringify(answer.body));
    } catch (error) {
      if (!(error instanceof Unauthorized)) throw error;
      log.warn({ why: error.message }, 'refused a request to /api/messages without a valid signature');
      response.writeHead(401).end();
    }
  };
}

/** The token's audience selects the registration. Whether the token is genuine is checked with that registration afterwards. */
async function registrationOf(registrations: Registrations, header: string): Promise<Registration> {
  const registration = await registrations.ofApp(audienceOf(header));
  if (!registration) throw new Unauthorized('the token is for another bot');
  return registration;
}

function audienceOf(header: string): string {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/i.exec(header)?.[1];
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
    const { aud } = (claims ?? {}) as { aud?: unknown };
    return typeof aud === 'string' ? aud : '';
  } catch {
    return '';
  }
}

/** @returns null for a body that is not an activity, which is then logged */
function activityIn(rawBody: Buffer, log: Log): TeamsActivity | null {
  const body = jsonIn(rawBody);
  try {
    return parseActivity(body);
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    log.warn({ ...describeActivity(body), why: error.message }, 'refused a malformed request to /api/messages');
    return null;
  }
}

function jsonIn(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
