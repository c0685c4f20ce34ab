/**
 * Waits for a promise, but not longer than a limit. The promise itself is not canceled.
 * @param timeoutMs the limit in milliseconds
 * @param run starts the work
 * @param onTimeout called when the limit is reached; its value is returned, its error is thrown
 * @throws the error of `run` when it fails in time
 */
export async function withTimeout(timeoutMs, run, onTimeout) {
    let timer;
    const timedOut = Symbol('timed out');
    const limit = new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs, timedOut)));
    try {
        const result = await Promise.race([run(), limit]);
        return result === timedOut ? onTimeout() : result;
    }
    finally {
        clearTimeout(timer);
    }
}
//# sourceMappingURL=with-timeout.js.map