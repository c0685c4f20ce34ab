// Who gets notified about a case (process.md, Notification recipients).
import { authorizedTypes, contactsOfAccount, contactTypeIn } from '../../db/accounts.ts';
import { withdrawDirect } from '../../outbox/enqueue/index.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { NotificationLevel } from '../../domain/notification.ts';
import { can, authorize, type Permission } from '../../domain/permission.ts';
import type { ContactType, Person } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { enqueueForNewRecipient } from '../notify-new-recipient.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';

/** A recipient of a case's notifications. */
export interface RecipientFacts {
  id: number;
  name: string;
  email: string;
  contactType: ContactType;
  /** how much they hear of this case */
  level: NotificationLevel;
  /** the case contact cannot be removed */
  isCaseContact: boolean;
}

/** The recipients of a case, and who could be added. */
export interface Recipients {
  number: number;
  subject: string;
  accountId: number;
  accountName: string;
  /** the case contact first, then by name */
  recipients: RecipientFacts[];
  /** Authorized Contacts of the account who are not recipients yet, by name */
  others: { id: number; name: string; email: string }[];
}

/**
 * Lists who gets notified about a case, and who could be added.
 * @throws CaseError unknown-case
 */
export async function listRecipients(services: Services, actor: Person, number: number): Promise<Recipients> {
  const { prisma } = services.db;
  const row = await prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(actor)) },
    select: { id: true, subject: true, contactId: true, accountId: true, account: { select: { name: true } } },
  });
  if (!row) throw unknownCase(number);
  authorize(actor, 'view', row.accountId);
  const rows = await prisma.recipient.findMany({
    where: { caseId: row.id, person: contactsOfAccount(row.accountId) },
    include: { person: { include: { memberships: true } } },
    orderBy: [{ person: { name: 'asc' } }, { personId: 'asc' }],
  });
  const recipients = rows.flatMap(({ person, notify }): RecipientFacts[] => {
    const { id, name, email } = person;
    const contactType = contactTypeIn(person, row.accountId);
    if (!contactType) return [];
    return [{ id, name, email, contactType, level: notify ?? person.notify, isCaseContact: id === row.contactId }];
  });
  const others = can(actor, 'manage-recipients', row.accountId)
    ? await prisma.person.findMany({
        where: {
          ...contactsOfAccount(row.accountId, authorizedTypes),
          id: { not: row.contactId },
          recipientOf: { none: { caseId: row.id } },
        },
        select: { id: true, name: true, email: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
      })
    : [];
  return {
    number,
    subject: row.subject,
    accountId: row.accountId,
    accountName: row.account.name,
    recipients: [...recipients.filter((one) => one.isCaseContact), ...recipients.filter((one) => !one.isCaseContact)],
    others,
  };
}

/**
 * Adds a recipient, who gets the case's card in their conversation with the bot.
 * @throws CaseError not-allowed, no-recipient, already-recipient
 */
export function addRecipient(
  services: Services,
  actor: Person,
  input: { number: number; personId: number },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(
    services,
    actor,
    input.number,
    permissionFor(actor, input.personId),
    request,
    async ({ id: caseId, accountId, pendingPostId }, tx) => {
      const person = await contactOf(tx, actor, accountId, input.personId);
      const { count } = await tx.recipient.createMany({
        data: [{ caseId, personId: person.id, addedAt: services.clock.now() }],
        skipDuplicates: true,
      });
      if (count === 0) throw mistaken('already-recipient', `${getsText(actor, person)} notifications for this case.`);
      await enqueueForNewRecipient(services, tx, { id: caseId, pendingPostId }, person.id);
      return { history: { action: 'add-recipient', to: person.name } };
    },
  );
}

/**
 * Removes a recipient.
 * @throws CaseError not-allowed, no-recipient, case-contact (who cannot be removed), not-recipient
 */
export function removeRecipient(
  services: Services,
  actor: Person,
  input: { number: number; personId: number },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, actor, input.number, permissionFor(actor, input.personId), request, async (locked, tx) => {
    const person = await contactOf(tx, actor, locked.accountId, input.personId);
    if (person.id === locked.contactId) throw mistaken('case-contact', "The case contact can't be removed.");
    const { count } = await tx.recipient.deleteMany({ where: { caseId: locked.id, personId: person.id } });
    if (count === 0) throw mistaken('not-recipient', `${getsNoText(actor, person)} notifications for this case.`);
    await withdrawDirect(tx, locked.id, person.id);
    return { history: { action: 'remove-recipient', from: person.name } };
  });
}

/** Read-Only contacts may add and remove themselves only. */
const permissionFor =
  (actor: Person, personId: number) =>
  (accountId: number): Permission =>
    can(actor, 'recipient-self', accountId) && personId === actor.id ? 'recipient-self' : 'manage-recipients';

/** Finds a person the actor may add or remove: an Authorized Contact of the case's account, or themselves. */
async function contactOf(tx: Tx, actor: Person, accountId: number, id: number): Promise<{ id: number; name: string }> {
  const types = id === actor.id ? undefined : authorizedTypes;
  const person = await tx.person.findFirst({
    where: { id, ...contactsOfAccount(accountId, types) },
    select: { id: true, name: true },
  });
  if (!person)
    throw mistaken('no-recipient', "That person isn't an Authorized Contact of the account.", 'Choose a contact from the list.');
  return person;
}

function getsText(actor: Person, { id, name }: { id: number; name: string }): string {
  return id === actor.id ? 'You already get' : `${name} already gets`;
}

function getsNoText(actor: Person, { id, name }: { id: number; name: string }): string {
  return id === actor.id ? "You don't get" : `${name} doesn't get`;
}

function mistaken(code: string, message: string, next?: string): CaseError {
  return new CaseError(code, message, next, { contact: next ? `${message} ${next}` : message });
}
