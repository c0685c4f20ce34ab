// Durations of the configuration (settings.ts), such as `4h` or `2bd`: read, converted and written out.
import type { BusinessHours, Duration } from './settings.ts';
import { plural } from './text/numbers.ts';

/** A unit of the configuration: minutes, hours, calendar days or business days. */
export type Unit = 'm' | 'h' | 'd' | 'bd';

const minute = 60_000;
const hour = 60 * minute;

/** Splits a duration into its number and its unit. */
export function durationParts(duration: Duration): { count: number; unit: Unit } {
  const digits = duration.length - (duration.endsWith('bd') ? 2 : 1);
  return { count: Number(duration.slice(0, digits)), unit: duration.slice(digits) as Unit };
}

const lengths = { m: minute, h: hour, d: 24 * hour };

/** Converts a duration to milliseconds. A business day is as long as the business hours of one day, a day has 24 hours. */
export function durationMs(duration: Duration, hours: BusinessHours): number {
  const { count, unit } = durationParts(duration);
  return count * (unit === 'bd' ? timeOfDay(hours.end) - timeOfDay(hours.start) : lengths[unit]);
}

const names: Record<Unit, string> = { m: 'minute', h: 'hour', d: 'day', bd: 'business day' };

/** Writes a duration out, such as `4 hours` or `1 business day`. */
export function formatDuration(duration: Duration): string {
  const { count, unit } = durationParts(duration);
  return plural(count, names[unit]);
}

function timeOfDay(text: string): number {
  const colon = text.indexOf(':');
  return Number(text.slice(0, colon)) * hour + Number(text.slice(colon + 1)) * minute;
}
