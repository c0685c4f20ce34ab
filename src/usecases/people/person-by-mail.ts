import type { Person } from '../../domain/person.ts';
import type { Person as Row } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';

/** A person found by email address. */
export interface PersonByMail {
  person: Person;
  accountName: string | null;
  /** time zone (IANA name) from the platform, else of the account, else UTC */
  timezone: string;
}

/**
 * Finds the active person with an email address.
 * @returns null when nobody has it
 */
export async function personByMail(services: Services, address: string): Promise<PersonByMail | null> {
  const row = await services.db.prisma.person.findFirst({
    where: { email: address.toLowerCase(), ...isActive },
    include: { account: true, identities: { where: { timezone: { not: null } }, orderBy: { checkedAt: 'desc' }, take: 1 } },
  });
  if (!row) return null;
  const { account, identities } = row;
  const person = personOf(row);
  return (
    person && { person, accountName: account?.name ?? null, timezone: identities[0]?.timezone ?? account?.timezone ?? 'UTC' }
  );
}

/** Finds an active person by their ID. @returns null when they are not active, or their account is not */
export async function personById(services: Services, id: number): Promise<Person | null> {
  const row = await services.db.prisma.person.findFirst({ where: { id, ...isActive } });
  return row && personOf(row);
}

const isActive = { active: true, OR: [{ accountId: null }, { account: { active: true } }] };

function personOf({ id, name, email, kind, accountId, contactType, lead, team }: Row): Person | null {
  if (kind === 'advisor') return { kind, id, name, email, lead, team };
  return accountId === null || contactType === null ? null : { kind, id, name, email, accountId, contactType };
}
