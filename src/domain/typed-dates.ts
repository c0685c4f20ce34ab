// Dates and times in what people type, read by chrono-node. It reads parts of some phrases and leaves the rest, so these are spelled out first
// (findings/chrono-node-range-as-offset.sh, findings/chrono-node-part-of-a-phrase.sh).
import { parse, type ParsedResult } from 'chrono-node/en';

/** The dates in a text. */
export interface TypedDates {
  /** the text in which the places of the dates are counted */
  text: string;
  dates: ParsedResult[];
}

/**
 * Finds the dates and times in a text. A date without a year is the next one.
 * @param offset minutes from UTC, of the person who typed it
 */
export function readDates(typed: string, now: Date, offset: number): TypedDates {
  const text = typed
    // "12/8-9am" and "12/21-1/4": directly after a date, a hyphen and digits would be an offset from UTC
    .replace(/(?<![\d/])(\d{1,2}\/\d{1,2}(?:\/\d{2,4})?)[-–](?=\d{1,2}(?::\d\d)?\s?[ap]\.?m)/giu, '$1 ')
    .replace(/(?<![\d/])(\d{1,2}\/\d{1,2}(?:\/\d{2,4})?)[-–](?=\d{1,2}\/\d)/gu, '$1 - ')
    .replace(/(?<!\bthe )\bday after tomorrow\b/giu, 'the day after tomorrow')
    .replace(/\b(tue|thu|wed)(?:r?s)\b/giu, '$1')
    .replace(/\s@\s?(?=\d)/gu, ' at ')
    .replace(weekdayAndDay, (whole: string, weekday: string, day: string) => nextDay(weekday, Number(day), now, offset) ?? whole);
  return { text, dates: parse(text, { instant: now, timezone: offset }, { forwardDate: true }) };
}

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
function nextDay(weekday: string, day: number, now: Date, offset: number): string | null {
  const wanted = weekdays.indexOf(weekday.toLowerCase());
  const today = now.getTime() + offset * 60_000;
  for (let ahead = 0; ahead <= maxDays; ahead++) {
    const date = new Date(today + ahead * 86_400_000);
    if (date.getUTCDate() === day && date.getUTCDay() === wanted) return date.toISOString().slice(0, 10);
  }
  return null;
}
