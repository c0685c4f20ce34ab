// Stops the parts of the process in the opposite order of their start, each within its own time limit, so that one part that hangs
// does not keep the others from stopping cleanly. The limits are set in main.ts; signals and exit codes are handled there.
import { withTimeout } from "../with-timeout.js";
/** The list of running parts, each with how to stop it. */
export class Shutdown {
    log;
    #steps = [];
    #done = null;
    constructor(log) {
        this.log = log;
    }
    /**
     * Registers a part that was started; it is stopped before everything registered earlier.
     * @param timeoutMs how long the part may take before the next one is stopped
     */
    push(name, timeoutMs, stop) {
        this.#steps.push({ name, timeoutMs, stop });
    }
    /** Stops every part and never throws. A second call waits for the first. */
    run() {
        return (this.#done ??= this.#run());
    }
    async #run() {
        for (const { name, timeoutMs, stop } of this.#steps.reverse()) {
            const tooLate = () => this.log.error({ part: name, timeoutMs }, 'part did not stop in time');
            await withTimeout(timeoutMs, stop, tooLate).catch((err) => this.log.error({ err, part: name }, 'part failed to stop'));
        }
    }
}
//# sourceMappingURL=shutdown.js.map