import type { Case } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { originalOf, parseCloseReason } from '../../domain/close-reason.ts';
import type { Person } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';
import { readAll } from '../read-all.ts';
import { optionalTextInput } from '../text-input.ts';

/**
 * Closes a case. Contacts have their own reasons (Resolved, Withdrawn), advisors have more.
 * @param input.comment CommonMark, may be empty
 * @throws CaseError bad-reason, too-long
 */
export async function closeCase(
  services: Services,
  actor: Person,
  input: { number: number; reason: string; comment?: string },
  request: RequestContext,
): Promise<Outcome> {
  const { reason, comment } = await readAll({
    reason: () => parseCloseReason(actor, input.reason),
    comment: () => optionalTextInput(input.comment ?? '', 'comment'),
  });
  return changeCase(services, actor, input.number, 'close', request, async (locked, tx) => {
    await checkOriginal(tx, locked, reason);
    return {
      action: 'close',
      patch: { closedAt: services.clock.now(), closeReason: reason },
      post: { kind: 'event', action: 'close', body: [reason, ...(comment === null ? [] : [comment])].join('\n\n') },
      why: reason,
    };
  });
}

/**
 * Checks that a duplicate names another case of the same account, because the contact reads its number.
 * @throws CaseError bad-reason
 */
async function checkOriginal(tx: Tx, { id, accountId }: Case, reason: string): Promise<void> {
  const named = /^Duplicate of (.+)$/.exec(reason)?.[1];
  if (named === undefined) return;
  const original = await tx.case.findFirst({ where: { number: originalOf(reason) ?? 0, accountId, id: { not: id } } });
  if (original) return;
  const message = `${named} isn't another case of this account.`;
  const next = 'To connect cases of different accounts, link them to the same defect.';
  throw new CaseError('bad-reason', message, next, { 'duplicate-of': message });
}
