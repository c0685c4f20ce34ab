// The one place of this platform where a failure nobody can put right ends: an id in the log, and the same id for the person.
import { randomBytes } from 'node:crypto';
import type { Card } from '../../cards/elements.ts';
import { failureCard } from '../../chat/failure.ts';
import type { Log } from '../../ports.ts';

/** Logs a failure. @returns what its person is told */
export function failed(log: Log, error: unknown, what: string): Card {
  const id = randomBytes(4).toString('hex');
  log.error({ id, err: error, what }, 'a request failed');
  return failureCard(id);
}
