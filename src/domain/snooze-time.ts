// When a snoozed case comes back: proposals, and what people type, such as “until monday 9am”. All of it is in the advisor's own time zone.
import { DateTime } from 'luxon';
import { CaseError } from './case-error.ts';
import { formatDate, formatTime, inZone } from './text/times.ts';
import { isWeekdayAlone, readDates } from './typed-dates.ts';

/** The longest snooze, in days. */
const maxDays = 366;

/** A proposal: what it is called, and the time. */
export interface SnoozeChoice {
  label: string;
  at: Date;
}

/**
 * Proposes times at which a case can come back.
 * @param zone IANA, of the advisor
 * @param start when work begins there, HH:MM
 */
export function snoozeChoices(now: Date, zone: string, start: string): SnoozeChoice[] {
  const local = inZone(now, zone);
  const [hour = 8, minute = 0] = start.split(':').map(Number);
  const morning = (day: DateTime): Date => day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate();
  const toMonday = ((8 - local.weekday - 1) % 7) + 1;
  const named = (name: string, at: Date): SnoozeChoice => ({ label: `${name} (${formatSnooze(at, zone, now)})`, at });
  return [
    named('In 1 hour', local.plus({ hours: 1 }).toJSDate()),
    named('In 3 hours', local.plus({ hours: 3 }).toJSDate()),
    named('Tomorrow', morning(local.plus({ days: 1 }))),
    named('Monday', morning(local.plus({ days: toMonday }))),
    named('In a week', morning(local.plus({ weeks: 1 }))),
  ];
}

/** Writes when a case comes back, such as `Mon, Nov 30, 9:00 AM`. */
export function formatSnooze(at: Date, zone: string, now: Date): string {
  return `${inZone(at, zone).toFormat('ccc')}, ${formatDate(at, zone, now)}, ${formatTime(at, zone)}`;
}

/**
 * Reads a time that an advisor typed, such as `until monday 9am`, `dec 5` or `in 2 hours`. A day without a time is the morning of that day.
 * @param zone IANA, of the advisor
 * @param start when work begins there, HH:MM
 * @throws CaseError bad-time, at the field `time`
 */
export function readSnoozeTime(text: string, now: Date, zone: string, start: string): Date {
  const local = inZone(now, zone);
  const typed = text.trim().slice(0, 40);
  const { text: spelled, dates } = readDates(text, now, local.offset);
  const [found] = dates;
  if (!found) throw badTime(`“${typed}” isn't a time we understand.`);
  const { start: read, end } = found;
  if (end) throw badTime(`“${typed}” is a period, not a time.`);
  const rest = spelled.slice(0, found.index) + spelled.slice(found.index + found.text.length);
  // half of "two weeks from friday" is another day, and a zone without a time was a hyphen
  if (rest.replace(fillers, '') !== '' || (read.isCertain('timezoneOffset') && !read.isCertain('hour')))
    throw badTime(`We understand “${found.text}”, but not all of “${typed}”.`);
  const [hour = 8, minute = 0] = start.split(':').map(Number);
  const hasTime = read.isCertain('hour');
  if (read.isCertain('timezoneOffset')) return checkSnoozeTime(read.date(), now);
  const at = DateTime.fromObject(
    {
      year: read.get('year') ?? local.year,
      month: read.get('month') ?? local.month,
      day: read.get('day') ?? local.day,
      hour: hasTime ? (read.get('hour') ?? hour) : hour,
      minute: hasTime ? (read.get('minute') ?? 0) : minute,
    },
    { zone: local.zone },
  );
  // on a Monday, a Monday whose time has passed is the next one
  const isNextWeek = isWeekdayAlone(found) && at.toJSDate() <= now;
  return checkSnoozeTime((isNextWeek ? at.plus({ weeks: 1 }) : at).toJSDate(), now);
}

/** What people write around a time. */
const fillers = /\b(?:until|till|til|on|at|by|for|around|about|first thing|early|please)\b|[\s.,!:]+/giu;

/** Checks that a case can come back at this time. @throws CaseError bad-time, at the field `time` */
export function checkSnoozeTime(at: Date, now: Date): Date {
  if (!(at > now)) throw badTime('That time has passed.');
  if (at.getTime() - now.getTime() > maxDays * 86_400_000) throw badTime('A case can be snoozed for a year at most.');
  return at;
}

function badTime(message: string): CaseError {
  const next = 'Try “monday 9am”, “dec 5” or “in 2 hours”.';
  return new CaseError('bad-time', message, next, { time: `${message} ${next}` });
}
