import type { Calendar } from '../domain/business-time.ts';
import type { Account } from '../db/generated/client.ts';
import type { Services, Tx } from './context.ts';

/** Builds the calendar of an account: its own time zone and days off, and the support organization's business hours. */
export function calendarOf(
  services: Services,
  account: { timezone: string; holidays: string | null; closed: string[]; worked: string[] },
): Calendar {
  return {
    timezone: account.timezone,
    holidays: account.holidays,
    closed: account.closed,
    worked: account.worked,
    hours: services.settings.businessHours,
  };
}

/** Returns the account of a case, which may have been read along with it. */
export async function accountOf(tx: Tx, of: { accountId: number; account?: Account }): Promise<Account> {
  return of.account ?? tx.account.findUniqueOrThrow({ where: { id: of.accountId } });
}
