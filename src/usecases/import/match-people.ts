// Finds the people of an export in the directory by their email address, and adds contacts who are not there. Two people with one address are one
// person; somebody without an address gets one that nobody can have, so that nothing is ever sent to them.
import { createHash } from 'node:crypto';
import { Prisma } from '../../db/generated/client.ts';
import { send } from '../../db/transaction.ts';
import { maxContactLengths } from '../../domain/contact-change.ts';
import type { ExportedCase, ExportedPerson } from '../../domain/imported-case.ts';
import { foldText } from '../../domain/search/fold-text.ts';
import type { Tx } from '../context.ts';
import type { ImportCounts, ImportRun, KnownPerson } from './import-run.ts';

const { sql } = Prisma;

/** The people of a batch by their email addresses. */
export type People = ReadonlyMap<string, KnownPerson>;

/** Reads the people with these addresses. A dry run knows those whom it would have added. */
export async function findPeople(tx: Tx, run: ImportRun, emails: readonly string[]): Promise<Map<string, KnownPerson>> {
  const rows = await send<KnownPerson>(
    tx,
    sql`select p.id, p.email, p.name, p.kind, p.active,
        array_remove(p.account_id || array(select m.account_id from membership m where m.person_id = p.id order by m.account_id), null) "accountIds"
      from person p where p.email = any (${[...new Set(emails)]}::text[])`,
  );
  const planned = run.dryRun ? emails.flatMap((email) => run.planned.get(email) ?? []) : [];
  return new Map([...rows, ...planned].map((row) => [row.email, row]));
}

/** Lists the addresses that a batch names. */
export function emailsOf(cases: readonly Pick<ExportedCase, 'contact' | 'assignee' | 'posts'>[]): string[] {
  const named = cases.flatMap(({ contact, assignee, posts }) => [contact, assignee, ...posts.map(({ author }) => author)]);
  return named.flatMap((person) => person?.email ?? []);
}

/** A contact who must be in the directory for their case. */
export interface WantedContact {
  email: string;
  name: string;
  accountId: number;
}

/**
 * Returns the contact that a case needs. An address of `.invalid` is made for somebody without one, the same each time: such addresses exist
 * nowhere (RFC 2606).
 */
export function contactFor(origin: string, accountId: number, contact: ExportedPerson | null): WantedContact {
  const name = (contact?.name ?? '').slice(0, maxContactLengths.name) || contact?.email || 'Unknown contact';
  if (contact?.email) return { email: contact.email, name, accountId };
  const key = [origin, contact?.externalId ?? (contact ? `${accountId} ${foldText(contact.name)}` : `account ${accountId}`)].join(
    ' ',
  );
  return { email: `${createHash('sha256').update(key).digest('hex').slice(0, 20)}@imported.invalid`, name, accountId };
}

/**
 * Adds the contacts who are not in the directory, with the history of the directory. Without a contact type they are inactive, so they can see
 * nothing until the directory lists them.
 * @param people gets them
 */
export async function addContacts(
  tx: Tx,
  run: ImportRun,
  wanted: readonly WantedContact[],
  people: Map<string, KnownPerson>,
): Promise<Partial<ImportCounts>> {
  const missing = new Map<string, WantedContact>();
  // their first account is that of their first case
  for (const one of wanted) if (!people.has(one.email) && !missing.has(one.email)) missing.set(one.email, one);
  const rows = [...missing.values()].sort((one, other) => (one.email < other.email ? -1 : 1));
  if (run.dryRun)
    for (const { email, name, accountId } of rows) {
      const person: KnownPerson = { id: 0, email, name, kind: 'contact', active: false, accountIds: [accountId] };
      run.planned.set(email, person);
      people.set(email, person);
    }
  else if (rows.length > 0) {
    await insertContacts(tx, run, rows);
    for (const [email, person] of await findPeople(tx, run, [...missing.keys()])) people.set(email, person);
  }
  const memberships = run.contacts === null ? 0 : await addMemberships(tx, run, wanted, people);
  return { contacts: rows.length, memberships };
}

async function insertContacts(tx: Tx, run: ImportRun, rows: readonly WantedContact[]): Promise<void> {
  const type = run.contacts === 'readOnly' || run.contacts === null ? 'read-only' : run.contacts;
  const data = rows.map(({ email, name, accountId }) => ({
    email,
    name,
    folded: foldText(name),
    account: accountId,
    active: run.contacts !== null && !email.endsWith('.invalid'),
  }));
  await send(
    tx,
    sql`with added as (
        insert into person (email, name, name_folded, kind, account_id, contact_type, active)
        select email, name, folded, 'contact', account, ${type}::"ContactType", active
        from json_to_recordset(${JSON.stringify(data)}::json) p (email text, name text, folded text, account int, active boolean)
        on conflict (email) do nothing returning id, email
      )
      insert into directory_change (at, section, what, name, person_id)
      select ${run.at}::timestamptz, 'contacts', 'added', email, id from added`,
  );
}

/** Gives contacts who are in the directory the further accounts of their cases. */
async function addMemberships(
  tx: Tx,
  run: ImportRun,
  wanted: readonly WantedContact[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<number> {
  const missing = new Map<string, { person: number; account: number }>();
  for (const { email, accountId } of wanted) {
    const person = people.get(email);
    if (person?.kind !== 'contact' || person.accountIds.includes(accountId)) continue;
    if (run.dryRun) run.planned.set(email, person);
    missing.set(`${email} ${accountId}`, { person: person.id, account: accountId });
    person.accountIds.push(accountId);
  }
  if (run.dryRun || missing.size === 0) return missing.size;
  const type = run.contacts === 'readOnly' ? 'read-only' : run.contacts;
  await send(
    tx,
    sql`insert into membership (person_id, account_id, contact_type)
      select person, account, ${type}::"ContactType"
      from json_to_recordset(${JSON.stringify([...missing.values()])}::json) m (person int, account int) on conflict do nothing`,
  );
  return missing.size;
}
