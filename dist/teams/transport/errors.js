// The connector's errors, mapped once (learn.microsoft.com: rate limiting for bots; status codes from bot conversational APIs).
import { DeliveryError } from "../../ports.js";
import { NoRegistration } from "./clients.js";
/** No connection was made, so nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Teams did not take it, and may the next time: 412 is its word for "somebody else writes there now". */
const passing = new Set([401, 408, 412, 425]);
/** @returns the DeliveryError for whatever a call of the connector threw */
export function deliveryError(error) {
    if (error instanceof DeliveryError)
        return error;
    const cause = { cause: error };
    if (error instanceof NoRegistration)
        return new DeliveryError('refused', 'no_registration', undefined, cause);
    // `response` cannot be enumerated: a rest pattern would leave it behind
    const { statusCode: status, code, response, details, body } = (error ?? {});
    if (status === undefined) {
        const kind = code !== undefined && neverSent.has(code) ? 'failed' : 'doubt';
        return new DeliveryError(kind, code ?? 'no_answer', undefined, cause);
    }
    const word = details?.error?.code ?? body?.error?.code ?? `http_${status}`;
    if (status === 429)
        return new DeliveryError('limited', word, retryAfter(response), cause);
    if (status >= 500)
        return new DeliveryError('doubt', word, undefined, cause);
    return new DeliveryError(passing.has(status) ? 'failed' : 'refused', word, undefined, cause);
}
/** Whether Teams says that this is not there (any more), or not for us. */
export function isGone(error) {
    const { statusCode } = (error ?? {});
    return statusCode === 404 || statusCode === 403 || statusCode === 410;
}
/** @returns ms; undefined where Teams does not say */
function retryAfter(response) {
    const seconds = Number(response?.headers?.get('retry-after'));
    return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
//# sourceMappingURL=errors.js.map