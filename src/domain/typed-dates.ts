// Dates and times in what people type, read by chrono-node. It reads parts of some phrases and leaves the rest, so these are spelled out first,
// and it asks the server's zone for some days, which are found here (findings/chrono-node-*.sh).
import { parse, ParsingComponents, type ParsedResult } from 'chrono-node/en';

/** The dates in a text. */
export interface TypedDates {
  /** the text in which the places of the dates are counted */
  text: string;
  dates: ParsedResult[];
}

/**
 * Finds the dates and times in a text. A date without a year is the next one, and a weekday alone is today or within a week.
 * @param offset minutes from UTC, of the person who typed it
 */
export function readDates(typed: string, now: Date, offset: number): TypedDates {
  const today = Math.floor((now.getTime() + offset * 60_000) / dayMs) * dayMs;
  const text = typed
    // "12/8-9am" and "12/21-1/4": directly after a date, a hyphen and digits would be an offset from UTC
    .replace(/(?<![\d/])(\d{1,2}\/\d{1,2}(?:\/\d{2,4})?)[-–](?=\d{1,2}(?::\d\d)?\s?[ap]\.?m)/giu, '$1 ')
    .replace(/(?<![\d/])(\d{1,2}\/\d{1,2}(?:\/\d{2,4})?)[-–](?=\d{1,2}\/\d)/gu, '$1 - ')
    .replace(/\b(?:the )?day after tomorrow\b/giu, isoDay(today + 2 * dayMs))
    .replace(/\b(tue|thu|wed)r?s\b/giu, '$1')
    .replace(/\s@\s?(?=\d)/gu, ' at ')
    .replace(weekdayAndDay, (whole: string, weekday: string, day: string) => dayOfMonth(weekday, Number(day), today) ?? whole);
  const dates = parse(text, { instant: now, timezone: offset }, { forwardDate: true });
  for (const date of dates) if (isWeekdayAlone(date)) moveToWeek(date, today);
  return { text, dates };
}

const dayMs = 86_400_000;
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
/** "Tuesday the 8th", without a month before or behind it. */
const weekdayAndDay = new RegExp(
  `\\b(${weekdays.join('|')})[a-z]{0,6}[.,]?\\s(?:the\\s)?(\\d{1,2})(?:st|nd|rd|th)\\b(?!\\s(?:of\\s)?(?:${months}|next|this))`,
  'giu',
);
/** A day of the month falls on each weekday within a year or little more. */
const maxDays = 400;

/** Finds the next day of a month that is such a weekday, as an ISO date. */
function dayOfMonth(weekday: string, day: number, today: number): string | null {
  const wanted = weekdays.indexOf(weekday.toLowerCase());
  for (let ahead = 0; ahead <= maxDays; ahead++) {
    const date = new Date(today + ahead * dayMs);
    if (date.getUTCDate() === day && date.getUTCDay() === wanted) return isoDay(date.getTime());
  }
  return null;
}

/** Tells whether nothing but a weekday says which day is meant, so that the next one is. */
export function isWeekdayAlone({ start, text }: ParsedResult): boolean {
  return start.isCertain('weekday') && !start.isCertain('day') && !/\b(?:next|last|past|this|week)\b/iu.test(text);
}

/** Moves a weekday, and the end of a period that begins with it, to the first such day from today on. */
function moveToWeek({ start, end }: ParsedResult, today: number): void {
  const ahead = ((start.get('weekday') ?? 0) - new Date(today).getUTCDay() + 7) % 7;
  const days = (today + ahead * dayMs - dayOf(start)) / dayMs;
  for (const part of [start, end]) {
    if (!(part instanceof ParsingComponents)) continue;
    const moved = new Date(dayOf(part) + days * dayMs);
    part.imply('year', moved.getUTCFullYear()).imply('month', moved.getUTCMonth() + 1).imply('day', moved.getUTCDate()); // prettier-ignore
  }
}

function dayOf(part: ParsedResult['start']): number {
  return Date.UTC(part.get('year') ?? 0, (part.get('month') ?? 1) - 1, part.get('day') ?? 1);
}
