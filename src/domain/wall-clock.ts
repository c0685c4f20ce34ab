// Times that people type, on the nights on which the clocks change.
import { DateTime } from 'luxon';

/** A minute in ms; the clocks change on whole minutes. */
const minute = 60_000;

/** A typed time that another moment is used for, because the clocks spring forward. */
export interface MovedTime {
  which: 'start' | 'end';
  /** ISO date and time without a zone, such as `2027-03-14T02:30` */
  typed: string;
  at: Date;
  /** whether daylight saving skips it; otherwise the end follows a start that was moved */
  isSkipped: boolean;
}

/**
 * Finds the moment at which clocks show a time. A time that daylight saving skips becomes the next one that exists: 2:30 AM becomes 3:00 AM.
 * @param time its date and time of day; its zone is ignored
 * @param zone IANA
 */
export function wallClock(time: DateTime<true>, zone: string): { at: Date; typed: string; isSkipped: boolean } {
  const typed = time.toFormat("yyyy-MM-dd'T'HH:mm");
  const local = DateTime.fromISO(typed, { zone });
  if (local.toFormat("yyyy-MM-dd'T'HH:mm") === typed) return { at: local.toJSDate(), typed, isSkipped: false };
  // luxon reads a skipped time by the offset before the gap, so it shows the offset after it
  let before = time.toMillis() - local.offset * minute;
  const offsetBefore = offsetAt(before, zone);
  let after = time.toMillis() - offsetBefore * minute;
  while (after - before > minute) {
    const middle = before + Math.floor((after - before) / minute / 2) * minute;
    if (offsetAt(middle, zone) === offsetBefore) before = middle;
    else after = middle;
  }
  return { at: new Date(after), typed, isSkipped: true };
}

function offsetAt(ms: number, zone: string): number {
  return DateTime.fromMillis(ms, { zone }).offset;
}
