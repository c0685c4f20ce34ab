import type { Calendar } from '../domain/business-time.ts';
import type { Services } from './context.ts';

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
