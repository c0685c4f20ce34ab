// A duration of the configuration (domain/settings.ts) as time, and in words.
import type { BusinessHours, Duration } from './settings.ts';

export type Unit = 'm' | 'h' | 'd' | 'bd';

const minute = 60_000;
const hour = 60 * minute;

/** @returns how many of which unit */
export function parts(duration: Duration): { count: number; unit: Unit } {
  return { count: parseInt(duration, 10), unit: duration.replace(/^\d+/, '') as Unit };
}

/** @returns milliseconds; a business day is as long as its business hours, a day is a calendar day */
export function durationMs(duration: Duration, hours: BusinessHours): number {
  const { count, unit } = parts(duration);
  return count * { m: minute, h: hour, d: 24 * hour, bd: timeOfDay(hours.end) - timeOfDay(hours.start) }[unit];
}

const names: Record<Unit, string> = { m: 'minute', h: 'hour', d: 'day', bd: 'business day' };

/** E.g. `4 hours`, `1 business day`. */
export function durationText(duration: Duration): string {
  const { count, unit } = parts(duration);
  return `${count} ${names[unit]}${count === 1 ? '' : 's'}`;
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * hour + minutes * minute;
}
