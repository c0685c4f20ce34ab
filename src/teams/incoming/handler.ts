// POST /api/messages: who calls is checked before anything is read from what they say.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity, TurnContext } from 'botbuilder';
import type { Log } from '../../ports.ts';
import type { Clients } from '../transport/clients.ts';
import type { Registration, Registrations } from '../transport/registrations.ts';
import { Unauthorized } from '../transport/authenticator.ts';

/** A request whose body our server has read already. */
export type TeamsHandler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => Promise<void>;

interface HandlerParts {
  registrations: Registrations;
  connections: Clients;
  /** null: every request is let in, as one of this registration (TEAMS_DEV_NO_AUTH) */
  unsigned: Registration | null;
  onTurn: (context: TurnContext, registration: Registration) => Promise<void>;
  log: Log;
}

export function createHandler({ registrations, connections, unsigned, onTurn, log }: HandlerParts): TeamsHandler {
  return async (request, response) => {
    if (request.url?.split('?')[0] !== '/api/messages') return void response.writeHead(404).end();
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const activity = activityIn(request.rawBody);
    if (!activity) return void response.writeHead(400).end();
    const header = request.headers.authorization ?? '';
    try {
      const registration = unsigned ?? (await registrationOf(registrations, header));
      const door = connections.door(registration);
      const actor = await door.authenticate(activity, header);
      const answer = await door.enter(actor, activity, (context) => onTurn(context, registration));
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
      response.end(answer?.body === undefined ? '' : JSON.stringify(answer.body));
    } catch (error) {
      if (!(error instanceof Unauthorized)) throw error;
      log.warn({ why: error.message }, 'a request to /api/messages was not signed as it must be');
      response.writeHead(401).end();
    }
  };
}

/** The token's audience chooses the credentials; it is believed only after it was validated with them. */
async function registrationOf(registrations: Registrations, header: string): Promise<Registration> {
  const registration = await registrations.ofApp(audienceOf(header));
  if (!registration) throw new Unauthorized('the token is for no bot of ours');
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

/** @returns null for what is no activity that can be answered */
function activityIn(body: Buffer): Activity | null {
  try {
    const parsed = JSON.parse(body.toString('utf8')) as Partial<Activity> | null;
    const whole = parsed?.type && parsed.serviceUrl && parsed.conversation?.id && parsed.from?.id && parsed.recipient?.id;
    return whole ? (parsed as Activity) : null;
  } catch {
    return null;
  }
}
