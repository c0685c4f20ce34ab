// The people of the directory: contacts and advisors, from a file or from chat. A contact of several accounts has one entry for each of them;
// together they are all of the contact's accounts.
import type { Person, Prisma } from '../../db/generated/client.ts';
import type { Membership } from '../../domain/person.ts';
import { moveMailConversations } from '../../outbox/enqueue/mail.ts';
import type { Tx } from '../context.ts';
import { compareSection, emptyTally, type Difference, type Tally } from './compare-section.ts';
import type { AdvisorFacts, ContactFacts, PersonKey, Section } from './directory.ts';
import { accountOf, batchesOf, changedInChatAt, type ImportRun } from './import-run.ts';
import { mailWorks } from './mail-works.ts';

/** Imports the contacts. */
export function importContacts(run: ImportRun, section: Section<PersonKey, ContactFacts>): Promise<Tally> {
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
export function importAdvisors(run: ImportRun, section: Section<PersonKey, AdvisorFacts>): Promise<Tally> {
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
  run: ImportRun,
  section: Section<PersonKey, Facts>,
  kind: 'contact' | 'advisor',
  columnsOf: (entry: Section<PersonKey, Facts>['listed'][number]) => PersonColumns | undefined,
): Promise<Tally> {
  const { tx, force } = run;
  const named = [
    ...section.listed.flatMap(({ email, formerly }) => [email, formerly ?? email]),
    ...section.removed.map(({ email }) => email),
  ];
  if (named.length === 0) return emptyTally();
  const formerAddresses = await changedInChat(tx, named);
  const stored = await readPeople(tx, whereNamed(named, [...formerAddresses.values()]));
  const rows = new Map(stored.map((row) => [row.email, row]));
  const byId = new Map(stored.map((row) => [row.id, row]));
  // a person whose address was changed in chat may still have the old one in the file
  const known = (email: string) => rows.get(email) ?? byId.get(formerAddresses.get(email) ?? 0);
  const moved = section.listed.filter(({ formerly }) => formerly !== null && known(formerly));
  const before = new Map(moved.map(({ email, formerly }) => [email, formerly ?? email]));
  for (const { email, formerly, line } of moved) {
    if (rows.has(email) && rows.get(email) !== known(formerly ?? email))
      run.mistakes.push({
        line,
        field: 'email',
        message: `${email} and ${before.get(email) ?? ''} already belong to two people`,
      });
  }
  const erased = await run.erasedAmong(
    'person',
    section.listed.map(({ email }) => email).filter((email) => !rows.has(email)),
  );
  const { add, change, remove, tally } = compareSection(section, {
    nameOf: ({ email }) => email,
    find: ({ email }) => known(before.get(email) ?? email),
    dataOf: (entry) => {
      const columns = columnsOf(entry);
      return columns && { email: entry.email, kind, ...columns };
    },
    force,
    isErased: ({ email }) => erased.has(email),
    accountKeys: run.accountKeys,
  });
  // an import with mistakes is refused anyway, and two people with one address would violate a constraint
  if (run.mistakes.length > 0) return tally;
  await writePeople(run, kind === 'contact' ? 'contacts' : 'advisors', { add, change, remove, tally });
  return tally;
}

/** What `compareSection` found out about people. */
type PeopleDifference = Difference<
  unknown,
  Person & { memberships: Membership[] },
  PersonColumns & { email: string; kind: 'contact' | 'advisor' }
>;

/**
 * Writes people. Every change of a person's account, type, role, address or access goes through here, except for the requests of contacts
 * (apply-contact-change.ts).
 */
async function writePeople(run: ImportRun, section: 'contacts' | 'advisors', difference: PeopleDifference): Promise<void> {
  const { tx, history } = run;
  const { add, change, remove, tally } = difference;
  const inChat = { changedInChatAt: changedInChatAt(run) };
  const added: Pick<Person, 'id' | 'email'>[] = [];
  for (const batch of batchesOf(add)) {
    const data = batch.map(({ data: { memberships: _, ...columns } }) => ({ ...columns, ...inChat }));
    added.push(...(await tx.person.createManyAndReturn({ data, select: { id: true, email: true } })));
  }
  for (const { row, data } of change) {
    const { memberships: _, ...columns } = data;
    await tx.person.update({
      where: { id: row.id },
      data: { ...columns, active: true, ...inChat, ...(row.email === data.email ? {} : mailWorks) },
    });
  }
  const removedIds = remove.map(({ row }) => row.id);
  await tx.person.updateMany({ where: { id: { in: removedIds } }, data: { active: false, ...inChat } });
  await writeMemberships(tx, added, difference);
  const others = change.filter(
    ({ row, data }) => row.email !== data.email || row.kind !== data.kind || !isInSameAccount(row, data),
  );
  const otherIds = others.map(({ row }) => row.id);
  await tx.identity.updateMany({ where: { personId: { in: [...removedIds, ...otherIds] } }, data: { personId: null } });
  await moveMailConversations(tx, otherIds);
  history.push(
    ...added.map(({ id, email }) => ({ section, what: 'added' as const, name: email, personId: id })),
    ...change.map(({ row, name }) => ({ section, what: 'changed' as const, name, personId: row.id, fields: tally.fields[name] })),
    ...remove.map(({ row, name }) => ({ section, what: 'removed' as const, name, personId: row.id })),
  );
}

async function readPeople(tx: Tx, where: { where?: Prisma.PersonWhereInput }) {
  const memberships = { select: { accountId: true, contactType: true } };
  const people = await tx.person.findMany({ ...where, include: { memberships } });
  return people.map((row) => ({ ...row, memberships: row.memberships.map((one) => ({ ...one })).sort(byAccount) }));
}

async function writeMemberships(
  tx: Tx,
  added: readonly { id: number; email: string }[],
  { add, change }: PeopleDifference,
): Promise<void> {
  // who is removed keeps theirs, as their first account, for when they come back
  await tx.membership.deleteMany({ where: { personId: { in: change.map(({ row }) => row.id) } } });
  const ids = new Map(added.map(({ id, email }) => [email, id]));
  const people = [
    ...add.map(({ data }) => ({ personId: ids.get(data.email) ?? 0, ...data })),
    ...change.map(({ row, data }) => ({ personId: row.id, ...data })),
  ];
  const data = people.flatMap(({ personId, memberships }) => memberships.map((one) => ({ personId, ...one })));
  for (const batch of batchesOf(data)) await tx.membership.createMany({ data: batch });
}

const byAccount = (one: Membership, other: Membership): number => one.accountId - other.accountId;

type Accounts = Pick<PersonColumns, 'accountId' | 'memberships'>;

/** Tells whether somebody keeps at least one account. In the others, they are nobody from the next query on. */
function isInSameAccount(before: Accounts, after: Accounts): boolean {
  const idsOf = ({ accountId, memberships }: Accounts) => [accountId, ...memberships.map((one) => one.accountId)];
  return idsOf(before).some((id) => idsOf(after).includes(id));
}

/** Number of addresses up to which the database is asked for them, and not for everybody. */
const maxNamed = 1000;

function whereNamed(emails: string[], ids: number[]): { where?: Prisma.PersonWhereInput } {
  return emails.length > maxNamed ? {} : { where: { OR: [{ email: { in: emails } }, { id: { in: ids } }] } };
}

/**
 * Returns those of the addresses that were changed in chat, with the ID of the person who had them; the last change of an address counts.
 */
async function changedInChat(tx: Tx, emails: string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ email: string; id: number }[]>`
    select email, id from (
      select contact_change #>> '{who,email}' email, (contact_change #>> '{who,id}')::int id, contact_changed_at at from "case"
      where contact_changed_at is not null and contact_change ->> 'do' = 'change' and contact_change ? 'email'
      union all
      select field ->> 'from', h.person_id, h.at from directory_change h, jsonb_array_elements(h.fields) field
      where h.by_id is not null and h.person_id is not null and field ->> 'field' = 'email'
    ) changed where email = any (${emails}::text[]) order by at`;
  return new Map(rows.map(({ email, id }) => [email, id]));
}
