/** Ends of pauses are rounded up to this, so that the answers to many calls in flight are one pause and not fifty. */
const grid = 100;
/** The workspaces that asked to be left alone (a pause of changes is one of look-ups, too), as this process heard it: for calls that are past their last look at the database. */
export class Pauses {
    until = new Map();
    /** @returns ms until the workspace may be called; 0: now */
    waitMs(workspace, purpose, now) {
        const until = Math.max(this.until.get(key(workspace, 'change')) ?? 0, this.until.get(key(workspace, purpose)) ?? 0);
        return Math.max(0, until - now);
    }
    /** @returns the ms to write down for everybody else; 0: they know already */
    extend(workspace, purpose, retryAfterMs, now) {
        const until = Math.ceil((now + retryAfterMs) / grid) * grid;
        if ((this.until.get(key(workspace, purpose)) ?? 0) >= until)
            return 0;
        this.until.set(key(workspace, purpose), until);
        return until - now;
    }
}
function key({ platform, workspaceId }, purpose) {
    return `${purpose} ${platform} ${workspaceId}`;
}
//# sourceMappingURL=pauses.js.map