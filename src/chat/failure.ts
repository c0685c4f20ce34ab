// Reports unexpected failures on every platform: the log and the person get the same id, which the person can give to support. Mistakes
// that a person can fix are CaseErrors instead; error-reply.ts answers those.
import { randomBytes } from 'node:crypto';
import type { Card } from '../cards/elements.ts';
import type { Log } from '../ports.ts';

/** Logs a failure. @param during names what was being done @returns the failure's id */
export function logFailure(log: Log, error: unknown, during: string): string {
  const id = randomBytes(4).toString('hex');
  log.error({ id, err: error, during }, 'a request failed');
  return id;
}

/** Logs a failure. @param during names what was being done @returns the card that tells the person about it */
export function reportFailure(log: Log, error: unknown, during: string): Card {
  return failureCard(logFailure(log, error, during));
}

/** Makes the card for a failure that is already in the log. @param id of the failure */
function failureCard(id: string): Card {
  return warningCard(`Something went wrong on our side. Please try again. If it keeps happening, give support this ID: ${id}`);
}

/** Makes a card of one warning. */
function warningCard(text: string): Card {
  return { summary: text, elements: [{ kind: 'callout', tone: 'warning', text: [text] }] };
}
