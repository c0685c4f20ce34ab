// When a weekly report is due, and which days it covers.
import { DateTime } from 'luxon';
import type { ReportSetting, Weekday } from '../settings.ts';
import type { ComparedSpan } from './stats-period.ts';

/** Luxon's numbers of the days of a week. */
const numbers: Record<Weekday, number> = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

/**
 * Finds when a report was due most recently. A time of day that the change to daylight saving time leaves out is an hour later that day; one
 * that comes twice is the first of the two.
 */
export function latestDue({ weekday, time, timezone }: ReportSetting, now: Date): Date {
  const [hour, minute] = time.split(':').map(Number);
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day');
  const dueOn = (daysAgo: number): DateTime => today.minus({ days: daysAgo }).set({ hour, minute });
  const sinceThen = (today.weekday - numbers[weekday] + 7) % 7;
  const due = dueOn(sinceThen);
  return (due.toJSDate() <= now ? due : dueOn(sinceThen + 7)).toJSDate();
}

/** Identifies one report of a channel: the channel, the split, and the day and time in the report's own zone. */
export function reportKey({ channel, split, time, timezone }: ReportSetting, due: Date): string {
  const day = DateTime.fromJSDate(due, { zone: timezone }).toISODate() ?? '';
  return `report:${channel.platform}:${channel.workspaceId}:${channel.channelId}:${split ?? ''}:${day}:${time}`;
}

/** Finds what a report covers: the seven days before the day on which it is due, compared with the seven days before those. */
export function reportSpan(due: Date, zone: string): ComparedSpan {
  const day = DateTime.fromJSDate(due, { zone }).startOf('day');
  const [until, from, earlier] = [0, 7, 14].map((days) => day.minus({ days }).toJSDate()) as [Date, Date, Date];
  return { from, until, before: { from: earlier, until: from } };
}
