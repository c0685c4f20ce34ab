// Maps errors of the Web API to DeliveryError. Follows docs.slack.dev/reference/methods (the common errors of every method) and
// docs.slack.dev/apis/web-api/rate-limits.
import { webApi } from '@slack/bolt';
import { DeliveryError, errorCode, type FailureScope } from '../../ports.ts';
import { NotInstalled } from './clients.ts';

/** Temporary errors that come before anything was done. */
const temporary = new Set(['service_unavailable', 'request_timeout', 'team_added_to_org', 'message_limit_exceeded']);
/** Errors after which Slack itself does not know whether the request took effect. */
const unsure = new Set(['internal_error', 'fatal_error']);

/** Errors that mean more than this message (docs.slack.dev/reference/methods/chat.postMessage, Errors). */
const scopes: Readonly<Record<Exclude<FailureScope, 'recipient'>, readonly string[]>> = {
  message: ['message_not_found'],
  thread: ['thread_not_found', 'cannot_reply_to_message', 'invalid_thread_ts'],
  destination: [
    'channel_not_found',
    'is_archived',
    'is_inactive',
    'not_in_channel',
    'channel_type_not_supported',
    'method_not_supported_for_channel_type',
    'messages_tab_disabled',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'cannot_dm_bot',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
  ],
  workspace: [
    'access_denied',
    'account_inactive',
    'accesslimited',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'invalid_auth',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'not_installed',
    'org_login_required',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ],
};
const scopeOf = new Map(Object.entries(scopes).flatMap(([scope, codes]) => codes.map((code) => [code, scope as FailureScope])));

const limited = new Set(['ratelimited', 'rate_limited']);

/** Errors of making a connection: nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** ms to wait where Slack does not say how long. */
const defaultWait = 60_000;

/** Converts anything that a call of the Web API throws. */
export function deliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof NotInstalled)
    return new DeliveryError('refused', 'not_installed', undefined, { cause: error, scope: 'workspace' });
  if (error instanceof webApi.WebAPIRateLimitedError)
    return new DeliveryError('limited', 'ratelimited', error.retryAfter * 1000, { cause: error });
  if (error instanceof webApi.WebAPIPlatformError) return platformError(error);
  if (error instanceof webApi.WebAPIRequestError) return requestError(error);
  if (error instanceof webApi.WebAPIHTTPError) return httpError(error);
  // the client throws a plain Error for a 429 without a usable Retry-After header
  if (error instanceof Error && error.message.startsWith('Retry header did not contain'))
    return new DeliveryError('limited', 'ratelimited', defaultWait, { cause: error });
  return new DeliveryError('in-doubt', 'unexpected', undefined, { cause: error });
}

function platformError(error: webApi.WebAPIPlatformError): DeliveryError {
  // a page of HTML, a word or an empty body with status 200 comes from a proxy, or from Slack in trouble: the message may have arrived
  const code = /^[a-z][a-z0-9_]{2,}$/.test(error.data.error) ? errorCode(error.data.error) : 'bad_answer';
  if (code === 'bad_answer') return new DeliveryError('in-doubt', code, undefined, { cause: error });
  if (limited.has(code)) {
    const seconds = error.data.response_metadata?.retryAfter;
    return new DeliveryError('limited', code, seconds === undefined ? defaultWait : seconds * 1000, { cause: error });
  }
  const kind = unsure.has(code) ? 'in-doubt' : temporary.has(code) ? 'failed' : 'refused';
  return new DeliveryError(kind, code, undefined, { cause: error, scope: scopeOf.get(code) });
}

function requestError(error: webApi.WebAPIRequestError): DeliveryError {
  const code = systemCode(error.original);
  const kind = code !== null && neverSent.has(code) ? 'failed' : 'in-doubt';
  return new DeliveryError(kind, code ?? 'no_answer', undefined, { cause: error });
}

/** Slack itself refuses with status 200. Any other 4xx comes from a proxy, and may be temporary. */
function httpError(error: webApi.WebAPIHTTPError): DeliveryError {
  const code = `http_${error.statusCode}`;
  return new DeliveryError(error.statusCode >= 500 ? 'in-doubt' : 'failed', code, undefined, { cause: error });
}

/** The operating system's code of a broken connection, however deep the client wrapped it. */
function systemCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof AggregateError && at.errors.length > 0) return systemCode(at.errors[0]);
    if ('code' in at && typeof at.code === 'string' && /^(E|UND_ERR_)/.test(at.code)) return at.code;
  }
  return null;
}
