import { authorizedTypes, contactsOfAccount, contactTypeIn } from '../../db/accounts.ts';
import { Prisma, type Membership, type Person as Row } from '../../db/generated/client.ts';
import { moveMailConversations } from '../../outbox/enqueue/mail.ts';
import { CaseError } from '../../domain/case-error.ts';
import { asType, endsAuthorization, storedContactChange, type ContactChange } from '../../domain/contact-change.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import type { Advisor } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { changeCase } from '../change-case.ts';
import { recordHistory } from './directory-history.ts';
import { writeColumn } from './field-change.ts';
import { addressInUse, freeAddress } from './free-address.ts';
import type { HistoryEntry } from './import-run.ts';
import { wasRemoved } from './request-contact-change.ts';
import { mailWorks } from './mail-works.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';

type Person = Row & { memberships: Membership[] };

/** The transaction of a change: one account, one moment. */
interface Applying {
  tx: Tx;
  account: { id: number; name: string };
  at: Date;
  by: Advisor;
}

/**
 * Applies the change that a "Modify Support Contacts" case requests. The directory changes and the case says so; its status stays. A later
 * import does not undo it. Only people of the case's own account can be changed.
 * @throws CaseError no-change, already-applied, not-now, invalid-change, no-contact, last-contact, several-accounts; nothing has changed then
 */
export function applyContactChange(
  services: Services,
  advisor: Advisor,
  number: number,
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, advisor, number, 'apply-contact-change', request, async (locked, tx) => {
    const change = storedContactChange(locked.contactChange);
    if (!change) throw new CaseError('no-change', "This case doesn't request a contact change.");
    if (locked.contactChangedAt) throw await alreadyApplied(tx, locked.id);
    if (!isOpen(locked.status))
      throw new CaseError(
        'not-now',
        'The case is closed, so its request no longer applies.',
        'An Authorized Contact can reopen it.',
      );
    // one change per account at a time: two at once could remove its last two Authorized Contacts
    await tx.$executeRaw`select 1 from account where id = ${locked.accountId} for no key update`;
    const account = await tx.account.findUniqueOrThrow({ where: { id: locked.accountId } });
    const at = services.clock.now();
    const result = await carryOut({ tx, account, at, by: advisor }, change);
    return {
      patch: { contactChangedAt: at },
      post: { kind: 'event', action: 'apply-contact-change', body: `applied the change: ${result}` },
      history: { action: 'apply-contact-change', to: result },
      why: change.reason,
    };
  });
}

async function alreadyApplied(tx: Tx, caseId: number): Promise<CaseError> {
  const by = await tx.historyEntry.findFirst({ where: { caseId, action: 'apply-contact-change' } });
  return new CaseError('already-applied', `${by?.actorName ?? 'Someone'} already applied this change.`);
}

/** @returns the result, as text */
async function carryOut(applying: Applying, change: ContactChange): Promise<string> {
  try {
    if (change.do === 'add') return await add(applying, change);
    const person = await contactOf(applying, change.who);
    if (endsAuthorization(change)) await keepOneAuthorized(applying, person);
    return await (change.do === 'remove' ? remove(applying, person) : alter(applying, person, change));
  } catch (error) {
    // someone else took the address at the same moment
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw addressInUse();
    throw error;
  }
}

async function add(applying: Applying, { name, email, type }: ContactChange & { do: 'add' }): Promise<string> {
  const { tx, account, at } = applying;
  const removed = await freeAddress(tx, account.id, email);
  const columns = { name, contactType: type, active: true, changedInChatAt: at };
  const none = { deleteMany: {} }; // one account cannot bring somebody back into others
  const { id } = removed
    ? await tx.person.update({ where: { id: removed.id }, data: { ...columns, accountId: account.id, memberships: none } })
    : await tx.person.create({ data: { ...columns, email, kind: 'contact', accountId: account.id } });
  await record(applying, { what: 'added', name: email, personId: id });
  return `${name} is now ${asType(type)} of ${account.name}`;
}

