import { contactsOfAccount } from '../../db/accounts.ts';
import { notificationLevels } from '../../domain/notification.ts';
import { eligibleConversations } from '../../outbox/enqueue/eligible-conversations.ts';
import type { Services } from '../context.ts';

/** Why nobody on the contact's side gets what advisors write. */
export interface Unreached {
  contact: string;
  /** false for somebody who was removed from the directory */
  isContact: boolean;
}

/**
 * Tells whether anybody on the contact's side gets what advisors write on a case, by chat or mail. People who chose to hear less count.
 * @returns null when somebody does
 */
export async function reachesContact(services: Services, number: number): Promise<Unreached | null> {
  const { prisma } = services.db;
  const found = await prisma.case.findUniqueOrThrow({ where: { number }, include: { contact: true } });
  const places = await prisma.$queryRaw<object[]>`
    select k.id from ${eligibleConversations([found.id], notificationLevels)} k where k.side = 'contact' limit 1`;
  if (places.length > 0) return null;
  const isContact = await prisma.person.count({ where: { id: found.contactId, ...contactsOfAccount(found.accountId) } });
  return { contact: found.contact.name, isContact: isContact > 0 };
}
