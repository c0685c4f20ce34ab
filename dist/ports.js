/** Why a message did not go out. */
export class DeliveryError extends Error {
    kind;
    code;
    retryAfterMs;
    name = 'DeliveryError';
    /**
     * @param kind `limited`: not before `retryAfterMs`. `refused`: the platform will never take it (channel gone, bot removed, token
     * revoked, message invalid). `failed`: the platform surely did not take it, try again. `doubt`: no answer came, it may stand there.
     * @param code the platform's own word, e.g. `channel_not_found`
     */
    constructor(kind, code, retryAfterMs, options) {
        super(`${kind}: ${code}`, options);
        this.kind = kind;
        this.code = code;
        this.retryAfterMs = retryAfterMs;
    }
}
//# sourceMappingURL=ports.js.map