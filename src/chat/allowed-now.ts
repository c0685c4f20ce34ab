// Checks an action before its form is shown, so that nobody fills in a form that will be refused. The use case checks again once it has
// locked the row of the case.
import { CaseError } from '../domain/case-error.ts';
import { lastAction } from '../domain/last-action.ts';
import { authorize, type Permission } from '../domain/permission.ts';
import { actions as lifecycleActions, transition } from '../domain/transition.ts';
import type { ViewedCase } from '../usecases/cases/view-case.ts';
import type { Context } from './capability.ts';

/**
 * Refuses an action that this person may not take on this case, or that its status does not allow now. The error says who did what last.
 * Permissions that are no step of the life cycle, such as `triage`, have no rule about the status here; the caller checks it.
 * @throws CaseError not-allowed, not-now
 */
export function checkNow({ person, services }: Context, { case: shown, posts }: ViewedCase, permission: Permission): void {
  authorize(person, permission, shown.account.id);
  const action = lifecycleActions.find((one) => one === permission);
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
    const whoDidWhat = last ? lastAction({ actorName: last.authorName, action: last.action ?? '', at: last.createdAt }, now) : '';
    throw new CaseError(error.code, error.message + whoDidWhat, error.next);
  }
}