async function alter(applying: Applying, person: Person, change: ContactChange & { do: 'change' }): Promise<string> {
  const { tx, account, at } = applying;
  const { name, email, type } = change;
  if (email && email !== person.email) {
    // a person who reads mail at the new address could act for the other accounts
    if (person.memberships.length > 0) throw belongsToSeveral(person);
    const removed = await freeAddress(tx, account.id, email);
    if (removed) throw wasRemoved(removed.name);
    await unbind(tx, person);
  }
  await tx.person.update({
    where: { id: person.id },
    data: {
      ...(name && { name }),
      ...(email && { email, ...(email === person.email ? {} : mailWorks) }),
      ...(type && typeIn(person, account.id, type)),
      changedInChatAt: at,
    },
  });
  if (email) await moveMailConversations(tx, [person.id]);
  const columns: [string, from: unknown, to: string | undefined][] = [
    ['name', person.name, name],
    ['email', person.email, email],
    ['contactType', contactTypeIn(person, account.id), type],
  ];
  const fields = columns.flatMap(([column, from, to]) => (to ? [writeColumn(column, from, to)] : []));
  await record(applying, { what: 'changed', name: person.email, personId: person.id, fields });
  const changes = [name && `is now named ${name}`, email && `now has the address ${email}`, type && `is now ${asType(type)}`];
  return `${person.name} of ${account.name} ${formatList(changes.flatMap((one) => one || []))}`;
}

/** Returns the columns that make a person something else in an account, which is their first one or a further one. */
function typeIn({ id: personId, ...person }: Person, accountId: number, contactType: Membership['contactType']) {
  if (person.accountId === accountId) return { contactType };
  const personId_accountId = { personId, accountId };
  return { memberships: { update: { where: { personId_accountId }, data: { contactType } } } };
}

/** Returns the columns that end what a person is in an account. The first of their other accounts takes its place. */
function without({ id: personId, ...person }: Person, accountId: number) {
  const [other] = person.memberships;
  if (!other) return { active: false };
  if (person.accountId !== accountId) return { memberships: { delete: { personId_accountId: { personId, accountId } } } };
  const { accountId: next, contactType } = other;
  return { accountId: next, contactType, memberships: { delete: { personId_accountId: { personId, accountId: next } } } };
}

/** The person's cases keep their name; access and notifications end, and stay in their other accounts. */
async function remove(applying: Applying, person: Person): Promise<string> {
  const { tx, account, at } = applying;
  const { id: accountId } = account;
  await tx.person.update({ where: { id: person.id }, data: { ...without(person, accountId), changedInChatAt: at } });
  if (person.memberships.length === 0) await unbind(tx, person);
  await tx.recipient.deleteMany({ where: { personId: person.id, case: { accountId } } });
  await record(applying, { what: 'removed', name: person.email, personId: person.id });
  const open = await tx.case.count({ where: { contactId: person.id, accountId, status: { not: 'Closed' } } });
  const stay = open === 0 ? '' : `; ${plural(open, 'open case stays', 'open cases stay')} under this name`;
  return `${person.name} is no longer a contact of ${account.name}${stay}`;
}

/** Writes the change into the history of the directory. */
async function record({ tx, at, by }: Applying, entry: Omit<HistoryEntry, 'section'>): Promise<void> {
  await recordHistory({ tx, at, by, history: [{ section: 'contacts', ...entry }] });
}

/** Unbinds the person's chat identities until the platform confirms their address again. */
async function unbind(tx: Tx, { id }: Pick<Person, 'id'>): Promise<void> {
  await tx.identity.updateMany({ where: { personId: id }, data: { personId: null } });
}

/** @throws CaseError no-contact */
async function contactOf({ tx, account }: Applying, who: { id: number; name: string }): Promise<Person> {
  const person = await tx.person.findFirst({
    where: { id: who.id, ...contactsOfAccount(account.id) },
    include: { memberships: { orderBy: { accountId: 'asc' } } },
  });
  if (person) return person;
  throw new CaseError(
    'no-contact',
    `${who.name} is no longer a contact of ${account.name}.`,
    'Nothing was changed. Let the contact know with a post.',
  );
}

function belongsToSeveral({ name }: Person): CaseError {
  return new CaseError(
    'several-accounts',
    `${name} is a contact of several accounts, so their address can't be changed here.`,
    'Ask an operator to change it in the directory.',
  );
}

/** @throws CaseError last-contact */
async function keepOneAuthorized({ tx, account }: Applying, person: Person): Promise<void> {
  if (contactTypeIn(person, account.id) === 'readOnly') return;
  const others = await tx.person.count({ where: { id: { not: person.id }, ...contactsOfAccount(account.id, authorizedTypes) } });
  if (others > 0) return;
  throw new CaseError(
    'last-contact',
    `${person.name} is the last Authorized Contact of ${account.name}. Without one, nobody could open a case.`,
    'Add another Authorized Contact first.',
  );
}
