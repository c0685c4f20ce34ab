import type { Contact } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * The contact says that it still happens: back to the advisor.
 * @param stillHappens CommonMark, required
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
    'Write what still happens, so that your advisor can go on from there.',
  );
  return changeCase(services, contact, input.number, 'decline', request, () => ({
    action: 'decline',
    post: { kind: 'event', action: 'decline', body: stillHappens },
  }));
}
