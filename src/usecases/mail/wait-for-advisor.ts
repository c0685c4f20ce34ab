// Emails that wait for an advisor: each has a card in the queue channel, or in the leads' direct messages without one, and all of them are in a list.
import type { WaitingReason } from '../../domain/mail-reason.ts';
import { enqueueMail, notifyLeads } from '../../outbox/enqueue/index.ts';
import { queueChannel } from '../../outbox/enqueue/new-case-conversations.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { IncomingMail, MailOutcome } from '../../ports.ts';
import type { Services } from '../context.ts';
import { runOnce } from '../idempotency.ts';
import { keepMail } from './keep-mail.ts';
import { filesOfMail } from './mail-files.ts';

/** More cards in this time (ms) would bury the channel; the others are in the list. */
const cards = { within: 60 * 60_000, most: 20 };

/** Keeps an email until an advisor decides about it. */
export async function keepWaiting(
  services: Services,
  mail: IncomingMail,
  { reason, caseId, personId }: { reason: WaitingReason; caseId: number | null; personId: number | null },
): Promise<MailOutcome> {
  const now = services.clock.now();
  const files = await filesOfMail(services, mail.files);
  const outcome = await runOnce(services, async (tx) => {
    const since = new Date(now.getTime() - cards.within);
    const recent = await tx.incomingMail.count({ where: { state: { in: ['waiting', 'dismissed'] }, receivedAt: { gt: since } } });
    const id = await keepMail(tx, mail, now, {
      state: 'waiting',
      reason,
      caseId,
      personId,
      ...(files.length > 0 ? { files: files as unknown as Prisma.InputJsonValue } : {}),
    });
    if (recent >= cards.most) return;
    const channel = await queueChannel(tx, '');
    if (channel) await enqueueMail(tx, channel, id);
    else await notifyLeads(tx, { kind: 'mail', mailId: id }, services.mail);
  });
  return outcome === 'repeat' ? 'repeat' : 'waiting';
}
