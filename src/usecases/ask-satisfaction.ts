import { contactsOfAccount } from '../db/accounts.ts';
import { isRated } from '../domain/satisfaction.ts';
import { isOpen } from '../domain/status.ts';
import { enqueueSatisfaction } from '../outbox/enqueue/index.ts';
import type { CaseChange } from './case-change.ts';
import type { RequestContext, Services, Tx } from './context.ts';
import { mailHold } from './mail-hold.ts';

/**
 * Asks the contact of a case that was just closed how support did, once per case. Call it after the post that closed the case was enqueued:
 * the mail of that post asks as well.
 */
export async function askSatisfaction(
  services: Services,
  tx: Tx,
  { before, status, change, actor, at }: CaseChange,
  { platform }: Pick<RequestContext, 'platform'>,
): Promise<void> {
  const { id: caseId, contactId: personId, accountId } = before;
  const reason = change.patch?.closeReason;
  if (isOpen(status) || !isOpen(before.status) || typeof reason !== 'string' || !isRated(change.action ?? '', reason)) return;
  if ((await tx.person.count({ where: { id: personId, ...contactsOfAccount(accountId) } })) === 0) return;
  const { count } = await tx.satisfaction.createMany({ data: [{ caseId, personId, askedAt: at }], skipDuplicates: true });
  if (count === 0) return;
  // people get no mail about what they did themselves: those who closed it in the chat are asked there, and those who closed it from a mail
  // on its page, and by mail if they do not answer
  const byMail = services.mail && actor?.id === personId && platform === null;
  const { joinMs } = mailHold(services.settings);
  await enqueueSatisfaction(tx, caseId, personId, byMail ? new Date(at.getTime() + joinMs) : null);
}
