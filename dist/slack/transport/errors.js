// The Web API's errors, mapped once.
import { webApi } from '@slack/bolt';
import { DeliveryError } from "../../ports.js";
import { NotInstalled } from "./clients.js";
/** Errors that pass by themselves, before anything was done (docs.slack.dev, common errors of every method). */
const passing = new Set(['service_unavailable', 'request_timeout', 'team_added_to_org', 'message_limit_exceeded']);
/** Slack's own word that it does not know how far it came. */
const unsure = new Set(['internal_error', 'fatal_error']);
const limited = new Set(['ratelimited', 'rate_limited']);
/** No connection was made, so nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
/** Where Slack forgets to say for how long (ms). */
const unsaidWait = 60_000;
/** @returns the DeliveryError for whatever a call of the Web API threw */
export function deliveryError(error) {
    if (error instanceof DeliveryError)
        return error;
    if (error instanceof NotInstalled)
        return new DeliveryError('refused', 'not_installed', undefined, { cause: error });
    if (error instanceof webApi.WebAPIRateLimitedError)
        return new DeliveryError('limited', 'ratelimited', error.retryAfter * 1000, { cause: error });
    if (error instanceof webApi.WebAPIPlatformError)
        return platformError(error);
    if (error instanceof webApi.WebAPIRequestError)
        return requestError(error);
    if (error instanceof webApi.WebAPIHTTPError)
        return httpError(error);
    // the client's plain Error for a 429 whose header says nothing
    if (error instanceof Error && error.message.startsWith('Retry header did not contain'))
        return new DeliveryError('limited', 'ratelimited', unsaidWait, { cause: error });
    return new DeliveryError('doubt', 'unexpected', undefined, { cause: error });
}
function platformError(error) {
    const code = error.data.error;
    if (limited.has(code)) {
        const seconds = error.data.response_metadata?.retryAfter;
        return new DeliveryError('limited', code, seconds === undefined ? unsaidWait : seconds * 1000, { cause: error });
    }
    const kind = unsure.has(code) ? 'doubt' : passing.has(code) ? 'failed' : 'refused';
    return new DeliveryError(kind, code, undefined, { cause: error });
}
function requestError(error) {
    const code = systemCode(error.original);
    const kind = code !== null && neverSent.has(code) ? 'failed' : 'doubt';
    return new DeliveryError(kind, code ?? 'no_answer', undefined, { cause: error });
}
/** Slack refuses with 200 and a word; another 4xx comes from something on the way, which may be put right. */
function httpError(error) {
    const code = `http_${error.statusCode}`;
    return new DeliveryError(error.statusCode >= 500 ? 'doubt' : 'failed', code, undefined, { cause: error });
}
/** The system's own word for a broken connection, however deep the client wrapped it. */
function systemCode(error) {
    for (let at = error; at instanceof Error; at = at.cause) {
        if (at instanceof AggregateError && at.errors.length > 0)
            return systemCode(at.errors[0]);
        if ('code' in at && typeof at.code === 'string' && /^(E|UND_ERR_)/.test(at.code))
            return at.code;
    }
    return null;
}
//# sourceMappingURL=errors.js.map