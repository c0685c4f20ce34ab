import { Prisma, type Person } from '../../db/generated/client.ts';
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
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';

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
 * @throws CaseError no-change, already-applied, not-now, invalid-change, no-contact, last-contact; nothing has changed then
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
  const { id } = removed
    ? await tx.person.update({ where: { id: removed.id }, data: columns })
    : await tx.person.create({ data: { ...columns, email, kind: 'contact', accountId: account.id } });
  await record(applying, { what: 'added', name: email, personId: id });
  return `${name} is now ${asType(type)} of ${account.name}`;
}

async function alter(applying: Applying, person: Person, change: ContactChange & { do: 'change' }): Promise<string> {
  const { tx, account, at } = applying;
  const { name, email, type } = change;
  if (email && email !== person.email) {
    const removed = await freeAddress(tx, account.id, email);
    if (removed) throw wasRemoved(removed.name);
    await unbind(tx, person);
  }
  await tx.person.update({
    where: { id: person.id },
    data: { ...(name && { name }), ...(email && { email }), ...(type && { contactType: type }), changedInChatAt: at },
  });
  if (email) await moveMailConversations(tx, [person.id]);
  const columns: [keyof Person, string | undefined][] = [
    ['name', name],
    ['email', email],
    ['contactType', type],
  ];
  const fields = columns.flatMap(([column, value]) => (value ? [writeColumn(column, person[column], value)] : []));
  await record(applying, { what: 'changed', name: person.email, personId: person.id, fields });
  const changes = [name && `is now named ${name}`, email && `now has the address ${email}`, type && `is now ${asType(type)}`];
  return `${person.name} of ${account.name} ${formatList(changes.flatMap((one) => one || []))}`;
}

/** The person's cases keep their name; access and notifications end. */
async function remove(applying: Applying, person: Person): Promise<string> {
  const { tx, account, at } = applying;
  await tx.person.update({ where: { id: person.id }, data: { active: false, changedInChatAt: at } });
  await unbind(tx, person);
  await tx.recipient.deleteMany({ where: { personId: person.id } });
  await record(applying, { what: 'removed', name: person.email, personId: person.id });
  const open = await tx.case.count({ where: { contactId: person.id, status: { not: 'Closed' } } });
  const stay = open === 0 ? '' : `; ${plural(open, 'open case stays', 'open cases stay')} under this name`;
  return `${person.name} is no longer a contact of ${account.name}${stay}`;
}

/** Writes the change into the history of the directory. */
async function record({ tx, at, by }: Applying, entry: Omit<HistoryEntry, 'section'>): Promise<void> {
  await recordHistory({ tx, at, by, history: [{ section: 'contacts', ...entry }] });
}

/** Unbinds the person's chat identities until the platform confirms their address again. */
async function unbind(tx: Tx, { id }: Person): Promise<void> {
  await tx.identity.updateMany({ where: { personId: id }, data: { personId: null } });
}

/** @throws CaseError no-contact */
async function contactOf({ tx, account }: Applying, who: { id: number; name: string }): Promise<Person> {
  const person = await tx.person.findFirst({ where: { id: who.id, accountId: account.id, kind: 'contact', active: true } });
  if (person) return person;
  throw new CaseError(
    'no-contact',
    `${who.name} is no longer a contact of ${account.name}.`,
    'Nothing was changed. Let the contact know with a post.',
  );
}

/** @throws CaseError last-contact */
async function keepOneAuthorized({ tx, account }: Applying, person: Person): Promise<void> {
  if (person.contactType === 'readOnly') return;
  const others = await tx.person.count({
    where: {
      accountId: account.id,
      kind: 'contact',
      active: true,
      contactType: { not: 'readOnly' },
      id: { not: person.id },
    },
  });
  if (others > 0) return;
  throw new CaseError(
    'last-contact',
    `${person.name} is the last Authorized Contact of ${account.name}. Without one, nobody could open a case.`,
    'Add another Authorized Contact first.',
  );
}
