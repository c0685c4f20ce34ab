import type { Calendar } from '../domain/business-time.ts';
import type { Services } from './context.ts';

/** When an account works: its own zone and days off, the support organisation's hours. */
export function calendarOf(
  services: Services,
  account: { timezone: string; holidays: string | null; closed: string[] },
): Calendar {
  return {
    timezone: account.timezone,
    holidays: account.holidays,
    closed: account.closed,
    hours: services.settings.businessHours,
  };
}
