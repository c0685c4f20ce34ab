// Unlinks a case from its defect. What waits for the defect stops waiting, and the issue is not followed any longer once it has no cases.
import type { Case } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { isPendingNumber } from '../../domain/issue-number.ts';
import { qualificationAction } from '../../domain/qualification.ts';
import { waitsForDefect } from '../../domain/transition.ts';
import type { Change } from '../change-case.ts';
import type { Services, Tx } from '../context.ts';

/**
 * Builds the change that unlinks a case from its defect. The contact reads that it is unlinked, and never why.
 * @param locked the case, whose row is locked
 * @param found.reason advisors only
 * @param found.note an internal note with the reason and what else was found
 * @param found.from the number of the defect that the person saw; absent if they saw none
 * @throws CaseError not-linked
 */
export async function unlinkChange(
  tx: Tx,
  locked: Case,
  found: { reason: string; note: string; from?: string },
): Promise<Change> {
  const { reason, note, from } = found;
  const { defectId } = locked;
  if (defectId === null)
    throw new CaseError(
      'not-linked',
      from === undefined ? 'This case is not linked to a defect.' : 'This case is not linked to a defect anymore.',
    );
  await lockDefect(tx, defectId);
  const { number, state } = await tx.defect.findUniqueOrThrow({ where: { id: defectId } });
  if (from !== undefined && from !== number)
    throw new CaseError('not-linked', 'This case was linked to another defect meanwhile.', 'Open the form again.');
  const others = await tx.case.count({ where: { defectId, id: { not: locked.id } } });
  // an issue that is to be created is withdrawn when its turn comes
  if (others === 0 && state !== 'Released')
    await tx.devIssue.updateMany({
      where: { defectId, OR: [{ marker: null }, { externalId: { not: null } }] },
      data: { nextAt: null },
    });
  const named = isPendingNumber(number) ? 'its product defect' : `product defect ${number}`;
  const back = waitsForDefect(locked.status) ? '. The case is with support again' : '';
  return {
    action: 'unlink',
    patch: { defectId: null, releaseNotifiedAt: null },
    post: { kind: 'event', action: 'unlink', body: `unlinked this case from ${named}${back}` },
    note: { action: qualificationAction, body: note },
    why: isPendingNumber(number) ? reason : `${number}: ${reason}`,
  };
}

/** Follows the issue of a defect again that a case is linked to, in the transaction that links it. */
export async function followAgain({ clock }: Services, tx: Tx, defectId: number): Promise<void> {
  await lockDefect(tx, defectId);
  await tx.devIssue.updateMany({
    where: { defectId, nextAt: null, defect: { state: { not: 'Released' } } },
    data: { nextAt: clock.now() },
  });
}

/** One case is unlinked or linked at a time, so that each sees what the other left. */
async function lockDefect(tx: Tx, id: number): Promise<void> {
  await tx.$queryRaw`select id from defect where id = ${id} for no key update`;
}
