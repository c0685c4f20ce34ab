import { IANAZone } from 'luxon';

/**
 * What to write instead of a name that computers accept and people misread. `EST` has no daylight saving time and is an hour wrong all
 * summer; `AST` is Alaska to some computers and Atlantic Canada to people.
 */
const insteadOf: Readonly<Record<string, string>> = {
  EST: 'America/New_York',
  EDT: 'America/New_York',
  EST5EDT: 'America/New_York',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  CST6CDT: 'America/Chicago',
  MST: 'America/Denver, or America/Phoenix for Arizona,',
  MDT: 'America/Denver',
  MST7MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  PST8PDT: 'America/Los_Angeles',
  AKST: 'America/Anchorage',
  AKDT: 'America/Anchorage',
  AST: 'America/Halifax, America/Puerto_Rico, or America/Anchorage for Alaska,',
  ADT: 'America/Halifax',
  NST: 'America/St_Johns',
  NDT: 'America/St_Johns',
  HST: 'Pacific/Honolulu',
  CHST: 'Pacific/Guam',
  SST: 'Pacific/Pago_Pago',
  GMT: 'UTC, or Europe/London,',
};

/**
 * Checks the name of a time zone: a region and a city, such as `America/Chicago`, or `UTC`. Abbreviations and fixed offsets are refused,
 * because they ignore daylight saving time.
 * @returns what is wrong with it, to be read after the name of the field; null when it is fine
 */
export function timeZoneMistake(name: string): string | null {
  if (name === 'UTC') return null;
  const instead = insteadOf[name.toUpperCase()];
  if (instead !== undefined) return `must name a region and a city: use ${instead} instead of ${name}`;
  const isFixedOffset = /^(Etc|SystemV)\//i.test(name);
  if (isFixedOffset) return `must name a region and a city, such as America/Chicago: ${name} ignores daylight saving time`;
  return name.includes('/') && IANAZone.isValidZone(name) ? null : 'must be a time zone such as America/Chicago';
}
