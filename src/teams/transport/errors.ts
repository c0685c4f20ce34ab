// Maps errors of the Bot Connector to DeliveryError. Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit and
// …/bots/how-to/conversations/subscribe-to-conversation-events, Status codes.
import { DeliveryError, errorCode, type FailureScope } from '../../ports.ts';
import { NoRegistration } from './clients.ts';

/** Errors of making a connection: nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Temporary refusals. Teams answers 412 when something else is writing to the conversation. */
const temporary = new Set([401, 407, 408, 412, 425]);

interface ConnectorError {
  statusCode?: number;
  code?: string;
  message?: string;
  response?: { headers?: { get(name: string): string | undefined } };
  details?: { error?: { code?: string } };
  body?: { error?: { code?: string } };
}

/** Converts anything that a call of the connector throws. */
export function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const cause = { cause: error };
  if (error instanceof NoRegistration)
    return new DeliveryError('refused', 'no_registration', undefined, { ...cause, scope: 'workspace' });
  // `response` is not enumerable, so a rest pattern would drop it
  const { statusCode: status, code, response, details, body } = (error ?? {}) as ConnectorError;
  if (status === undefined) {
    const kind = code !== undefined && neverSent.has(code) ? 'failed' : 'in-doubt';
    return new DeliveryError(kind, code ?? 'no_answer', undefined, cause);
  }
  const named = details?.error?.code ?? body?.error?.code;
  const name = named === undefined ? `http_${status}` : errorCode(named);
  // the connector's library reports an answer that is not JSON with its status of success
  if (status < 400) return new DeliveryError('in-doubt', 'bad_answer', undefined, cause);
  if (status === 429) return new DeliveryError('limited', name, retryAfter(response), cause);
  if (status >= 500) return new DeliveryError('in-doubt', name, undefined, cause);
  if (temporary.has(status)) return new DeliveryError('failed', name, undefined, cause);
  return new DeliveryError('refused', name, undefined, { ...cause, scope: scopeOf(status, name) });
}

/** Tells what a refusal concerns. 403 and 404 are about the conversation unless they name an activity (page above, Status codes). */
function scopeOf(status: number, name: string): FailureScope | undefined {
  if (/^(Activity|Message)NotFound/.test(name)) return 'message';
  return status === 403 || status === 404 || status === 410 ? 'destination' : undefined;
}

/** Whether an error means that something does not exist, no longer exists, or is not open to the bot. */
export function isGone(error: unknown): boolean {
  const { statusCode } = (error ?? {}) as ConnectorError;
  return statusCode === 404 || statusCode === 403 || statusCode === 410;
}

/** @returns milliseconds; undefined where Teams does not say */
function retryAfter(response: ConnectorError['response']): number | undefined {
  const seconds = Number(response?.headers?.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
