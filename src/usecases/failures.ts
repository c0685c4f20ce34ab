import { plural } from '../domain/text/numbers.ts';

/**
 * Collects the errors of single cases while the clock works through many. One case that fails must not stop the others, and must not be
 * forgotten either.
 */
export class Failures {
  private readonly errors: unknown[] = [];

  /** Runs a step and keeps its error. @returns null when it failed */
  async past<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      this.errors.push(error);
      return null;
    }
  }

  /**
   * Reports the collected errors; call it when everything else is done.
   * @param what went wrong with them, such as `cases could not be resumed`
   * @throws AggregateError when there are any
   */
  raise(what: string): void {
    if (this.errors.length > 0) throw new AggregateError(this.errors, `${plural(this.errors.length, 'failure')}: ${what}`);
  }
}
