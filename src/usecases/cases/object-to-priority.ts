import { CaseError } from '../../domain/case-error.ts';
import type { Contact } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { loweredAction, objectAction } from '../../domain/priority.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Records that the contact disagrees with a lowered priority, once for each time it was lowered. The advisor and the leads are mentioned.
 * @throws CaseError not-now
 */
export function objectToPriority(
  services: Services,
  contact: Contact,
  number: number,
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, contact, number, 'post', request, async (locked, tx) => {
    if (!isOpen(locked.status)) throw new CaseError('not-now', 'This case is closed.', 'Reopen it if you still need help.');
    const where = { caseId: locked.id, action: { in: [loweredAction, objectAction] } };
    const newest = await tx.post.findFirst({ where, orderBy: { id: 'desc' } });
    if (newest?.action === objectAction)
      throw new CaseError(
        'not-now',
        'We already know that you disagree.',
        "We'll get back to you. Post to the case to add details.",
      );
    return {
      post: { kind: 'event', action: objectAction, body: `disagrees with the priority ${locked.priority}` },
      history: { action: 'object', to: locked.priority },
    };
  });
}
