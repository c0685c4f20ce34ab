// Where unexpected failures of Slack's requests end. What both platforms share is in src/chat/failure.ts; this adds Slack's own cases.
import type { Card } from '../../cards/elements.ts';
import { failureCard, logFailure, warningCard } from '../../chat/failure.ts';
import type { Log } from '../../ports.ts';

/** Slack's errors for a trigger that expired or was used before: nothing failed on our side (docs.slack.dev/reference/methods/views.open). */
const lateTriggers = /(expired|exchanged|invalid)_trigger_id|trigger_exp(ired)?/;

/** Logs a failure. @returns the card that tells the person about it */
export function reportFailure(log: Log, error: unknown, during: string): Card {
  const id = logFailure(log, error, during);
  if (error instanceof Error && lateTriggers.test(error.message))
    return warningCard(`Slack closed the form before it could open. Please try again. (ID ${id})`);
  return failureCard(id);
}

/** A failure that is already in the log and continues to the HTTP response. */
export class LoggedFailure extends Error {
  override name = 'LoggedFailure';
}
