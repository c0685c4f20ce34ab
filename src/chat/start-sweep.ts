import { firstCases } from '../usecases/sweep-cases.ts';

/**
 * Processes the first of many cases before the reply. The clock processes the rest and retries the cases that failed. It logs those
 * failures, so the person does not get an error.
 */
export async function startSweep(sweep: (most: number) => Promise<unknown>): Promise<void> {
  try {
    await sweep(firstCases);
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
  }
}
