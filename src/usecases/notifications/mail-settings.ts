// What a contact gets by mail. People who unsubscribe still get what cannot be muted (domain/notification.ts), because their case needs them
// for it; their chat stays as it is.
import type { NotificationLevel } from '../../domain/notification.ts';
import type { Contact } from '../../domain/person.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { writeLevel } from './set-notification.ts';

/** Everything a contact can choose about notifications. */
export interface MailSettings {
  everything: NotificationLevel;
  /** unsubscribed from mail */
  mailOff: boolean;
  /** of the case that was asked for; its level is null when it uses the default. Null where they get no notifications for it */
  case: { number: number; subject: string; level: NotificationLevel | null; mailOff: boolean } | null;
}

/** Reads a contact's settings. @param number a case, to read its settings as well */
export async function readMailSettings({ db }: Services, contact: Contact, number: number | null): Promise<MailSettings> {
  const { prisma } = db;
  const person = await prisma.person.findUniqueOrThrow({ where: { id: contact.id }, select: { notify: true, mailOff: true } });
  const recipient =
    number === null
      ? null
      : await prisma.recipient.findFirst({
          where: { personId: contact.id, case: { number, ...scopeWhere(scopeOf(contact)) } },
          select: { notify: true, mailOff: true, case: { select: { number: true, subject: true } } },
        });
  return {
    everything: person.notify,
    mailOff: person.mailOff,
    case: recipient && { ...recipient.case, level: recipient.notify, mailOff: recipient.mailOff },
  };
}

/** Saves a contact's settings. @throws CaseError unknown-case, not-recipient */
export function saveMailSettings(
  services: Services,
  contact: Contact,
  chosen: {
    everything: NotificationLevel;
    mailOff: boolean;
    case: { number: number; level: NotificationLevel | null; mailOff: boolean } | null;
  },
  request: Pick<RequestContext, 'idempotencyKey' | 'fingerprint'>,
): Promise<'done' | 'repeat'> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    await writeLevel(services, tx, contact, { number: null, level: chosen.everything });
    await writeMail(tx, contact, { number: null, off: chosen.mailOff });
    if (chosen.case) {
      const { number, level, mailOff } = chosen.case;
      await writeLevel(services, tx, contact, { number, level });
      await writeMail(tx, contact, { number, off: mailOff });
    }
    return 'done' as const;
  });
}

/** Unsubscribes a contact from mail about one case or all, or subscribes them again. Doing it twice changes nothing. */
export async function setMail(
  { db }: Services,
  contact: Contact,
  choice: { number: number | null; off: boolean },
): Promise<void> {
  await db.transaction((tx) => writeMail(tx, contact, choice));
}

async function writeMail(tx: Tx, contact: Contact, { number, off }: { number: number | null; off: boolean }): Promise<void> {
  if (number === null) await tx.person.update({ where: { id: contact.id }, data: { mailOff: off } });
  else
    await tx.recipient.updateMany({
      where: { personId: contact.id, case: { number, ...scopeWhere(scopeOf(contact)) } },
      data: { mailOff: off },
    });
}
