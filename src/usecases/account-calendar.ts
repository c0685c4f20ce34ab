import type { Calendar } from '../domain/business-time.ts';
import type { Work } from './context.ts';

/** When an account works: its own zone and days off, the support organisation's hours. */
export function calendarOf(work: Work, account: { timezone: string; holidays: string | null; closed: string[] }): Calendar {
  return { timezone: account.timezone, holidays: account.holidays, closed: account.closed, hours: work.settings.businessHours };
}
