import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, Said, Work } from '../context.ts';

/**
 * The contact of a critical case has phoned.
 * @throws CaseError no-call-expected
 */
export function tickPhoneCall(work: Work, advisor: Advisor, number: number, said: Said): Promise<Outcome> {
  return changeCase(work, advisor, number, 'tick-phone-call', said, (locked) => {
    if (!locked.phoneCallExpected) throw new CaseError('no-call-expected', 'No phone call is expected on this case any more.');
    return { patch: { phoneCallExpected: false }, history: { action: 'phone-call' } };
  });
}
