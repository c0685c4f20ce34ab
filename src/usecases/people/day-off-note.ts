import { whyClosed } from '../../domain/business-time.ts';
import { formatDay } from '../../domain/text/times.ts';
import { calendarOf } from '../account-calendar.ts';
import type { Services } from '../context.ts';

/**
 * Says that a day is a holiday, a day off or a weekend of an account.
 * @param accountId undefined while nobody knows whose case it is
 * @param date ISO; undefined while none is chosen
 * @returns a sentence, or null for a business day
 */
export async function dayOffNote(
  services: Services,
  accountId: number | undefined,
  date: string | undefined,
): Promise<string | null> {
  if (accountId === undefined || date === undefined) return null;
  const account = await services.db.prisma.account.findUnique({ where: { id: accountId } });
  const why = account && whyClosed(calendarOf(services, account), date);
  return why === null ? null : `${formatDay(date)} is ${why}.`;
}
