// The transport for webhooks. Its card is not used: the event is read when it is sent, signed as the Standard Webhooks specification says
// (https://www.standardwebhooks.com), and posted. An endpoint cannot be asked what it got, so after a lost answer the event is sent again with the
// same `webhook-id`, by which receivers recognize it.
import { Webhook } from 'standardwebhooks';
import { DeliveryError, type Clock, type OutgoingEvent, type Transport, type WebhookDesk } from '../ports.ts';
import { ForbiddenAddress } from './addresses.ts';
import { Breakers } from './breaker.ts';
import { callEndpoint, NoAnswer, type Answer, type CallOptions } from './call.ts';

/** What the transport needs. */
export interface TransportParts extends CallOptions {
  desk: WebhookDesk;
  clock: Clock;
  version: string;
}

/** How long the deliveries of an endpoint that gets nothing at the moment wait, in case they are not held back already; ms. */
const pausedMs = 5_000;
/** How soon an endpoint that is left alone is looked at again, because its address may have been changed meanwhile; ms. */
const askAgainMs = 15_000;
/** The longest wait that an endpoint may ask for; ms. */
const maxRetryAfterMs = 3_600_000;

/** Creates the transport for webhooks. */
export function createTransport({ desk, clock, version, ...options }: TransportParts): Transport {
  const breakers = new Breakers();
  const send = async (deliveryId: number): Promise<string | null> => {
    const event = await desk.load(deliveryId);
    if (event === null) return null;
    if (event === 'paused') throw new DeliveryError('limited', 'endpoint_paused', pausedMs);
    const { endpointId, url, body } = event;
    const wait = breakers.wait(url, performance.now());
    // somebody may have repaired it and asked to try at once, through any process
    if (wait.ms > 0 && !(await desk.isHeldBack(endpointId))) breakers.works(url);
    else if (wait.ms > 0) throw new DeliveryError('limited', wait.code, Math.min(wait.ms, askAgainMs));
    try {
      const answer = await callEndpoint(url, headersOf(event, clock.now(), version), body, options);
      if (answer.status === 410) await desk.disable(event);
      const accepted = read(answer, clock.now());
      breakers.works(url);
      desk.accepted(event);
      return accepted;
    } catch (error) {
      const failure = error instanceof DeliveryError ? error : connectionError(error);
      if (failure.kind === 'limited') breakers.limits(url, failure.code, failure.retryAfterMs ?? 0, performance.now());
      else breakers.fails(url, failure.code, performance.now());
      throw failure;
    }
  };
  return {
    send: (_target, _card, deliveryId) => send(deliveryId),
    // an event is never changed or taken back: a change has an event of its own
    update: async () => undefined,
    remove: async () => undefined,
    find: async () => 'unknown',
    limitsEndEarly: true,
  };
}

function headersOf({ messageId, secrets, body }: OutgoingEvent, at: Date, version: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': `Casebridge/${version}`,
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  };
}

/** What is wrong with the endpoint rather than with one event, so everything for it waits and the leads get an alarm. */
const brokenStatuses = new Set([401, 403, 404, 405, 410]);

/** Reads an answer. @returns the status, for the record @throws DeliveryError unless the event was accepted */
function read({ status, retryAfter }: Answer, now: Date): string {
  if (status >= 200 && status < 300) return String(status);
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    throw new DeliveryError('limited', `http_${status}`, retryAfterMs(retryAfter, now));
  if ((status >= 300 && status < 400) || brokenStatuses.has(status))
    throw new DeliveryError('refused', `http_${status}`, undefined, { scope: 'workspace' });
  throw new DeliveryError('failed', `http_${status}`);
}

/** Reads Retry-After: seconds or a date. @returns undefined when it is neither */
function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), maxRetryAfterMs);
}

/** Errors of a connection on which nothing was sent. */
const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL']);

function connectionError(cause: unknown): DeliveryError {
  if (cause instanceof ForbiddenAddress)
    return new DeliveryError('refused', 'address_not_public', undefined, { scope: 'workspace' });
  if (cause instanceof NoAnswer) return new DeliveryError('in-doubt', 'no_answer');
  const { code = '' } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  if (unreachable.has(code)) return new DeliveryError('refused', code.toLowerCase(), undefined, { scope: 'workspace' });
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
    return new DeliveryError('refused', 'bad_certificate', undefined, { scope: 'workspace' });
  return new DeliveryError('in-doubt', 'connection_lost');
}
