// Snoozes a case for one advisor: it leaves their lists until a time. It is not a change of the case: nobody else sees anything of it, and its
// SLA and follow-up keep running.
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { readSnoozes } from '../../domain/snooze.ts';
import { isOpen } from '../../domain/status.ts';
import { lockCase } from '../locked-case.ts';
import { snoozeColumns } from '../end-snoozes.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf } from '../scope.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Snoozes a case for an advisor until a time; a second time replaces the first.
 * @throws CaseError unknown-case, not-allowed, not-now (a closed case), bad-time
 */
export async function snoozeCase(
  services: Services,
  advisor: Advisor,
  { number, until }: { number: number; until: Date },
  request: RequestContext,
): Promise<Outcome> {
  if (until <= services.clock.now()) throw new CaseError('bad-time', 'That time has passed.', 'Choose a later one.');
  return changeSnooze(services, advisor, number, request, until);
}

/**
 * Ends the snooze of an advisor, whose lists show the case again.
 * @throws CaseError unknown-case, not-allowed, not-snoozed
 */
export function unsnoozeCase(services: Services, advisor: Advisor, number: number, request: RequestContext): Promise<Outcome> {
  return changeSnooze(services, advisor, number, request, null);
}

function changeSnooze(
  services: Services,
  advisor: Advisor,
  number: number,
  request: RequestContext,
  until: Date | null,
): Promise<Outcome> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const locked = await lockCase(scopeOf(advisor), tx, number);
    authorize(advisor, 'note', locked.accountId);
    const { [String(advisor.id)]: mine, ...others } = readSnoozes(locked.snoozes);
    if (until === null && mine === undefined) throw new CaseError('not-snoozed', "You haven't snoozed this case.");
    if (until !== null && !isOpen(locked.status))
      throw new CaseError('not-now', "This case is closed, so it isn't in your lists.");
    const left = until === null ? others : { ...others, [String(advisor.id)]: until };
    await tx.case.update({ where: { id: locked.id }, data: snoozeColumns(left) });
    return { number };
  });
}
