// Where unexpected failures of Slack's requests end. What both platforms share is in src/chat/failure.ts; this adds Slack's own cases.
import type { Card } from '../../cards/elements.ts';
import { reportFailure } from '../../chat/failure.ts';
import type { Interaction } from '../../chat/interaction.ts';
import type { Adapter } from './adapter.ts';

/** Slack's errors for a trigger that expired or was used before: nothing failed on our side (docs.slack.dev/reference/methods/views.open). */
const lateTriggers = /(expired|exchanged|invalid)_trigger_id|trigger_exp(ired)?/;

/**
 * Reports that an interaction was not carried out.
 * @returns the card that tells the person about it: a form that Slack could not open in time is offered with a button
 */
export async function reportUnopened(adapter: Adapter, error: unknown, during: string, interaction: Interaction): Promise<Card> {
  if (!(error instanceof Error && lateTriggers.test(error.message))) return reportFailure(adapter.log, error, during);
  adapter.log.warn({ during }, 'a form could not open in time');
  try {
    return await adapter.router.offerForm(interaction);
  } catch (failure) {
    return reportFailure(adapter.log, failure, during);
  }
}

/** A failure that is already in the log and continues to the HTTP response. */
export class LoggedFailure extends Error {
  override name = 'LoggedFailure';
}
