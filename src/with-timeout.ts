/**
 * Waits for a promise, but not longer than a limit. The promise itself is not canceled.
 * @param timeoutMs the limit in milliseconds
 * @param run starts the work
 * @param onTimeout called when the limit is reached; its value is returned, its error is thrown
 * @throws the error of `run` when it fails in time
 */
export function withTimeout<T, Late = T>(timeoutMs: number, run: () => Promise<T>, onTimeout: () => Late): Promise<T | Late> {
  return new Promise((resolve, reject) => {
    const work = run();
    const timer = setTimeout(() => resolve(Promise.resolve().then(onTimeout)), timeoutMs);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
