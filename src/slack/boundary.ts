// The one place per platform where a failure nobody can put right ends: an id in the log, and the same id for the person.
import { randomBytes } from 'node:crypto';
import type { Log } from '../ports.ts';
import type { Card } from '../chat/elements.ts';

/** Logs a failure. @returns its id */
export function logFailure(log: Log, error: unknown, what: string): string {
  const id = randomBytes(4).toString('hex');
  log.error({ id, err: error, what }, 'a request failed');
  return id;
}

export function failureCard(id: string): Card {
  const words = `Something went wrong on our side. Nothing was changed; please try again. If it stays, tell your support this id: ${id}`;
  return { summary: words, elements: [{ kind: 'callout', tone: 'warning', words: [words] }] };
}
