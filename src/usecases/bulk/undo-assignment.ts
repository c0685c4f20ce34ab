import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Change } from '../case-change.ts';
import { assignChange } from '../cases/assign-case.ts';
import { toQueue } from '../cases/process-handovers.ts';
import { changeCase } from '../change-case.ts';
import type { RequestContext, Services, Tx } from '../context.ts';

/**
 * Gives a case back to the advisor who had it before an action on several cases, or to the queue. One that somebody else has by now is left alone.
 * @param input.run the id of that action
 * @param input.to the advisor it was assigned to
 * @throws CaseError changed-since, not-now (a closed case)
 */
export async function undoAssignment(
  services: Services,
  advisor: Advisor,
  { number, run, to }: { number: number; run: string; to: number },
  request: RequestContext,
): Promise<void> {
  await changeCase(services, advisor, number, 'assign', request, async (locked, tx): Promise<Change> => {
    if (locked.advisorId !== to) throw new CaseError('changed-since', 'Somebody else has the case now.');
    if (locked.status === 'Closed') throw new CaseError('not-now', 'This case is closed.');
    const former = await formerAdvisor(tx, run, number);
    if (former) return assignChange(tx, locked, former.id);
    return toQueue(locked, await tx.person.findUniqueOrThrow({ where: { id: to }, select: { name: true } }));
  });
}

/** @returns null for the queue, also where that advisor has left */
async function formerAdvisor(tx: Tx, runId: string, number: number): Promise<{ id: number } | null> {
  const item = await tx.bulkItem.findUnique({ where: { runId_number: { runId, number } }, select: { formerId: true } });
  if (item === null || item.formerId === null) return null;
  return tx.person.findFirst({ where: { id: item.formerId, kind: 'advisor', active: true }, select: { id: true } });
}
