import { contactsOfAccount } from '../../db/accounts.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { contactChangeType } from '../../domain/case-type.ts';
import {
  descriptionOf,
  invalidChange,
  parseContactChange,
  subjectOf,
  type AskedContactChange,
  type ContactChange,
} from '../../domain/contact-change.ts';
import { authorize } from '../../domain/permission.ts';
import type { Contact } from '../../domain/person.ts';
import { freeAddress } from './free-address.ts';
import { openCase, type Opened, type Filed, type OnPlatform } from '../cases/open-case.ts';
import type { Services } from '../context.ts';
import { truncate } from '../../cards/visible-text.ts';

/**
 * Opens a case that requests adding, changing or removing a contact of the requester's own account. An advisor applies it.
 * @param values the values of the form, by field name
 * @returns the number and subject of the case; 'repeat' when the form was already processed
 * @throws CaseError invalid-change, with every error at its field; not-allowed
 */
export async function requestContactChange(
  services: Services,
  contact: Contact,
  values: Readonly<Record<string, string | undefined>>,
  filed: Filed,
  request: OnPlatform,
): Promise<(Opened & { subject: string }) | 'repeat'> {
  authorize(contact, 'open', contact.accountId);
  const contactChange = await resolve(services, contact, parseContactChange(values));
  const { modules } = services.settings;
  const subject = truncate(subjectOf(contactChange), maxLengths.subject);
  const input = {
    subject,
    description: descriptionOf(contactChange),
    replicationSteps: null,
    expected: null,
    actual: null,
    environment: null,
    impact: null,
    priority: 'Medium' as const,
    module: modules.includes('Other') ? 'Other' : (modules.at(-1) ?? 'Other'),
    caseType: contactChangeType,
    dueDate: null,
    dueReason: null,
  };
  const outcome = await openCase(services, contact, input, { ...filed, contactChange }, request);
  return outcome === 'repeat' ? outcome : { ...outcome, subject };
}

/** Finds the contact the request is about, in the requester's own account. @throws CaseError invalid-change */
async function resolve(services: Services, { accountId }: Contact, asked: AskedContactChange): Promise<ContactChange> {
  const { prisma } = services.db;
  if (asked.do === 'add') {
    await freeAddress(prisma, accountId, asked.email);
    return asked;
  }
  const { contact, ...rest } = asked;
  const which = /^\d{1,9}$/.test(contact) ? { id: Number(contact) } : { email: contact.trim().toLowerCase() };
  const who = await prisma.person.findFirst({
    where: { ...which, ...contactsOfAccount(accountId) },
    select: { id: true, name: true, email: true },
  });
  if (!who) throw invalidChange({ contact: 'No such contact in your district.' });
  if (rest.do === 'change' && rest.email && rest.email !== who.email) {
    const removed = await freeAddress(prisma, accountId, rest.email);
    if (removed) throw wasRemoved(removed.name);
  }
  return { ...rest, who };
}

/** Returns the error for the address of a removed person: giving it to someone else would give them that person's posts. */
export function wasRemoved(name: string) {
  return invalidChange({ email: `This address belonged to ${name}, who was removed. Use another one.` });
}
