// Business days and business hours of one account, by its time zone, holidays, closed and worked dates (process.md, Calendars).
// Arithmetic is luxon's, holidays are in holidays.ts. Nothing here reads the clock: every moment is a parameter.
import { DateTime } from 'luxon';
import { dayOffName, holidayVersion, isDayOff } from './holidays.ts';
import type { BusinessHours } from './settings.ts';

/** The days and hours an account works. */
export interface Calendar {
  /** IANA */
  timezone: string;
  /** date-holidays code, such as `US-MN`; null for no public holidays */
  holidays: string | null;
  /** ISO dates, or ranges such as `2026-12-21/2027-01-01` that include both ends */
  closed: readonly string[];
  /** holidays on which the account works; ISO dates or ranges */
  worked?: readonly string[];
  hours: BusinessHours;
}

/** Describes a calendar, so that plans can be computed again when it changes, by an import, the configuration or an upgrade. */
export function calendarVersion({ timezone, holidays, closed, worked = [], hours }: Calendar): string {
  return JSON.stringify([timezone, holidays && holidayVersion(holidays), closed, worked, hours]);
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Days the search for a business day covers (ten years), so that it ends for an account that never works. */
const maxSearchDays = 3660;

/**
 * Finds the start of business hours on the nth business day after the day of this moment (day 0).
 * @param count n, at least 1
 * @throws RangeError when there are not that many business days within ten years
 */
export function startOfBusinessDay(calendar: Calendar, moment: Date, count: number): Date {
  return clock(businessDay(calendar, moment, count), calendar.hours.start).toJSDate();
}

/**
 * Finds the end of business hours on the nth business day after the day of this moment (day 0).
 * @param count n, at least 1
 * @throws RangeError when there are not that many business days within ten years
 */
export function endOfBusinessDay(calendar: Calendar, moment: Date, count: number): Date {
  return clock(businessDay(calendar, moment, count), calendar.hours.end).toJSDate();
}

/** Finds the start of business hours on the day of this moment. @returns null when the account does not work that day */
export function startOfBusinessHours(calendar: Calendar, moment: Date): Date | null {
  const day = local(calendar, moment);
  return works(calendar, day) ? clock(day, calendar.hours.start).toJSDate() : null;
}

/** Finds the midnight at or before this moment, in the account's zone. */
export function startOfDay(calendar: Calendar, moment: Date): Date {
  return local(calendar, moment).startOf('day').toJSDate();
}

/**
 * Finds the end of the latest business day that is over at this moment.
 * @throws RangeError when there was no business day in the ten years before
 */
export function lastBusinessEnd(calendar: Calendar, moment: Date): Date {
  let day = local(calendar, moment);
  for (let tried = 0; tried < maxSearchDays; tried += 1) {
    const end = clock(day, calendar.hours.end).toJSDate();
    if (works(calendar, day) && end <= moment) return end;
    day = day.minus({ days: 1 }).startOf('day');
  }
  throw new RangeError('no business day within ten years: check the closed dates');
}

/** Returns this moment if it is within business hours, otherwise the next start of business hours. */
export function nextBusinessMoment(calendar: Calendar, moment: Date): Date {
  const at = local(calendar, moment);
  if (works(calendar, at)) {
    const start = clock(at, calendar.hours.start);
    if (at < start) return start.toJSDate();
    if (at < clock(at, calendar.hours.end)) return moment;
  }
  return startOfBusinessDay(calendar, moment, 1);
}

/**
 * Adds business time to a moment.
 * @param ms milliseconds of business hours, not negative; 0 gives the next moment within business hours
 * @throws RangeError when ten years hold too few business days
 */
export function addBusinessTime(calendar: Calendar, moment: Date, ms: number): Date {
  let left = ms;
  const days = workdaysOf(calendar);
  let date = dateOf(calendar, moment);
  for (let idle = 0; idle < maxSearchDays; idle += 1) {
    const { hours, next } = days(date);
    date = next;
    const start = Math.max(hours?.start ?? Infinity, moment.getTime());
    const today = (hours?.end ?? 0) - start;
    if (today <= 0) continue;
    if (left <= today) return new Date(start + left);
    left -= today;
    idle = 0;
  }
  throw noBusinessDay(1);
}

/** Measures the business time between two moments in milliseconds, the inverse of `addBusinessTime`; 0 unless `to` is later. */
export function businessTimeBetween(calendar: Calendar, from: Date, to: Date): number {
  let spent = 0;
  const days = workdaysOf(calendar);
  const last = dateOf(calendar, to);
  for (let date = dateOf(calendar, from); date <= last;) {
    const { hours, next } = days(date);
    date = next;
    if (hours) spent += Math.max(Math.min(hours.end, to.getTime()) - Math.max(hours.start, from.getTime()), 0);
  }
  return spent;
}

/** What a calendar says about a date. */
interface Workday {
  /** in Unix milliseconds; null for a day off */
  hours: { start: number; end: number } | null;
  /** the next date */
  next: string;
}

/**
 * Workdays by calendar and date. Each takes 50 µs to find, and every new case asks for the same few days. The limit holds a year of more than
 * a hundred accounts.
 */
const keptWorkdays = new Map<string, Map<string, Workday>>();
let kept = 0;
const maxKept = 50_000;

/** Returns what finds the workdays of a calendar by their ISO dates. */
function workdaysOf(calendar: Calendar): (date: string) => Workday {
  const { timezone, holidays, closed, worked, hours } = calendar;
  const key = [timezone, holidays, closed, worked, hours.days, hours.start, hours.end].join('|');
  return (date) => keptWorkdays.get(key)?.get(date) ?? keepWorkday(key, date, findWorkday(calendar, date));
}

function keepWorkday(key: string, date: string, found: Workday): Workday {
  if (kept >= maxKept) {
    keptWorkdays.clear();
    kept = 0;
  }
  const ofCalendar = keptWorkdays.get(key) ?? new Map<string, Workday>();
  keptWorkdays.set(key, ofCalendar.set(date, found));
  kept += 1;
  return found;
}

function findWorkday(calendar: Calendar, date: string): Workday {
  const { timezone, hours } = calendar;
  const day = DateTime.fromISO(date, { zone: timezone });
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  const isOff = !works(calendar, day);
  return { hours: isOff ? null : { start: clock(day, hours.start).toMillis(), end: clock(day, hours.end).toMillis() }, next };
}

/** A day of a time zone, in Unix milliseconds. */
interface Day {
  /** ISO */
  date: string;
  start: number;
  /** the start of the next day */
  end: number;
}

/** The day that was asked for last, by time zone. To find a day takes 40 µs, and nearly all cases ask for today. */
const latestDay = new Map<string, Day>();

/** Returns the ISO date of a moment in the account's zone. */
function dateOf(calendar: Calendar, moment: Date): string {
  const at = moment.getTime();
  const latest = latestDay.get(calendar.timezone);
  if (latest && latest.start <= at && at < latest.end) return latest.date;
  const day = local(calendar, moment).startOf('day');
  const date = day.toISODate() ?? '';
  latestDay.set(calendar.timezone, { date, start: day.toMillis(), end: day.plus({ days: 1 }).startOf('day').toMillis() });
  return date;
}

function businessDay(calendar: Calendar, moment: Date, count: number): DateTime {
  let day = local(calendar, moment).startOf('day');
  let left = count;
  for (let tried = 0; tried < maxSearchDays; tried += 1) {
    day = day.plus({ days: 1 }).startOf('day');
    if (works(calendar, day)) left -= 1;
    if (left === 0) return day;
  }
  throw noBusinessDay(count);
}

function noBusinessDay(count: number): RangeError {
  return new RangeError(`no ${count} business days within ten years: check the closed dates`);
}

function works(calendar: Calendar, day: DateTime): boolean {
  const weekday = weekdays[day.weekday - 1];
  if (!weekday || !calendar.hours.days.includes(weekday)) return false;
  const date = day.toISODate() ?? '';
  if (isListed(calendar.closed, date)) return false;
  return calendar.holidays === null || isListed(calendar.worked ?? [], date) || !isDayOff(calendar.holidays, date);
}

/**
 * Says why an account does not work on a day, such as `Christmas Day`, `a Saturday` or `a day off`.
 * @param date ISO
 * @returns null for a day on which it works
 */
export function whyClosed(calendar: Calendar, date: string): string | null {
  const day = DateTime.fromISO(date, { zone: calendar.timezone });
  if (!day.isValid || works(calendar, day)) return null;
  const holiday =
    calendar.holidays === null || isListed(calendar.worked ?? [], date) ? null : dayOffName(calendar.holidays, date);
  const weekday = weekdays[day.weekday - 1];
  if (holiday !== null) return holiday;
  return weekday && calendar.hours.days.includes(weekday) ? 'a day off' : `a ${day.setLocale('en-US').toFormat('cccc')}`;
}

/** Tells whether a date is one of these dates or within one of these ranges. */
export function isListed(dates: readonly string[], date: string): boolean {
  return dates.some((range) => {
    const [from = '', to = from] = range.split('/');
    return from <= date && date <= to;
  });
}

/** Sets a time (HH:MM) on this day. A time that daylight saving skips becomes the moment after the gap. */
function clock(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 });
}

function local(calendar: Calendar, moment: Date): DateTime {
  return DateTime.fromJSDate(moment, { zone: calendar.timezone });
}
