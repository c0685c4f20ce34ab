// The days on which public offices and public schools of a place are closed, with the reason of each: date-holidays (its public holidays
// and their substitute days) with our corrections. holidays.md says what was checked for each place.
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import type { Corrections } from './holiday-correction.ts';
import { corrections } from './holiday-corrections.ts';

/** A day off of a place. */
export interface DayOff {
  /** ISO */
  date: string;
  name: string;
  /** in the grammar of date-holidays */
  rule: string;
  /** `date-holidays`, or the statute or page behind a correction */
  source: string;
}

const require = createRequire(import.meta.url);

/** Days off by place and year. date-holidays takes tens of milliseconds for one of them, and the answer never changes. */
const known = new Map<string, ReadonlyMap<string, DayOff>>();

/**
 * Lists the days off of a place in a year, weekends included, in order.
 * @param place a code that `isPlace` accepts, such as `US-MN`
 */
export function daysOff(place: string, year: number): DayOff[] {
  return [...daysByDate(place, year).values()];
}

/** Tells whether a date is a day off of a place. @param date ISO */
export function isDayOff(place: string, date: string): boolean {
  return daysByDate(place, Number(date.slice(0, 4))).has(date);
}

/** Returns the name of the day off that a date is, or null. @param date ISO */
export function dayOffName(place: string, date: string): string | null {
  return daysByDate(place, Number(date.slice(0, 4))).get(date)?.name ?? null;
}

/** Accepts a country, optionally with a state and a region, as date-holidays names them. */
export function isPlace(code: string): boolean {
  const [country = '', state, region, ...rest] = code.split('-');
  const library = new (load())();
  if (rest.length > 0 || !Object.hasOwn(library.getCountries(), country)) return false;
  if (state === undefined) return true;
  if (!Object.hasOwn(statesOf(library, country), state)) return false;
  return region === undefined || Object.hasOwn(library.getRegions(country, state) ?? {}, region);
}

/**
 * Finds the code that was probably meant: other case, a state without its country, a territory with one, or a name.
 * @returns null when nothing is near
 */
export function nearestPlace(text: string): string | null {
  const wanted = text
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/g, ' ');
  const library = new (load())();
  const code = (names: Record<string, string>): string | undefined =>
    Object.keys(names).find((one) => one.toUpperCase() === wanted || names[one]?.toUpperCase() === wanted);
  const states = ['US', 'CA'].map((country) => `${country}-${code(statesOf(library, country)) ?? ''}`);
  const near = [wanted.replaceAll(' ', '-'), ...states, code(library.getCountries('en')), wanted.split(' ').at(-1)];
  return near.find((one) => one !== undefined && isPlace(one)) ?? null;
}

/**
 * Describes everything the days off of a place depend on, so that plans can be computed again when an upgrade changes them.
 * @returns the same text as long as the days are the same
 */
export function holidayVersion(place: string): string {
  const { version } = require('date-holidays/package.json') as { version: string };
  return JSON.stringify([version, correctionsOf(place) ?? null]);
}

/** Loads date-holidays, a large data set, for the first account that keeps holidays, and synchronously, because rules do not wait. */
function load(): typeof Holidays {
  return require('date-holidays') as typeof Holidays;
}

function statesOf(library: Holidays, country: string): Record<string, string> {
  return library.getStates(country) ?? {};
}

/** Finds the corrections of a place. Those of a state hold in its regions. */
function correctionsOf(place: string): Corrections | undefined {
  return corrections[place.split('-').slice(0, 2).join('-')];
}

function daysByDate(place: string, year: number): ReadonlyMap<string, DayOff> {
  const key = `${place}/${year}`;
  const before = known.get(key);
  if (before) return before;
  const days = findDays(place, year);
  known.set(key, days);
  return days;
}

/** Removes a holiday of the library, which documents `false` for it; its types leave that out. */
const removed = false as unknown as HolidaysTypes.HolidayOptions;

function findDays(place: string, year: number): ReadonlyMap<string, DayOff> {
  const [country = '', state = '', region = ''] = place.split('-');
  const library = new (load())(country, state, region);
  const { source = '', add = [], remove = [] } = correctionsOf(place) ?? {};
  // removed first: of two holidays on one day the library lists one
  for (const rule of remove) library.setHoliday(rule, removed);
  for (const [rule, name] of add) library.setHoliday(rule, { name: { en: name }, type: 'public' });
  const added = new Map(add);
  const days = new Map<string, DayOff>();
  for (const holiday of library.getHolidays(year).filter((one) => isClosing(one))) {
    const { rule } = holiday;
    const name = added.get(rule) ?? holiday.name;
    for (const date of datesOf(holiday)) {
      const same = days.get(date);
      const day = { date, name, rule, source: added.has(rule) ? source : 'date-holidays' };
      days.set(date, same && same.name !== name ? { ...same, name: `${same.name} / ${name}` } : day);
    }
  }
  return new Map([...days].sort(([a], [b]) => a.localeCompare(b)));
}

/** Public holidays close offices and schools. The library calls some substitute days bank holidays. */
function isClosing({ type, substitute }: HolidaysTypes.Holiday): boolean {
  return type === 'public' || (type === 'bank' && substitute === true);
}

/** Lists the days that a holiday covers. */
function datesOf({ date, start, end }: HolidaysTypes.Holiday): string[] {
  const first = Date.parse(date.slice(0, 10));
  const days = Math.max(Math.round((end.getTime() - start.getTime()) / 86_400_000), 1);
  return Array.from({ length: days }, (_, n) => new Date(first + n * 86_400_000).toISOString().slice(0, 10));
}
