// The tests that repeat something do it a few times in `npm test`. `npm run bench -- soak` runs the same tests for hours; see bench/soak.ts.

/** Names of the environment variables that say how often. */
export type SoakVariable =
  | 'SOAK_KILLS'
  | 'SOAK_MAIL_KILLS'
  | 'SOAK_FILES'
  | 'SOAK_WEBHOOKS'
  | 'SOAK_SIGNED'
  | 'SOAK_UNSIGNED'
  | 'SOAK_STOPS'
  | 'SOAK_HISTORIES'
  | 'SOAK_SEED'
  | 'SOAK_FROM';

/** Returns how often a test repeats. @param usual how often it does in `npm test` */
export function soakNumber(name: SoakVariable, usual: number): number {
  return Number(process.env[name] ?? usual);
}

/** Whether this is a soak and not `npm test`. */
export const isSoak = Object.keys(process.env).some((name) => name.startsWith('SOAK_'));

/** Timeout of a test that repeats, in milliseconds; none in a soak. */
export const soakTimeout = isSoak ? 0 : 120_000;

/** Returns a function to call after each of many steps. In a soak, it prints how many were made, every so often. */
export function soakProgress(what: string, every: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (isSoak && done % every === 0) console.log(`${done.toLocaleString('en')} ${what}`);
  };
}
