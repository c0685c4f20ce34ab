import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Assigns a case to the advisor who claims it. A colleague's case can be taken over; everybody on the case can see it.
 * @throws CaseError already-yours
 */
export function claimCase(services: Services, advisor: Advisor, number: number, request: RequestContext): Promise<Outcome> {
  return changeCase(services, advisor, number, 'claim', request, async (locked, tx) => {
    if (locked.advisorId === advisor.id) throw new CaseError('already-yours', 'This case is already assigned to you.');
    const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
    return {
      action: 'claim',
      patch: { advisorId: advisor.id },
      post: { kind: 'event', action: 'claim', body: former ? `took over the case from ${former.name}` : 'is working on this' },
      why: former ? `from ${former.name} to ${advisor.name}` : `to ${advisor.name}`,
    };
  });
}
