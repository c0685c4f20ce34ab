import type { Person } from '../../domain/person.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';
import { contactOf, type OwnAccount } from './resolve-actor.ts';

/** A person found by email address. */
export interface PersonByMail {
  person: Person;
  /** the accounts of a contact, the first one first */
  accounts: readonly OwnAccount[];
  /** time zone (IANA name) from the platform, else of the account, else UTC */
  timezone: string;
}

/**
 * Finds the active person with an email address.
 * @returns null when nobody has it
 */
export async function personByMail(services: Services, address: string): Promise<PersonByMail | null> {
  const row = await services.db.prisma.person.findFirst({
    where: { email: address.toLowerCase(), active: true },
    include: {
      ...withAccounts,
      identities: { where: { timezone: { not: null } }, orderBy: { checkedAt: 'desc' }, take: 1 },
    },
  });
  const person = row && personOf(row);
  if (!person) return null;
  const accounts = activeAccounts(row);
  return { person, accounts, timezone: row.identities[0]?.timezone ?? accounts[0]?.timezone ?? 'UTC' };
}

/** Finds an active person by their ID. @returns null when they are not active, or none of their accounts is */
export async function personById(services: Services, id: number): Promise<Person | null> {
  const row = await services.db.prisma.person.findFirst({ where: { id, active: true }, include: withAccounts });
  return row && personOf(row);
}

/** The relations that `activeAccounts` needs. */
export const withAccounts = {
  account: true,
  memberships: { include: { account: true }, orderBy: { account: { name: 'asc' } } },
} satisfies Prisma.PersonInclude;

type Row = Prisma.PersonGetPayload<{ include: typeof withAccounts }>;
type Accounts = Pick<Row, 'account' | 'contactType' | 'memberships'>;

/** Lists the active accounts of a contact, the first one first. */
export function activeAccounts({ account, contactType, memberships }: Accounts): (OwnAccount & { timezone: string })[] {
  return [{ account, contactType }, ...memberships].flatMap((one) => {
    if (!one.account?.active || one.contactType === null) return [];
    const { id: accountId, name, timezone } = one.account;
    return [{ accountId, name, timezone, contactType: one.contactType }];
  });
}

function personOf({ id, name, email, kind, lead, team, ...row }: Row): Person | null {
  if (kind === 'advisor') return { kind, id, name, email, lead, team };
  return contactOf({ id, name, email }, activeAccounts(row));
}
