import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { Failures } from '../failures.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { firstCases } from '../sweep-cases.ts';
import type { RequestContext, Services } from '../context.ts';
import { readBulk } from './read-bulk.ts';
import { runBulk } from './run-bulk.ts';

/**
 * Takes back the assignments of an action on several cases, once and within a day. Its first cases are done at once, the rest by the clock.
 * @returns the id of the action that takes them back, or 'repeat'
 * @throws CaseError run-gone, too-late
 */
export async function undoBulk(
  services: Services,
  advisor: Advisor,
  id: string,
  request: RequestContext,
): Promise<{ id: string } | 'repeat'> {
  const { plan, canUndo } = await readBulk(services, advisor, id);
  const started = await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const { count } = await tx.bulkRun.updateMany({ where: { id, undone: false }, data: { undone: true } });
    if (plan.action !== 'assign' || !canUndo || count === 0)
      throw new CaseError('too-late', 'These assignments can no longer be taken back.', 'Assign the cases again instead.');
    const items = await tx.bulkItem.findMany({ where: { runId: id, state: 'done' }, select: { number: true } });
    const undo = { action: 'undo' as const, run: id, to: plan.to, name: plan.name };
    const now = services.clock.now();
    const data = { personId: advisor.id, plan: undo, createdAt: now, startedAt: now, items: { create: items } };
    return tx.bulkRun.create({ data, select: { id: true } });
  });
  if (started !== 'repeat') await new Failures().past(() => runBulk(services, started.id, firstCases));
  return started;
}
