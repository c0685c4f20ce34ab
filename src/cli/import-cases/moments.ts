// Reads the dates of exports: ISO 8601 with or without a zone, `12/Mar/26 4:05 PM`, `3/12/2026 16:05`, `12 Mar 2026`, and seconds since 1970.
import { DateTime, IANAZone } from 'luxon';

/** How dates without a zone, and dates of numbers alone, are meant. */
export interface DateRules {
  /** IANA */
  zone: string;
  /** `12/3/2026` is March 12 */
  dayFirst: boolean;
}

/** Languages in which Jira and Excel write names of months into exports; the names of earlier ones come first. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'da', 'nb', 'fi', 'pl'];
/** The months by their names, short and long, as `plainMonth` writes them; made when the first name is read. */
let months: ReadonlyMap<string, number> | undefined;

function namedMonths(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const forms = (['short', 'long'] as const).flatMap((month) => [{ month }, { month, day: 'numeric' } as const]);
  for (const language of languages)
    for (const form of forms) {
      const format = new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month++) {
        const parts = format.formatToParts(Date.UTC(2026, month - 1, 1));
        const name = plainMonth(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (/^\p{L}{3,}$/u.test(name) && !found.has(name)) found.set(name, month);
      }
    }
  return found;
}

/** Writes the name of a month without accents, dots and capitals: `févr.` is `fevr`. */
function plainMonth(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();
}

const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?\s?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`;
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}$`, 'i');
const named = new RegExp(String.raw`^(\d{1,2})[-/ .]+(?:de )?(\p{L}{3,})\.?[-/ .,]+(?:de )?(\d{4}|\d{2})${clock}$`, 'iu');
const namedFirst = new RegExp(String.raw`^(\p{L}{3,})\.? (\d{1,2}),? (\d{4})${clock}$`, 'iu');
const numbers = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})${clock}$`, 'i');

/** Tells whether a text is a time zone. */
export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/** Reads a date. @returns null for anything else, and for days that no month has */
export function readMoment(text: string, rules: DateRules): Date | null {
  const typed = text.trim();
  const seconds = /^(\d{9,10})(\d{3})?$/.exec(typed);
  if (seconds) return new Date(Number(seconds[1]) * 1000 + Number(seconds[2] ?? 0));
  let found = iso.exec(typed);
  if (found) return momentOf([found[1], found[2], found[3]], found.slice(4), rules);
  found = named.exec(typed);
  if (found) return momentOf([yearOf(found[3]), monthOf(found[2]), found[1]], found.slice(4), rules);
  found = namedFirst.exec(typed);
  if (found) return momentOf([found[3], monthOf(found[1]), found[2]], found.slice(4), rules);
  found = numbers.exec(typed);
  if (!found) return null;
  const [, first, separator, second, year] = found;
  // 12.3.2026 is March 12 wherever dates have dots
  const isDayFirst = Number(first) > 12 || ((rules.dayFirst || separator === '.') && Number(second) <= 12);
  return momentOf([yearOf(year), isDayFirst ? second : first, isDayFirst ? first : second], found.slice(5), rules);
}

/** Tells whether a date such as 13/3/2026 shows that the days come first, though the rules have the month come first. */
export function contradicts(text: string, { dayFirst }: DateRules): boolean {
  const found = dayFirst ? null : numbers.exec(text.trim());
  return found !== null && found[2] !== '.' && Number(found[1]) > 12;
}

const yearOf = (text = ''): string => (text.length === 2 ? `20${text}` : text);
/** Reads the name of a month; 0 for anything else. The first three letters are enough where they mean one month in English. */
function monthOf(name = ''): string {
  const plain = plainMonth(name);
  months ??= namedMonths();
  return String(months.get(plain) ?? months.get(plain.slice(0, 3)) ?? 0);
}

function momentOf(day: readonly (string | undefined)[], time: readonly (string | undefined)[], { zone }: DateRules): Date | null {
  const [year = 0, month = 0, dayOfMonth = 0] = day.map(Number);
  const [typedHour = '0', minute = '0', second = '0', fraction = '', half = '', offset = ''] = time.map(
    (part) => part ?? undefined,
  );
  const hour = hourOf(Number(typedHour), half);
  const values = { year, month, day: dayOfMonth, hour, minute: Number(minute), second: Number(second) };
  const isReal = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!isReal || hour > 23 || values.minute > 59 || values.second > 60) return null;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (offset === '' && zone !== 'UTC') return DateTime.fromObject({ ...values, millisecond: ms }, { zone }).toJSDate();
  const utc = Date.UTC(year, month - 1, dayOfMonth, hour, values.minute, values.second, ms);
  return new Date(utc - offsetMs(offset));
}

function hourOf(hour: number, half: string): number {
  if (half === '' || hour > 12) return hour;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

function offsetMs(offset: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}
