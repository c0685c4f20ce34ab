/**
 * What went wrong with single cases while the clock was at it: one that cannot be changed must not keep the others waiting, and must not
 * be forgotten either.
 */
export class Failures {
    errors = [];
    /** @returns what `run` gives; null where it failed, and that is kept */
    async past(run) {
        try {
            return await run();
        }
        catch (error) {
            this.errors.push(error);
            return null;
        }
    }
    /** Call it when everything else is done. @throws AggregateError of all that failed */
    raise(what) {
        if (this.errors.length > 0)
            throw new AggregateError(this.errors, `${this.errors.length} ${what}`);
    }
}
//# sourceMappingURL=failures.js.map