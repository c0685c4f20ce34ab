import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Records that the contact of a critical case has called.
 * @throws CaseError no-call-expected
 */
export function confirmPhoneCall(
  services: Services,
  advisor: Advisor,
  number: number,
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, advisor, number, 'confirm-phone-call', request, (locked) => {
    if (!locked.phoneCallExpected) throw new CaseError('no-call-expected', 'No phone call is expected for this case.');
    return { patch: { phoneCallExpected: false }, history: { action: 'phone-call' } };
  });
}
