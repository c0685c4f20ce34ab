import { CaseError } from '../../domain/case-error.ts';
import type { Requester } from '../../usecases/privacy/requester.ts';
import { asAdvisor, type Context } from '../capability.ts';

/** Names who asks, for what only leads may do. @throws CaseError not-allowed for contacts */
export function requesterOf(context: Context): Requester {
  const person = asAdvisor(context);
  const source = context.speaker?.platform;
  if (source === undefined)
    throw new CaseError('elsewhere', "You can't do this from an email.", 'Use your chat with the bot instead.');
  return { person, source };
}
