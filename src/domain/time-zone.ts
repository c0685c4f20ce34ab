import { IANAZone } from 'luxon';

/**
 * What to write instead of a name that computers accept and people misread. `EST` has no daylight saving time and is an hour wrong all
 * summer; `AST` is Alaska to some computers and Atlantic Canada to people.
 */
const insteadOf: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  EASTERN: 'America/New_York',
  CT: 'America/Chicago',
  CENTRAL: 'America/Chicago',
  MT: 'America/Denver, or America/Phoenix for Arizona,',
  MOUNTAIN: 'America/Denver, or America/Phoenix for Arizona,',
  PT: 'America/Los_Angeles',
  PACIFIC: 'America/Los_Angeles',
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
  const city = cityFor(name);
  if (city !== null) return `must name a region and a city: use ${city} instead of ${name}`;
  const isFixedOffset = /^((Etc|SystemV)\/|(GMT|UTC)?[+-]?\d)/i.test(name);
  if (isFixedOffset) return `must name a region and a city, such as America/Chicago: ${name} ignores daylight saving time`;
  return name.includes('/') && IANAZone.isValidZone(name) ? null : 'must be a time zone such as America/Chicago';
}

/** Finds the zone that a name without a slash stands for, such as `Asia/Tokyo` for `Japan` or `UTC` for `Zulu`. */
function cityFor(name: string): string | null {
  if (!/^[a-z][\w-]*$/i.test(name) || !IANAZone.isValidZone(name)) return null;
  const zone = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  return zone === 'UTC' || zone.includes('/') ? zone : null;
}
