// The Web API's errors, mapped once.
import { webApi } from '@slack/bolt';
import { DeliveryError } from '../ports.ts';

/** Errors that pass by themselves (docs.slack.dev, common errors of every method). */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'message_limit_exceeded',
]);

/** No connection was made, so nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** @returns the DeliveryError for whatever a call of the Web API threw */
export function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError)
    return new DeliveryError('limited', 'ratelimited', error.retryAfter * 1000, { cause: error });
  if (error instanceof webApi.WebAPIPlatformError) return platformError(error);
  if (error instanceof webApi.WebAPIRequestError) {
    const code = systemCode(error.original);
    return new DeliveryError(code !== null && neverSent.has(code) ? 'failed' : 'doubt', code ?? 'no_answer', undefined, {
      cause: error,
    });
  }
  if (error instanceof webApi.WebAPIHTTPError) return httpError(error);
  return new DeliveryError('doubt', 'unexpected', undefined, { cause: error });
}

function platformError(error: webApi.WebAPIPlatformError): DeliveryError {
  const code = error.data.error;
  if (code === 'ratelimited' || code === 'rate_limited') return new DeliveryError('limited', code, 60_000, { cause: error });
  // these may have been taken before they failed
  if (code === 'internal_error' || code === 'fatal_error') return new DeliveryError('doubt', code, undefined, { cause: error });
  return new DeliveryError(passing.has(code) ? 'failed' : 'refused', code, undefined, { cause: error });
}

function httpError(error: webApi.WebAPIHTTPError): DeliveryError {
  const code = `http_${error.statusCode}`;
  return new DeliveryError(error.statusCode >= 500 ? 'doubt' : 'refused', code, undefined, { cause: error });
}

/** The system's own word for a broken connection, however deep the client wrapped it. */
function systemCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && at.code.startsWith('E')) return at.code;
    if ('code' in at && at.code === 'UND_ERR_CONNECT_TIMEOUT') return at.code;
  }
  return null;
}
