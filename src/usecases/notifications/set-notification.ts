import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { firstDigestCovers, type NotificationLevel } from '../../domain/notification.ts';
import type { Contact } from '../../domain/person.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import type { RequestContext, Tx, Services } from '../context.ts';

/** The notification settings of a contact. */
export interface Notification {
  /** the default for all cases */
  everything: NotificationLevel;
  /** the case that was asked for; its level is null when it uses the default */
  case: { number: number; subject: string; level: NotificationLevel | null } | null;
}

/**
 * Reads a contact's notification settings.
 * @param number a case, to read its setting as well
 * @throws CaseError unknown-case, not-recipient
 */
export async function readNotification(services: Services, contact: Contact, number: number | null): Promise<Notification> {
  const { prisma } = services.db;
  const { notify: everything } = await prisma.person.findUniqueOrThrow({ where: { id: contact.id }, select: { notify: true } });
  return { everything, case: number === null ? null : await recipientCase(prisma, contact, number) };
}

/** A level for all cases, or for one, where null makes it use the default. */
export type LevelChoice = { number: null; level: NotificationLevel } | { number: number; level: NotificationLevel | null };

/**
 * Changes a contact's notification settings, the default or one case.
 * @throws CaseError unknown-case, not-recipient
 */
export function setNotification(
  services: Services,
  contact: Contact,
  input: LevelChoice,
  request: Pick<RequestContext, 'idempotencyKey' | 'fingerprint'>,
): Promise<'done' | 'repeat'> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    await writeLevel(services, tx, contact, input);
    return 'done' as const;
  });
}

/** Writes a level, in the transaction of the request. @throws CaseError unknown-case, not-recipient */
export async function writeLevel({ clock }: Services, tx: Tx, contact: Contact, input: LevelChoice): Promise<void> {
  // locked until the end, so that of two changes at once the second sees the first
  await tx.$queryRaw`select id from person where id = ${contact.id} for no key update`;
  if (input.level === 'digest' && !(await readsDigests(tx, contact))) {
    // an empty digest marks when it was chosen; only posts after it are news
    const until = new Date(clock.now().getTime() - firstDigestCovers);
    await tx.digest.create({ data: { personId: contact.id, from: until, until } });
  }
  if (input.number === null) {
    await tx.person.update({ where: { id: contact.id }, data: { notify: input.level } });
    return;
  }
  const { id: caseId } = await recipientCase(tx, contact, input.number);
  const caseId_personId = { caseId, personId: contact.id };
  await tx.recipient.update({ where: { caseId_personId }, data: { notify: input.level } });
}

/** Returns whether the contact already gets digests. One who chose something else in between starts fresh, without the posts of that time. */
async function readsDigests(tx: Tx, { id }: Contact): Promise<boolean> {
  const where = { id, OR: [{ notify: 'digest' as const }, { recipientOf: { some: { notify: 'digest' as const } } }] };
  return (await tx.person.count({ where })) > 0;
}

async function recipientCase(tx: Pick<Tx, 'case'>, contact: Contact, number: number) {
  const row = await tx.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(contact)) },
    select: { id: true, subject: true, recipients: { where: { personId: contact.id }, select: { notify: true } } },
  });
  if (!row) throw unknownCase(number);
  const [recipient] = row.recipients;
  if (!recipient) {
    const named = formatCaseNumber(number);
    const next = 'To be added, open the case and choose “Recipients”.';
    throw new CaseError('not-recipient', `You don't get notifications for ${named}.`, next);
  }
  return { id: row.id, number, subject: row.subject, level: recipient.notify };
}
