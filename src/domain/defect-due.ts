// A defect's own SLA (process.md, Defects): by severity, in the support organisation's hours. Its cases are of many accounts, so no
// account's zone or holidays apply: the calendar is UTC without holidays.
import { addBusinessTime, type Calendar } from './business-time.ts';
import type { Priority } from './priority.ts';
import type { BusinessHours, Settings, SlaPriority } from './settings.ts';

/** Part of the time after which a defect's advisors are warned. */
const warnedAfter = 0.8;

const minute = 60_000;
const hour = 60 * minute;

/** @returns when a defect of this severity is due, and when its advisors are warned; null where its severity has no target */
export function defectDue(
  { defectSla, businessHours }: Pick<Settings, 'defectSla' | 'businessHours'>,
  severity: Priority,
  from: Date,
): { warnAt: Date; dueAt: Date } | null {
  const duration = defectSla[severity.toLowerCase() as SlaPriority];
  if (duration === null) return null;
  const count = parseInt(duration, 10);
  const unit = duration.replace(/^\d+/, '') as 'm' | 'h' | 'd' | 'bd';
  if (unit === 'd') {
    const after = (part: number): Date => new Date(from.getTime() + part * count * 24 * hour);
    return { warnAt: after(warnedAfter), dueAt: after(1) };
  }
  const calendar: Calendar = { timezone: 'UTC', holidays: null, closed: [], hours: businessHours };
  const ms = count * { m: minute, h: hour, bd: lengthOfDay(businessHours) }[unit];
  return { warnAt: addBusinessTime(calendar, from, ms * warnedAfter), dueAt: addBusinessTime(calendar, from, ms) };
}

/** @returns ms */
function lengthOfDay({ start, end }: BusinessHours): number {
  return timeOfDay(end) - timeOfDay(start);
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * hour + minutes * minute;
}
