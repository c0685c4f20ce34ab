// Business days and hours of one account: its zone, its public holidays, its closed dates (process.md, Follow-up and SLA).
import Holidays from 'date-holidays';
import { DateTime } from 'luxon';
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** A calendar that never opens must not keep the search for its next business day going for ever: ten years. */
const farthest = 3660;
/** Whether the account works on the day on which this moment falls, in its zone. */
export function isBusinessDay(calendar, moment) {
    return works(calendar, local(calendar, moment));
}
/**
 * Business day `count` after the day of this moment (day 0): the moment its business hours start.
 * @param count at least 1
 * @throws RangeError where the calendar has no business day within ten years
 */
export function startOfBusinessDay(calendar, moment, count) {
    return clock(businessDay(calendar, moment, count), calendar.hours.start).toJSDate();
}
/** As `startOfBusinessDay`, but the moment its business hours end. */
export function endOfBusinessDay(calendar, moment, count) {
    return clock(businessDay(calendar, moment, count), calendar.hours.end).toJSDate();
}
/** The moment at which business hours start on the day of this moment; null where that is no business day. */
export function startOfBusinessHours(calendar, moment) {
    const day = local(calendar, moment);
    return works(calendar, day) ? clock(day, calendar.hours.start).toJSDate() : null;
}
/** Midnight before this moment, in the account's zone. */
export function startOfDay(calendar, moment) {
    return local(calendar, moment).startOf('day').toJSDate();
}
/**
 * The end of the last business day that is over at this moment.
 * @throws RangeError where the calendar has no business day within the ten years before
 */
export function lastBusinessEnd(calendar, moment) {
    let day = local(calendar, moment);
    for (let tried = 0; tried < farthest; tried += 1) {
        const end = clock(day, calendar.hours.end).toJSDate();
        if (works(calendar, day) && end <= moment)
            return end;
        day = day.minus({ days: 1 }).startOf('day');
    }
    throw new RangeError('no business day within ten years: check the closed dates');
}
/** Whole business days after the day of `from` up to the day of `to`; 0 when `to` is not later. */
export function businessDaysBetween(calendar, from, to) {
    const last = local(calendar, to).startOf('day');
    let count = 0;
    for (let day = local(calendar, from).startOf('day').plus({ days: 1 }); day <= last; day = day.plus({ days: 1 })) {
        if (works(calendar, day))
            count += 1;
    }
    return count;
}
/** This moment, when the account is at work; else the next at which it starts. */
export function nextBusinessMoment(calendar, moment) {
    const at = local(calendar, moment);
    if (works(calendar, at)) {
        const start = clock(at, calendar.hours.start);
        if (at < start)
            return start.toJSDate();
        if (at < clock(at, calendar.hours.end))
            return moment;
    }
    return startOfBusinessDay(calendar, moment, 1);
}
/**
 * The moment after so much time of business hours, counted from `moment`.
 * @param ms milliseconds, not negative; 0: the next moment at which the account is at work
 * @throws RangeError where the calendar has no business day within ten years
 */
export function addBusinessTime(calendar, moment, ms) {
    let left = ms;
    let date = dateOf(calendar, moment);
    for (let idle = 0; idle < farthest; idle += 1, date = dayAfter(date)) {
        const hours = hoursOf(calendar, date);
        const start = Math.max(hours?.start ?? Infinity, moment.getTime());
        const today = (hours?.end ?? 0) - start;
        if (today <= 0)
            continue;
        if (left <= today)
            return new Date(start + left);
        left -= today;
        idle = 0;
    }
    throw noBusinessDay(1);
}
/** Time of business hours between two moments, in milliseconds: what `addBusinessTime` adds. 0 when `to` is not later. */
export function businessTimeBetween(calendar, from, to) {
    let spent = 0;
    const last = dateOf(calendar, to);
    for (let date = dateOf(calendar, from); date <= last; date = dayAfter(date)) {
        const hours = hoursOf(calendar, date);
        if (hours)
            spent += Math.max(Math.min(hours.end, to.getTime()) - Math.max(hours.start, from.getTime()), 0);
    }
    return spent;
}
/**
 * The business hours of a date, null where it is no business day. With every case that is opened the same few days are asked for, and
 * finding them takes 50 µs each: they are kept by calendar and date, up to as many as a year of some hundred accounts has.
 */
const keptHours = new Map();
const mostKept = 50_000;
function hoursOf(calendar, date) {
    const { timezone, holidays, closed, hours } = calendar;
    const key = [date, timezone, holidays, closed, hours.days, hours.start, hours.end].join('|');
    const kept = keptHours.get(key);
    if (kept !== undefined)
        return kept;
    const day = DateTime.fromISO(date, { zone: timezone });
    const found = works(calendar, day)
        ? { start: clock(day, hours.start).toMillis(), end: clock(day, hours.end).toMillis() }
        : null;
    if (keptHours.size >= mostKept)
        keptHours.clear();
    keptHours.set(key, found);
    return found;
}
/** ISO, in the account's zone */
function dateOf(calendar, moment) {
    return local(calendar, moment).toISODate() ?? '';
}
function dayAfter(date) {
    return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
function businessDay(calendar, moment, count) {
    let day = local(calendar, moment).startOf('day');
    let left = count;
    for (let tried = 0; tried < farthest; tried += 1) {
        day = day.plus({ days: 1 }).startOf('day');
        if (works(calendar, day))
            left -= 1;
        if (left === 0)
            return day;
    }
    throw noBusinessDay(count);
}
function noBusinessDay(count) {
    return new RangeError(`no ${count} business days within ten years: check the closed dates`);
}
function works(calendar, day) {
    const weekday = weekdays[day.weekday - 1];
    if (!weekday || !calendar.hours.days.includes(weekday))
        return false;
    const date = day.toISODate() ?? '';
    return !isClosed(calendar.closed, date) && !(calendar.holidays && publicHolidays(calendar.holidays, day.year).has(date));
}
function isClosed(closed, date) {
    return closed.some((range) => {
        const [from = '', to = from] = range.split('/');
        return from <= date && date <= to;
    });
}
/** date-holidays takes tens of milliseconds for a year; the answer for a place and a year never changes. */
const known = new Map();
function publicHolidays(code, year) {
    const key = `${code}/${year}`;
    const before = known.get(key);
    if (before)
        return before;
    const [country = '', state, region] = code.split('-');
    const place = new Holidays(country, state ?? '', region ?? '');
    const dates = new Set();
    for (const holiday of place.getHolidays(year)) {
        if (holiday.type !== 'public')
            continue;
        const [first = ''] = holiday.date.split(' ');
        const days = Math.max(Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000), 1);
        for (let n = 0; n < days; n += 1)
            dates.add(DateTime.fromISO(first, { zone: 'utc' }).plus({ days: n }).toISODate() ?? '');
    }
    known.set(key, dates);
    return dates;
}
/** HH:MM on this day; a time that daylight saving skips is the moment after the gap. */
function clock(day, time) {
    const [hour, minute] = time.split(':').map(Number);
    return day.set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 });
}
function local(calendar, moment) {
    return DateTime.fromJSDate(moment, { zone: calendar.timezone });
}
//# sourceMappingURL=business-time.js.map