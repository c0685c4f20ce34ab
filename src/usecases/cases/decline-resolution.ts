import type { Contact } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Returns a case to its advisor because the contact says it is still happening.
 * @param input.stillHappens CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function declineResolution(
  services: Services,
  contact: Contact,
  input: { number: number; stillHappens: string },
  request: RequestContext,
): Promise<Outcome> {
  const stillHappens = textInput(
    input.stillHappens,
    'still-happens',
    "Describe what's still happening, so your advisor can take it from here.",
  );
  return changeCase(services, contact, input.number, 'decline', request, () => ({
    action: 'decline',
    post: { kind: 'event', action: 'decline', body: stillHappens },
  }));
}
