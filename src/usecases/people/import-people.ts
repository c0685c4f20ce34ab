// Imports the people of a directory. A contact of several accounts has one entry for each of them; together they are all of the contact's accounts.
import type { Membership } from '../../domain/person.ts';
import { moveMailConversations } from '../../outbox/enqueue/mail.ts';
import type { Tx } from '../context.ts';
import { compareSection, type Tally } from './compare-section.ts';
import type { AdvisorFacts, ContactFacts, PersonKey, Section } from './directory.ts';
import { accountOf, type Import } from './import-run.ts';

/** Imports the contacts. */
export function importContacts(run: Import, section: Section<PersonKey, ContactFacts>): Promise<Tally> {
  return importPeople(run, section, 'contact', ({ name, account, type, also, line }) => {
    const accountId = accountOf(run, account, line);
    const memberships = also.flatMap((one) => {
      const id = accountOf(run, one.account, one.line);
      return id === undefined ? [] : { accountId: id, contactType: one.type };
    });
    return accountId === undefined
      ? undefined
      : { name, accountId, contactType: type, lead: false, team: null, memberships: memberships.sort(byAccount) };
  });
}

/** Imports the advisors. */
export function importAdvisors(run: Import, section: Section<PersonKey, AdvisorFacts>): Promise<Tally> {
  return importPeople(run, section, 'advisor', ({ name, lead, team }) => ({
    name,
    accountId: null,
    contactType: null,
    lead,
    team,
    memberships: [],
  }));
}

type PersonColumns = {
  name: string;
  accountId: number | null;
  contactType: ContactFacts['type'] | null;
  lead: boolean;
  team: string | null;
  /** further accounts, by their ids */
  memberships: Membership[];
};

async function importPeople<Facts extends { formerly: string | null }>(
  run: Import,
  section: Section<PersonKey, Facts>,
  kind: 'contact' | 'advisor',
  columnsOf: (entry: Section<PersonKey, Facts>['listed'][number]) => PersonColumns | undefined,
): Promise<Tally> {
  const { tx, force } = run;
  const stored = await readPeople(tx);
  const rows = new Map(stored.map((row) => [row.email, row]));
  const byId = new Map(stored.map((row) => [row.id, row]));
  const formerAddresses = await changedInChat(tx);
  // a person whose address was changed in chat may still have the old one in the file
  const known = (email: string) => rows.get(email) ?? byId.get(formerAddresses.get(email) ?? 0);
  const moved = section.listed.filter(({ formerly }) => formerly !== null && known(formerly));
  const before = new Map(moved.map(({ email, formerly }) => [email, formerly ?? email]));
  for (const { email, formerly, line } of moved) {
    if (rows.has(email) && rows.get(email) !== known(formerly ?? email))
      run.mistakes.push({ line, message: `${email} and ${before.get(email) ?? ''} already belong to two people` });
  }
  const { add, change, remove, tally } = compareSection(
    section,
    ({ email }) => email,
    ({ email }) => known(before.get(email) ?? email),
    (entry) => {
      const columns = columnsOf(entry);
      return columns && { email: entry.email, kind, ...columns };
    },
    force,
  );
  await tx.person.createMany({ data: add.map(({ data: { memberships: _, ...data } }) => data) });
  if (run.mistakes.length > 0) return tally; // the import is refused anyway, and two people with one address would violate a constraint
  for (const { row, data } of change) {
    const { memberships: _, ...columns } = data;
    await tx.person.update({ where: { id: row.id }, data: { ...columns, active: true, changedInChatAt: null } });
  }
  const removedIds = remove.map(({ id }) => id);
  await tx.person.updateMany({ where: { id: { in: removedIds } }, data: { active: false, changedInChatAt: null } });
  await tx.membership.deleteMany({ where: { personId: { in: [...removedIds, ...change.map(({ row }) => row.id)] } } });
  await addMemberships(
    tx,
    [...add, ...change].map(({ data }) => data),
  );
  const others = change.filter(
    ({ row, data }) => row.email !== data.email || row.kind !== data.kind || !isInSameAccount(row, data),
  );
  await tx.identity.updateMany({
    where: { personId: { in: [...removedIds, ...others.map(({ row }) => row.id)] } },
    data: { personId: null },
  });
  await moveMailConversations(
    tx,
    others.map(({ row }) => row.id),
  );
  return tally;
}

async function readPeople(tx: Tx) {
  const memberships = { select: { accountId: true, contactType: true } };
  const people = await tx.person.findMany({ include: { memberships } });
  return people.map((row) => ({ ...row, memberships: row.memberships.map((one) => ({ ...one })).sort(byAccount) }));
}

async function addMemberships(tx: Tx, people: readonly { email: string; memberships: Membership[] }[]): Promise<void> {
  const several = people.filter(({ memberships }) => memberships.length > 0);
  if (several.length === 0) return;
  const where = { email: { in: several.map(({ email }) => email) } };
  const ids = new Map(
    (await tx.person.findMany({ where, select: { id: true, email: true } })).map(({ id, email }) => [email, id]),
  );
  const data = several.flatMap(({ email, memberships }) => {
    const personId = ids.get(email);
    return personId === undefined ? [] : memberships.map((one) => ({ personId, ...one }));
  });
  await tx.membership.createMany({ data });
}

const byAccount = (one: Membership, other: Membership): number => one.accountId - other.accountId;

type Accounts = Pick<PersonColumns, 'accountId' | 'memberships'>;

/** Tells whether somebody keeps at least one account. In the others, they are nobody from the next query on. */
function isInSameAccount(before: Accounts, after: Accounts): boolean {
  const idsOf = ({ accountId, memberships }: Accounts) => [accountId, ...memberships.map((one) => one.accountId)];
  return idsOf(before).some((id) => idsOf(after).includes(id));
}

/** Returns addresses that were changed in chat, with the ID of the person who had them; the last change of an address counts. */
async function changedInChat(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ email: string; id: number }[]>`
    select contact_change #>> '{who,email}' email, (contact_change #>> '{who,id}')::int id from "case"
    where contact_changed_at is not null and contact_change ->> 'do' = 'change' and contact_change ? 'email'
    order by contact_changed_at`;
  return new Map(rows.map(({ email, id }) => [email, id]));
}
