// Counts business days one by one, to check the arithmetic of `business-time.ts` against.
import { DateTime } from 'luxon';
import { startOfBusinessHours, type Calendar } from '../../src/domain/business-time.ts';

/** Tells whether the account works on the day of a moment. */
export function isBusinessDay(calendar: Calendar, moment: Date): boolean {
  return startOfBusinessHours(calendar, moment) !== null;
}

/** Counts the business days after the day of `from`, up to and including the day of `to`. */
export function businessDaysBetween(calendar: Calendar, from: Date, to: Date): number {
  const noon = (moment: Date): DateTime => DateTime.fromJSDate(moment, { zone: calendar.timezone }).set({ hour: 12 });
  let count = 0;
  for (let day = noon(from).plus({ days: 1 }); day.startOf('day') <= noon(to); day = day.plus({ days: 1 })) {
    if (isBusinessDay(calendar, day.toJSDate())) count += 1;
  }
  return count;
}
