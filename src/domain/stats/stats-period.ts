// The period of statistics and the one before it, which it is compared with. A period is what a search takes for days: `last week`,
// `2026-10-01..2026-10-31`, `this month`, `30d`.
import { DateTime } from 'luxon';
import { CaseError } from '../case-error.ts';
import { formatDays, parseDays, resolveRange, unitOf, type DayRange } from '../search/day-range.ts';
import { formatDate, formatRange, formatZone } from '../text/times.ts';
import { plural } from '../text/numbers.ts';

/** Moments from `from` until just before `until`. */
export interface Span {
  from: Date;
  until: Date;
}

/** A period with the one before it. */
export interface ComparedSpan extends Span {
  before: Span;
}

/** The longest period, in days. */
const maxStatsDays = 3660;

/**
 * Reads a period. A number of up to three digits is days, one of four is a year.
 * @returns the period as `resolveStatsPeriod` reads it, without spaces; null for anything else
 */
export function parseStatsPeriod(text: string): string | null {
  const days = parseDays(/^\d{1,3}$/.test(text.trim()) ? `${text.trim()}d` : text);
  return days && days.from !== null && !/^0+[a-z]$/.test(days.from) ? formatDays(days) : null;
}

/**
 * Finds the moments of a period. One that is not over ends now. A week, month, quarter or year is compared with the whole one before it, or with
 * as much of it as has passed of this one. Any other period is compared with as many days before its start.
 * @param period as `parseStatsPeriod` returns it
 * @param zone IANA
 * @throws CaseError bad-period for a period that has not begun, or is too long
 */
export function resolveStatsPeriod(period: string, now: Date, zone: string): ComparedSpan {
  const range = parseDays(period) ?? { from: null, to: null };
  const { from, until } = resolveRange(range, now, zone);
  if (from === null) throw badPeriod('This period has no first day.');
  const end = until === null || until > now ? now : until;
  if (from >= end)
    throw badPeriod(until !== null && until <= from ? 'This period ends before it begins.' : "This period hasn't begun.");
  const [start, stop] = [from, end].map((at) => DateTime.fromJSDate(at, { zone })) as [DateTime, DateTime];
  if (stop.diff(start, 'days').days > maxStatsDays) throw badPeriod(`Choose ${plural(maxStatsDays, 'day')} or less.`);
  return { from, until: end, before: spanBefore(range, start, stop) };
}

function spanBefore({ from, to }: DayRange, start: DateTime, stop: DateTime): Span {
  const unit = from !== null && from === to ? unitOf(from) : null;
  const { days = 0, milliseconds = 0 } = stop.diff(start, ['days', 'milliseconds']).toObject();
  const before = unit ? start.minus({ [unit]: 1 }) : start.minus({ days }).minus({ milliseconds });
  const isOver = unit !== null && +stop === +start.plus({ [unit]: 1 });
  const until = unit && !isOver ? DateTime.min(before.plus({ days }).plus({ milliseconds }), start) : start;
  return { from: before.toJSDate(), until: until.toJSDate() };
}

function badPeriod(message: string): CaseError {
  return new CaseError('bad-period', message, 'Try stats last week, or stats 2026-10-01..2026-10-31.');
}

const unitNames: Readonly<Record<string, string>> = { h: 'hour', d: 'day', w: 'week', m: 'month', y: 'year' };

/**
 * Writes a period as people say it, such as `last week` or `the last 30 days`; a range of days by its dates.
 * @param period as `parseStatsPeriod` returns it
 * @param zone IANA
 */
export function periodName(period: string, span: Span, zone: string): string {
  const [, count, unit = ''] = /^<?(\d+)([hdwmy])$/.exec(period) ?? [];
  const name = unitNames[unit];
  if (count !== undefined && name) return Number(count) === 1 ? `the last ${name}` : `the last ${plural(Number(count), name)}`;
  return /^[a-z-]+$/.test(period) ? period.replace('-', ' ') : formatSpan(span, zone);
}

/** Writes the days of a period and their time zone, such as `Oct 1 – Oct 31, 2026 (Central Time)`. */
export function formatSpanInZone(span: Span, zone: string): string {
  // times name their zone already
  return formatSpan(span, zone) + (hasTimes(span, zone) ? '' : ` (${formatZone(zone, span.from)})`);
}

/** Writes the days of a period, such as `Oct 1 – Oct 31, 2026`; with times where it is shorter than two days. */
export function formatSpan(span: Span, zone: string): string {
  const { from, until } = span;
  const [first, end] = inZone(span, zone);
  const last = end.minus({ milliseconds: 1 });
  if (hasTimes(span, zone)) return formatRange(from, until, zone);
  if (isWholeDays(span, zone) && first.hasSame(last, 'day')) return formatDate(from, zone);
  const to = last.toJSDate();
  return `${formatDate(from, zone, first.hasSame(last, 'year') ? to : undefined)} – ${formatDate(to, zone)}`;
}

function hasTimes(span: Span, zone: string): boolean {
  const [first, end] = inZone(span, zone);
  return !isWholeDays(span, zone) && end.diff(first, 'days').days < 2;
}

function isWholeDays(span: Span, zone: string): boolean {
  return inZone(span, zone).every((at) => +at === +at.startOf('day'));
}

function inZone({ from, until }: Span, zone: string): [DateTime, DateTime] {
  return [DateTime.fromJSDate(from, { zone }), DateTime.fromJSDate(until, { zone })];
}
