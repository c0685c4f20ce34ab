// Checks an action before its form is shown, so that nobody fills in a form that will be refused. The use case checks again, on the
// locked case.
import { CaseError } from '../domain/case-error.ts';
import { lastAction } from '../domain/last-action.ts';
import { authorize, type Permission } from '../domain/permission.ts';
import { actions, transition } from '../domain/transition.ts';
import type { ViewedCase } from '../usecases/cases/view-case.ts';
import type { Context } from './capability.ts';

/**
 * Refuses an action that this person may not take on this case, or that its status does not allow now. The error names the last action.
 * @throws CaseError not-allowed, not-now
 */
export function checkNow({ person, services }: Context, { case: shown, posts }: ViewedCase, permission: Permission): void {
  authorize(person, permission, shown.account.id);
  const action = actions.find((one) => one === permission);
  if (!action) return;
  const now = services.clock.now();
  const { status, closedAt } = shown;
  // `askedFrom` decides the status after an answer, not whether a form may be shown
  const state = { status, closedAt, askedFrom: null, advisorId: shown.advisor?.id ?? null, accountId: shown.account.id };
  try {
    transition(action, state, { now, reopenWithin: services.settings.reopenWithin });
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const last = posts.find((post) => post.action !== null && post.kind !== 'note');
    const hint = last ? lastAction({ actorName: last.authorName, action: last.action ?? '', at: last.createdAt }, now) : '';
    throw new CaseError(error.code, error.message + hint, error.next);
  }
}
