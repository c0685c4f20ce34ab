// Days and periods in a search, such as `2026-11-24`, `last week` or `<7d`. They stay as they were typed and are resolved when the search
// runs, so that a saved link to "last week" means last week.
import { DateTime, type DateTimeUnit } from 'luxon';

/**
 * A range of days, with both ends included. An end is a period: an ISO day, month or year, or a name such as `yesterday` or `last-week`.
 * `>` before the first or `<` before the last excludes the period. An end such as `7d` is the moment seven days ago.
 */
export interface DayRange {
  from: string | null;
  to: string | null;
}

/** The moments of a range. */
export interface MomentRange {
  from: Date | null;
  /** not included */
  until: Date | null;
}

/** A unit of the calendar that people ask about. */
export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Named periods: the unit, and how many units ago. */
const periods: Readonly<Record<string, [unit: CalendarUnit, ago: number]>> = {
  today: ['day', 0],
  yesterday: ['day', 1],
  'this-week': ['week', 0],
  'last-week': ['week', 1],
  'this-month': ['month', 0],
  'last-month': ['month', 1],
  'this-quarter': ['quarter', 0],
  'last-quarter': ['quarter', 1],
  'this-year': ['year', 0],
  'last-year': ['year', 1],
};

const units: Readonly<Record<string, 'hours' | 'days' | 'weeks' | 'months' | 'years'>> = {
  h: 'hours',
  d: 'days',
  w: 'weeks',
  m: 'months',
  y: 'years',
};
const age = /^(\d{1,4})\s*(h|d|w|m|y)(?:ours?|ays?|eeks?|onths?|ears?)?$/i;

/**
 * Reads a day, a period or a range.
 * @returns null for anything else
 */
export function parseDays(text: string): DayRange | null {
  const typed = text.trim();
  const ends = typed.split(/\s*\.\.\s*/);
  if (ends.length === 2) {
    const [from, to] = ends.map((end) => (end === '' || end === '*' ? null : parsePeriod(end)));
    return (from === null && to === null) ||
      (ends[0] && ends[0] !== '*' && from === null) ||
      (ends[1] && ends[1] !== '*' && to === null)
      ? null
      : { from: from ?? null, to: to ?? null };
  }
  const [, sign = '', rest = ''] = /^([<>]=?)?\s*(.*)$/su.exec(typed) ?? [];
  const ago = parseAge(rest.replace(/^last\s+|^past\s+|\s+ago$/i, ''));
  if (ago !== null) return sign.startsWith('>') ? { from: null, to: ago } : { from: ago, to: null };
  const period = parsePeriod(rest);
  if (period === null) return null;
  switch (sign) {
    case '>':
      return { from: `>${period}`, to: null };
    case '>=':
      return { from: period, to: null };
    case '<':
      return { from: null, to: `<${period}` };
    case '<=':
      return { from: null, to: period };
    default:
      return { from: period, to: period };
  }
}

/**
 * Reads the first or the last day of a range, for `from:` and `to:`.
 * @returns null for anything else, such as a range, or `<2026-11-24` as the first day
 */
export function parseEnd(end: 'from' | 'to', text: string): DayRange | null {
  const days = parseDays(text);
  if (!days || (days.from !== null && days.to !== null && days.from !== days.to)) return null;
  const other = end === 'from' ? days.to : days.from;
  // `to:7d` is seven days ago
  const period = days[end] ?? (other !== null && isAge(other) ? other : null);
  if (period === null) return null;
  return end === 'from' ? { from: period, to: null } : { from: null, to: period };
}

/** Writes a range as `parseDays` reads it, without spaces. */
export function formatDays({ from, to }: DayRange): string {
  if (from !== null && to !== null) return from === to ? from : `${from}..${to}`;
  if (from !== null) return isAge(from) ? `<${from}` : from.startsWith('>') ? from : `>=${from}`;
  const end = to ?? '';
  return isAge(end) ? `>${end}` : end.startsWith('<') ? end : `<=${end}`;
}

/**
 * Finds the moments of a range.
 * @param zone IANA, of the person who asks
 */
