import type { Contact } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Reopens a closed case within the configured number of days. Its former advisor gets it back if they still are an active advisor.
 * @param input.details CommonMark, required
 * @throws CaseError empty, too-long, not-now when it is too late
 */
export async function reopenCase(
  services: Services,
  contact: Contact,
  input: { number: number; details: string },
  request: RequestContext,
): Promise<Outcome> {
  const details = textInput(input.details, 'details', "Describe what's happening now, so we can look into it again.");
  return changeCase(services, contact, input.number, 'reopen', request, async (locked, tx) => {
    const former =
      locked.advisorId === null
        ? null
        : await tx.person.findFirst({ where: { id: locked.advisorId, kind: 'advisor', active: true } });
    return {
      action: 'reopen',
      patch: { closedAt: null, closeReason: null, advisorId: former?.id ?? null },
      post: { kind: 'event', action: 'reopen', body: details },
    };
  });
}
