// Undoes a merge within a day: what moved goes back, and the duplicate is open again. What was written since stays on the other case.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Case, CaseMerge } from '../../db/generated/client.ts';
import { moveConversations, withdrawDirect } from '../../outbox/enqueue/index.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import { indexCases } from '../search-index.ts';
import { writeChange } from '../write-change.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';
import { lockBoth } from './merge-cases.ts';

/** How long a merge can be undone, in milliseconds. */
const undoWithin = 24 * 60 * 60 * 1000;

/**
 * Undoes the merge of a duplicate. It is assigned to its advisor again, or new.
 * @param number of the duplicate
 * @throws CaseError not-merged, too-late, not-now
 */
export function unmergeCases(services: Services, advisor: Advisor, number: number, request: RequestContext): Promise<Outcome> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const found = await mergeOf(services, tx, advisor, number);
    const [source, target] = await lockBoth(tx, advisor, number, found.target.number);
    authorize(advisor, 'close', source.accountId);
    // two people may undo it at once
    const { count } = await tx.caseMerge.updateMany({
      where: { id: found.id, undoneAt: null },
      data: { undoneAt: services.clock.now() },
    });
    if (count === 0 || source.status !== 'Closed') throw notMerged(number);
    await moveBack(tx, found, source, target);
    await indexCases(tx, [source.id, target.id]);
    const cause = { idempotencyKey: request.idempotencyKey, platform: request.platform };
    await writeChange(services, tx, advisor, source, cause, {
      action: 'reopen',
      patch: { closedAt: null, closeReason: null },
      post: { kind: 'event', action: 'reopen', body: `The merge into ${formatCaseNumber(target.number)} was undone.` },
    });
    await writeChange(services, tx, advisor, target, cause, {
      post: { kind: 'event', action: 'unmerge', body: `undid the merge of ${formatCaseNumber(number)}` },
      history: { action: 'unmerge', from: formatCaseNumber(number) },
    });
    return { number };
  });
}

type FoundMerge = CaseMerge & { target: { number: number } };

async function mergeOf(services: Services, tx: Tx, advisor: Advisor, number: number): Promise<FoundMerge> {
  const where = { source: { number, ...scopeWhere(scopeOf(advisor)) }, undoneAt: null };
  const found = await tx.caseMerge.findFirst({
    where,
    include: { target: { select: { number: true } } },
    orderBy: { id: 'desc' },
  });
  if (!found) throw notMerged(number);
  if (services.clock.now().getTime() - found.at.getTime() <= undoWithin) return found;
  throw new CaseError('too-late', 'A merge can be undone for a day.', 'Open a new case instead.');
}

/** What left the other case in the meantime stays where it is. */
async function moveBack(
  tx: Tx,
  { posts, files, conversations, recipients }: CaseMerge,
  source: Case,
  target: Case,
): Promise<void> {
  const back = { data: { caseId: source.id } };
  await tx.post.updateMany({ where: { id: { in: posts }, caseId: target.id }, ...back });
  await tx.file.updateMany({ where: { id: { in: files }, caseId: target.id }, ...back });
  await moveConversations(tx, target.id, source.id, conversations);
  const added = recipients.filter((personId) => personId !== target.contactId);
  for (const personId of added) await withdrawDirect(tx, target.id, personId);
  await tx.recipient.deleteMany({ where: { caseId: target.id, personId: { in: added } } });
}

function notMerged(number: number): CaseError {
  return new CaseError('not-merged', `${formatCaseNumber(number)} isn't merged into another case.`);
}
