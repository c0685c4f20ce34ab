// Computes the marks of a time axis, at round times in the reader's time zone.
import type { DateTime } from 'luxon';
import { formatTime, inZone } from '../domain/text/times.ts';

/** A mark on a time axis. */
export interface Tick {
  /** Unix time in ms */
  value: number;
  /** one line, or two */
  label: string[];
}

const maxTicks = 12;
const minutesOfSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720];
const daysOfSteps = [1, 2, 7, 14, 30, 90, 365];
const minute = 60_000;
const day = 1440 * minute;

/** Returns up to about a dozen marks. The first mark of each day shows the date. @param zone IANA name */
export function timeTicks(from: Date, to: Date, zone: string): Tick[] {
  const span = to.getTime() - from.getTime();
  const step = minutesOfSteps.find((minutes) => span / minutes < maxTicks * minute);
  const start = inZone(from, zone).startOf('day');
  const inside = (at: DateTime): boolean => at.toMillis() >= from.getTime() && at.toMillis() <= to.getTime();
  if (step === undefined) {
    const days = daysOfSteps.find((count) => span / count < maxTicks * day) ?? 3650;
    const marks = Array.from({ length: Math.ceil(span / day / days) + 2 }, (_, i) => start.plus({ days: i * days }));
    return marks.filter(inside).map((at) => ({ value: at.toMillis(), label: [at.toFormat(days < 365 ? 'LLL d' : 'LLL yyyy')] }));
  }
  const marks: DateTime[] = [];
  for (let midnight = start; midnight.toMillis() <= to.getTime(); midnight = midnight.plus({ days: 1 }))
    // in local time, so that days with a clock change have round times as well
    for (let at = 0; at < 1440; at += step) marks.push(midnight.set({ hour: Math.floor(at / 60), minute: at % 60 }));
  return marks.filter(inside).map((at, i, all) => {
    const date = all[i - 1]?.hasSame(at, 'day') ? [] : [at.toFormat('LLL d')];
    return { value: at.toMillis(), label: [formatTime(at.toJSDate(), zone), ...date] };
  });
}
