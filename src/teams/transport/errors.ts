// The connector's errors, mapped once (learn.microsoft.com: rate limiting for bots; status codes from bot conversational APIs).
import { DeliveryError } from '../../ports.ts';
import { NoRegistration } from './clients.ts';

/** No connection was made, so nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Teams did not take it, and may the next time: 412 is its word for "somebody else writes there now". */
const passing = new Set([401, 408, 412, 425]);

interface ConnectorError {
  statusCode?: number;
  code?: string;
  message?: string;
  response?: { headers?: { get(name: string): string | undefined } };
  details?: { error?: { code?: string } };
  body?: { error?: { code?: string } };
}

/** @returns the DeliveryError for whatever a call of the connector threw */
export function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const cause = { cause: error };
  if (error instanceof NoRegistration) return new DeliveryError('refused', 'no_registration', undefined, cause);
  // `response` cannot be enumerated: a rest pattern would leave it behind
  const { statusCode: status, code, response, details, body } = (error ?? {}) as ConnectorError;
  if (status === undefined) {
    const kind = code !== undefined && neverSent.has(code) ? 'failed' : 'doubt';
    return new DeliveryError(kind, code ?? 'no_answer', undefined, cause);
  }
  const word = details?.error?.code ?? body?.error?.code ?? `http_${status}`;
  if (status === 429) return new DeliveryError('limited', word, retryAfter(response), cause);
  if (status >= 500) return new DeliveryError('doubt', word, undefined, cause);
  return new DeliveryError(passing.has(status) ? 'failed' : 'refused', word, undefined, cause);
}

/** Whether Teams says that this is not there (any more), or not for us. */
export function isGone(error: unknown): boolean {
  const { statusCode } = (error ?? {}) as ConnectorError;
  return statusCode === 404 || statusCode === 403 || statusCode === 410;
}

/** @returns ms; undefined where Teams does not say */
function retryAfter(response: ConnectorError['response']): number | undefined {
  const seconds = Number(response?.headers?.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
