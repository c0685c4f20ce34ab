// An advisor watches a case of a colleague: their direct conversation gets its card and everything that happens on it.
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { enqueueWatch, refreshCards, withdrawWatch } from '../../outbox/enqueue/index.ts';
import type { ChannelRef } from '../../ports.ts';
import { lockCase } from '../locked-case.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf } from '../scope.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';

/**
 * Makes an advisor a watcher of a case.
 * @param input.direct their direct conversation with the bot
 * @throws CaseError unknown-case, not-allowed, already-watching, no-direct
 */
export function watchCase(
  services: Services,
  advisor: Advisor,
  { number, direct }: { number: number; direct: ChannelRef },
  request: RequestContext,
): Promise<Outcome> {
  return change(services, advisor, number, request, async (tx, caseId) => {
    if (direct.channelId === '')
      throw new CaseError('no-direct', "I don't know your direct messages yet.", 'Say hi to me there, then try again.');
    if (await isWatching(tx, caseId, advisor.id)) throw new CaseError('already-watching', 'You already watch this case.');
    await enqueueWatch(tx, caseId, advisor.id, direct);
  });
}

/**
 * Makes an advisor no longer a watcher of a case.
 * @throws CaseError unknown-case, not-allowed, not-watching
 */
export function unwatchCase(services: Services, advisor: Advisor, number: number, request: RequestContext): Promise<Outcome> {
  return change(services, advisor, number, request, async (tx, caseId) => {
    if (!(await isWatching(tx, caseId, advisor.id))) throw new CaseError('not-watching', "You don't watch this case.");
    await withdrawWatch(tx, caseId, advisor.id);
  });
}

function change(
  services: Services,
  advisor: Advisor,
  number: number,
  request: RequestContext,
  apply: (tx: Tx, caseId: number) => Promise<void>,
): Promise<Outcome> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const locked = await lockCase(scopeOf(advisor), tx, number);
    authorize(advisor, 'note', locked.accountId);
    await apply(tx, locked.id);
    // the cards of advisors list the watchers; contacts must not see that anything happened
    await refreshCards(tx, locked.id, 'advisor');
    return { number };
  });
}

async function isWatching(tx: Tx, caseId: number, personId: number): Promise<boolean> {
  const where = { caseId, personId, side: 'advisor' as const, deliveries: { some: { kind: 'card' as const, withdrawn: false } } };
  return (await tx.conversation.findFirst({ where, select: { id: true } })) !== null;
}
