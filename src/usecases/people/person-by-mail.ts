import type { Person } from '../../domain/person.ts';
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
    where: { email: address.toLowerCase(), active: true, OR: [{ accountId: null }, { account: { active: true } }] },
    include: { account: true, identities: { where: { timezone: { not: null } }, orderBy: { checkedAt: 'desc' }, take: 1 } },
  });
  if (!row) return null;
  const { id, name, email, kind, accountId, contactType, lead, team, account } = row;
  const timezone = row.identities[0]?.timezone ?? account?.timezone ?? 'UTC';
  const known = { accountName: account?.name ?? null, timezone };
  if (kind === 'advisor') return { ...known, person: { kind, id, name, email, lead, team } };
  if (accountId === null || contactType === null) return null;
  return { ...known, person: { kind, id, name, email, accountId, contactType } };
}
