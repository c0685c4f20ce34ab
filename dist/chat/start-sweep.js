import { firstCases } from "../usecases/sweep-cases.js";
/**
 * The first of many cases are done before the answer. The clock does the rest, and what failed: it says so in the log, and nobody is told that
 * what they did has failed.
 */
export async function startSweep(sweep) {
    try {
        await sweep(firstCases);
    }
    catch (error) {
        if (!(error instanceof AggregateError))
            throw error;
    }
}
//# sourceMappingURL=start-sweep.js.map