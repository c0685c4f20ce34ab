// Emails that a program wrote: automatic answers, bounces, mailing lists and our own. None becomes a post, and none gets an answer. A bounce
// marks the address and the delivery, which the advisor's card shows; an out-of-office answer is noted once on the case.
import { awayUntil } from '../../domain/away.ts';
import { formatDay } from '../../domain/text/times.ts';
import { refreshCards } from '../../outbox/enqueue/index.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { FailedAddress, IncomingMail, MailOutcome } from '../../ports.ts';
import { changeCaseByClock } from '../change-case.ts';
import type { Services, Tx } from '../context.ts';
import { runOnce } from '../idempotency.ts';
import { withDatabaseScope } from '../scope.ts';
import { personByMail } from '../people/person-by-mail.ts';
import { targetOf, type MailTarget } from './judge-mail.ts';
import { keepMail } from './keep-mail.ts';

/** Receives an automatic email. */
export async function receiveAutomatic(services: Services, mail: IncomingMail): Promise<MailOutcome> {
  const { automatic } = mail;
  if (!automatic) throw new Error('a person wrote this email');
  const at = services.clock.now();
  const target = await targetOf(services, mail);
  const of = target && target !== 'unknown' ? target : null;
  const sender = mail.from.isClear ? await personByMail(services, mail.from.address) : null;
  const isOfAccount = sender?.accounts.some(({ accountId }) => accountId === of?.accountId) === true;
  const isAway =
    automatic.isAway &&
    of !== null &&
    sender !== null &&
    isOfAccount &&
    (await isAnswerToThem(services, mail, of, sender.person));
  // first, so that a crash in between has it done again
  if (isAway)
    await withDatabaseScope({ accountIds: [of.accountId] }, () => noteAway(services, mail, of, { ...sender, ...sender.person }));
  const kept = await runOnce(services, async (tx) => {
    // only an absence that was believed counts when the next one arrives
    const facts = { state: 'ignored' as const, reason: isAway ? 'away' : automatic.kind };
    await keepMail(tx, mail, at, { ...facts, caseId: of?.id ?? null, personId: sender?.person.id ?? null });
    for (const failed of automatic.failed) await markFailed(tx, failed, at);
  });
  return kept === 'repeat' ? 'repeat' : 'ignored';
}

/**
 * Whether an automatic answer names an email that we sent to its very sender. Anybody can write in another name, and a program's answer is not
 * checked as that of a person is.
 */
async function isAnswerToThem(
  { db }: Services,
  { answers }: IncomingMail,
  { id: caseId, madeFor }: MailTarget,
  { id, email }: { id: number; email: string },
): Promise<boolean> {
  if (madeFor === id) return true;
  const ids = answers.flatMap(({ deliveryId }) => deliveryId ?? []).slice(0, maxAnswers);
  const destination = { platform: 'mail' as const, channelId: email };
  return (await db.prisma.delivery.count({ where: { id: { in: ids }, caseId, destination } })) > 0;
}

const maxAnswers = 5;
/** Absences of a person that are noted on a case within `noteAgainAfter`. */
const maxNotes = 3;

/** An absence is noted again when its answer has another end, or after this time, in days. */
const noteAgainAfter = 14;

async function noteAway(
  services: Services,
  { subject, text }: IncomingMail,
  { id: caseId, number }: { id: number; number: number },
  { id: personId, name, timezone }: { id: number; name: string; timezone: string },
): Promise<void> {
  const now = services.clock.now();
  const until = awayUntil(`${subject}\n${text}`, now, offsetMinutes(timezone, now));
  const since = new Date(now.getTime() - noteAgainAfter * 86_400_000);
  const where = { caseId, personId, reason: 'away', receivedAt: { gt: since } };
  const noted = await services.db.prisma.incomingMail.count({ where });
  if (noted >= maxNotes || (noted > 0 && until === null)) return;
  const end = until === null ? '' : ` until ${formatDay(until)}`;
  const body = `${name} is out of office${end} (automatic reply to an email).`;
  const key = `away:${caseId}:${personId}:${until ?? now.toISOString().slice(0, 7)}`;
  await changeCaseByClock(services, number, key, () => ({ post: { kind: 'note', action: 'away', body } }));
}

function offsetMinutes(zone: string, at: Date): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(at);
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):?(\d\d)?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The code of a delivery whose email was returned. */
const bounced = 'mail_bounced';

/**
 * Marks an address that a report names. Anybody can send a report, so it counts only for an email that we sent to that very address.
 */
async function markFailed(tx: Tx, { address, status, deliveryId }: FailedAddress, at: Date): Promise<void> {
  if (deliveryId === null) return;
  const marked = await tx.$queryRaw<{ case_id: number | null }[]>(Prisma.sql`
    update delivery d set state = 'dead', error_code = ${bounced} from destination l
    where d.id = ${deliveryId} and l.id = d.destination_id and l.platform = 'mail' and l.channel_id = ${address} and d.state in ('sent', 'dead')
    returning d.case_id`);
  if (marked.length === 0) return;
  await tx.person.updateMany({ where: { email: address }, data: { mailFailedAt: at, mailFailedCode: status } });
  for (const { case_id: caseId } of marked) if (caseId !== null) await refreshCards(tx, caseId, 'advisor');
}
