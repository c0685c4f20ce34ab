// What happens with an error that nothing caught: one line in the log like every other, and the end of the process. Its supervisor starts it again,
// and what it had not finished is continued there. Node alone would write the error in many lines, with all that a library attached to it.
import type { Log } from './log.ts';

/** Logs an error that nothing caught, or a rejected promise that nobody awaited, and exits with 1. */
export function exitOnCrash(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'the process ends because of an error that nothing caught');
    process.exit(1);
  });
}
