import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Services } from '../context.ts';

/** An account in a list. */
export interface ListedAccount {
  id: number;
  name: string;
}

/** Maximum number of accounts: as many as a select can hold. */
export const maxAccounts = 100;

/**
 * Finds active accounts whose name or key contains a text, by name; names that start with it come first.
 * @param text empty for all accounts
 * @throws CaseError not-allowed
 */
export async function findAccounts(services: Services, lead: Advisor, text: string): Promise<ListedAccount[]> {
  authorize(lead, 'incident');
  const query = text.trim().slice(0, 100);
  // % and _ are ordinary characters here
  const pattern = query.replace(/[\\%_]/g, '\\$&');
  return services.db.prisma.$queryRaw<ListedAccount[]>`
    select id, name from account where active and (name ilike ${`%${pattern}%`} or key ilike ${`%${pattern}%`})
    order by name ilike ${`${pattern}%`} desc, name, id limit ${maxAccounts}`;
}

/** Counts the active accounts. */
export function countAccounts(services: Services): Promise<number> {
  return services.db.prisma.account.count({ where: { active: true } });
}

/** Lists the active accounts among these, by name. */
export async function accountsOf(services: Services, lead: Advisor, ids: readonly number[]): Promise<ListedAccount[]> {
  authorize(lead, 'incident');
  if (ids.length === 0) return [];
  return services.db.prisma.$queryRaw<ListedAccount[]>`
    select id, name from account where active and id in (${Prisma.join([...ids])}) order by name, id`;
}

/** Returns the key of an active account, by which the directory names it. @throws CaseError not-allowed */
export async function accountKeyOf(services: Services, lead: Advisor, id: number): Promise<string | undefined> {
  authorize(lead, 'directory');
  const account = await services.db.prisma.account.findFirst({ where: { id, active: true }, select: { key: true } });
  return account?.key;
}
