/**
 * Doubles with every failure in a row up to the cap; jittered to between half and all of it, so that lanes that failed together do
 * not come back together.
 * @param failures in a row before this one
 */
export function backoffMs({ first, cap }, failures, random = Math.random) {
    return Math.min(cap, first * 2 ** Math.min(failures, 30)) * (0.5 + random() / 2);
}
//# sourceMappingURL=backoff.js.map