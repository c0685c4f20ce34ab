// The SLA of a product defect, by severity (process.md, Defects). Its cases belong to many accounts, so no account's zone or holidays apply:
// business hours are counted in UTC, without holidays.
import { addBusinessTime, type Calendar } from './business-time.ts';
import { durationMs, durationParts } from './duration.ts';
import type { Priority } from './priority.ts';
import type { Settings, SlaPriority } from './settings.ts';

/** The share of the time after which advisors are warned. */
const warnedAfter = 0.8;

/** Computes when a defect is due and when its advisors are warned. @returns null when its severity has no target */
export function defectDue(
  { defectSla, businessHours }: Pick<Settings, 'defectSla' | 'businessHours'>,
  severity: Priority,
  from: Date,
): { warnAt: Date; dueAt: Date } | null {
  const duration = defectSla[severity.toLowerCase() as SlaPriority];
  if (duration === null) return null;
  const ms = durationMs(duration, businessHours);
  const calendar: Calendar = { timezone: 'UTC', holidays: null, closed: [], hours: businessHours };
  const after = (time: number): Date =>
    durationParts(duration).unit === 'd' ? new Date(from.getTime() + time) : addBusinessTime(calendar, from, time);
  return { warnAt: after(ms * warnedAfter), dueAt: after(ms) };
}