export function resolveRange({ from, to }: DayRange, now: Date, zone: string): MomentRange {
  const first = from === null ? null : resolvePeriod(from.replace('>', ''), now, zone);
  const last = to === null ? null : resolvePeriod(to.replace('<', ''), now, zone);
  return {
    from: (from?.startsWith('>') ? first?.end : first?.start)?.toJSDate() ?? null,
    until: (to?.startsWith('<') ? last?.start : last?.end)?.toJSDate() ?? null,
  };
}

/** PostgreSQL knows no moment before 4713 BC, and no case is from before this one. */
const firstMoment = DateTime.utc(1);

function resolvePeriod(period: string, now: Date, zone: string): { start: DateTime; end: DateTime } {
  const local = DateTime.fromJSDate(now, { zone });
  const named = periods[period];
  if (named) {
    const [unit, ago] = named;
    return span(startOf(local, unit).minus({ [unit]: ago }), unit);
  }
  const [, count, unit = ''] = age.exec(period) ?? [];
  if (count !== undefined) {
    const moment = DateTime.max(local.minus({ [units[unit] ?? 'days']: Number(count) }), firstMoment);
    return { start: moment, end: moment };
  }
  return span(DateTime.fromISO(period, { zone }), unitOf(period) ?? 'day');
}

/** In the United States a week begins on Sunday. */
function startOf(local: DateTime, unit: CalendarUnit): DateTime {
  return unit === 'week' ? local.minus({ days: local.weekday % 7 }).startOf('day') : local.startOf(unit);
}

function span(start: DateTime, unit: DateTimeUnit & CalendarUnit): { start: DateTime; end: DateTime } {
  return { start: start.startOf('day'), end: start.plus({ [unit]: 1 }).startOf('day') };
}

/**
 * Finds the unit of the calendar that an end of a range is one of, such as the month for `last-month` and for `2026-10`.
 * @returns null for anything else, such as `7d`
 */
export function unitOf(period: string): CalendarUnit | null {
  const named = periods[period];
  if (named) return named[0];
  return /^\d{4}(-\d{2}){0,2}$/.test(period) ? (isoUnits[period.split('-').length - 1] ?? null) : null;
}

const isoUnits: readonly CalendarUnit[] = ['year', 'month', 'day'];

function isAge(text: string): boolean {
  return /^\d+[hdwmy]$/.test(text);
}

function parseAge(text: string): string | null {
  const [, count, unit] = age.exec(text.trim()) ?? [];
  return count === undefined || unit === undefined ? null : `${Number(count)}${unit.toLowerCase()}`;
}

const typedFormats = [
  'M/d/yyyy',
  'M/d/yy',
  'MMM d yyyy',
  'MMM d, yyyy',
  'MMMM d yyyy',
  'MMMM d, yyyy',
  'd MMM yyyy',
  'd MMMM yyyy',
];

/** An earlier year is a typo. */
const firstYear = 1000;

/** Reads a day, a month, a year or a named period. @returns the ISO form or the name */
function parsePeriod(text: string): string | null {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  if (Object.hasOwn(periods, name)) return name;
  if (/^\d{4}(-\d{2}){0,2}$/.test(name))
    return DateTime.fromISO(name, { zone: 'UTC' }).isValid && Number(name.slice(0, 4)) >= firstYear ? name : null;
  for (const format of typedFormats) {
    const day = DateTime.fromFormat(text.trim(), format, { zone: 'UTC', locale: 'en-US' });
    // two digits also read "0026"
    const isShort = format.endsWith('/yy') && /\d{3}$/.test(text.trim());
    if (day.isValid && day.year >= firstYear && !isShort) return day.toISODate();
  }
  const month = ['MMM yyyy', 'MMMM yyyy'].map((format) => DateTime.fromFormat(text.trim(), format, { zone: 'UTC', locale: 'en-US' })); // prettier-ignore
  return month.find(({ isValid, year }) => isValid && year >= firstYear)?.toFormat('yyyy-MM') ?? null;
}
