// Reads the dates of exports: ISO 8601 with or without a zone, `12/Mar/26 4:05 PM`, `3/12/2026 16:05`, `12 Mar 2026`, and seconds since 1970.
import { DateTime, IANAZone } from 'luxon';

/** How dates without a zone, and dates of numbers alone, are meant. */
export interface DateRules {
  /** IANA */
  zone: string;
  /** `12/3/2026` is March 12 */
  dayFirst: boolean;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`;
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}$`, 'i');
const named = new RegExp(String.raw`^(\d{1,2})[-/ .]+([a-z]{3})[a-z]*\.?[-/ .,]+(\d{4}|\d{2})${clock}$`, 'i');
const namedFirst = new RegExp(String.raw`^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})${clock}$`, 'i');
const numbers = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${clock}$`, 'i');

/** Tells whether a text is a time zone. */
export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/** Reads a date. @returns null for anything else, and for days that no month has */
export function readMoment(text: string, rules: DateRules): Date | null {
  const typed = text.trim();
  const seconds = /^(\d{9,10})(\d{3})?$/.exec(typed);
  if (seconds) return new Date(Number(seconds[1]) * 1000 + Number(seconds[2] ?? 0));
  let found = iso.exec(typed);
  if (found) return momentOf([found[1], found[2], found[3]], found.slice(4), rules);
  found = named.exec(typed);
  if (found) return momentOf([yearOf(found[3]), monthOf(found[2]), found[1]], found.slice(4), rules);
  found = namedFirst.exec(typed);
  if (found) return momentOf([found[3], monthOf(found[1]), found[2]], found.slice(4), rules);
  found = numbers.exec(typed);
  if (!found) return null;
  const [, first, second, year] = found;
  const isDayFirst = Number(first) > 12 || (rules.dayFirst && Number(second) <= 12);
  return momentOf([yearOf(year), isDayFirst ? second : first, isDayFirst ? first : second], found.slice(4), rules);
}

const yearOf = (text = ''): string => (text.length === 2 ? `20${text}` : text);
const monthOf = (name = ''): string => String(months.indexOf(name.toLowerCase()) + 1);

function momentOf(day: readonly (string | undefined)[], time: readonly (string | undefined)[], { zone }: DateRules): Date | null {
  const [year = 0, month = 0, dayOfMonth = 0] = day.map(Number);
  const [typedHour = '0', minute = '0', second = '0', fraction = '', half = '', offset = ''] = time.map(
    (part) => part ?? undefined,
  );
  const hour = hourOf(Number(typedHour), half);
  const values = { year, month, day: dayOfMonth, hour, minute: Number(minute), second: Number(second) };
  const isReal = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!isReal || hour > 23 || values.minute > 59 || values.second > 60) return null;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (offset === '' && zone !== 'UTC') return DateTime.fromObject({ ...values, millisecond: ms }, { zone }).toJSDate();
  const utc = Date.UTC(year, month - 1, dayOfMonth, hour, values.minute, values.second, ms);
  return new Date(utc - offsetMs(offset));
}

function hourOf(hour: number, half: string): number {
  if (half === '' || hour > 12) return hour;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

function offsetMs(offset: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}
