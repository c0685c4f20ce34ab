// What leads do with people in chat: add, change, deactivate and reactivate contacts and advisors.
import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { fieldError } from '../../domain/form-errors.ts';
import type { AdvisorInput, ContactInput } from '../../domain/person-input.ts';
import type { Advisor } from '../../domain/person.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { changeDirectory } from './change-directory.ts';
import type { Directory } from './directory.ts';
import { refuseUnseen } from './directory-history.ts';

/** What a lead enters for a person. */
export type PersonInput = ({ kind: 'contact' } & ContactInput) | ({ kind: 'advisor' } & AdvisorInput);

/**
 * Adds a person. Somebody who was removed and had the same address is active again, as entered.
 * @returns their id
 * @throws CaseError not-allowed, invalid-directory; address-taken, at the field `email`
 */
export async function addPerson(services: Services, lead: Advisor, input: PersonInput, request: RequestContext): Promise<number> {
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    const has = await tx.person.findUnique({ where: { email: input.email }, include: { account: true } });
    if (has?.active) throw addressTaken(has.name, has.account?.name ?? null);
    return entryOf(input, null);
  };
  await changeDirectory(services, lead, entriesOf, request);
  const { id } = await services.db.prisma.person.findUniqueOrThrow({ where: { email: input.email }, select: { id: true } });
  return id;
}

/**
 * Changes a person. A contact stays a contact, and an advisor an advisor.
 * @param input.seen the newest change of the person when the form was opened
 * @throws CaseError not-allowed, unknown-person, deactivated, changed-since, invalid-directory; address-taken, at the field `email`; own-rights
 */
export async function changePerson(
  services: Services,
  lead: Advisor,
  { id, seen, ...input }: PersonInput & { id: number; seen?: number },
  request: RequestContext,
): Promise<void> {
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    const { name, email, kind, active, memberships } = await readRow(tx, id);
    if (kind !== input.kind) throw unknownPerson();
    // the form may have been opened before another lead deactivated them
    if (!active) throw new CaseError('deactivated', `${name} was deactivated.`, 'Reactivate them first.');
    if (seen !== undefined) await refuseUnseen(tx, { personId: id }, name, seen);
    const isOwn = id === lead.id && input.kind === 'advisor';
    if (isOwn && !input.lead)
      throw fieldError('own-rights', 'lead', "You can't end your own rights as a lead. Ask another lead.");
    if (email !== input.email) {
      const has = await tx.person.findUnique({ where: { email: input.email }, include: { account: true } });
      if (has) throw addressTaken(has.name, has.account?.name ?? null);
    }
    return entryOf(input, email === input.email ? null : email, memberships);
  };
  await changeDirectory(services, lead, entriesOf, request);
}

/**
 * Deactivates a person: their access and notifications end at once, and their cases keep their name.
 * @throws CaseError not-allowed, unknown-person, own-rights
 */
export async function deactivatePerson(services: Services, lead: Advisor, id: number, request: RequestContext): Promise<void> {
  if (id === lead.id) throw new CaseError('own-rights', "You can't deactivate yourself.", 'Ask another lead.');
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    const { email, kind } = await readRow(tx, id);
    const section = { listed: [], removed: [{ email, line: 1 }] };
    return kind === 'contact' ? { contacts: section } : { advisors: section };
  };
  await changeDirectory(services, lead, entriesOf, request);
}

/**
 * Makes a deactivated person active again, as they were.
 * @throws CaseError not-allowed, unknown-person; invalid-directory for a contact of an account that is no longer active
 */
export async function reactivatePerson(services: Services, lead: Advisor, id: number, request: RequestContext): Promise<void> {
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    const row = await readRow(tx, id);
    const account = row.accountId === null ? null : await tx.account.findUnique({ where: { id: row.accountId } });
    return entryOf(inputOf(row, account?.key ?? ''), null, row.memberships);
  };
  await changeDirectory(services, lead, entriesOf, request);
}

function inputOf({ name, email, contactType, lead, team }: PersonRow, account: string): PersonInput {
  return contactType === null
    ? { kind: 'advisor', name, email, lead, team }
    : { kind: 'contact', name, email, account, type: contactType };
}

/** Makes the entry of a person. A contact keeps those further accounts that are active; they come from the directory file. */
function entryOf(input: PersonInput, formerly: string | null, memberships: PersonRow['memberships'] = []): Partial<Directory> {
  if (input.kind === 'contact') {
    const { kind: _kind, ...facts } = input;
    const also = memberships
      .filter(({ account }) => account.active && ![account.key, account.name.toLowerCase()].includes(facts.account.toLowerCase()))
      .map(({ account, contactType }) => ({ account: account.key, type: contactType, line: 1 }));
    return { contacts: { listed: [{ ...facts, also, formerly, line: 1 }], removed: [] } };
  }
  const { kind: _kind, ...facts } = input;
  return { advisors: { listed: [{ ...facts, formerly, line: 1 }], removed: [] } };
}

type PersonRow = Prisma.PersonGetPayload<{ include: { memberships: { include: { account: true } } } }>;

async function readRow(tx: Tx, id: number): Promise<PersonRow> {
  const row = await tx.person.findUnique({ where: { id }, include: { memberships: { include: { account: true } } } });
  if (!row) throw unknownPerson();
  return row;
}

/** Makes the error for a person who is not in the directory. */
export function unknownPerson(): CaseError {
  return new CaseError('unknown-person', 'This person is no longer in the directory.', 'Search again.');
}

function addressTaken(name: string, accountName: string | null): CaseError {
  const where = accountName === null ? 'an advisor' : `a contact of ${accountName}`;
  return fieldError('address-taken', 'email', `${name}, ${where}, has this address. Use another one, or change ${name}.`);
}
