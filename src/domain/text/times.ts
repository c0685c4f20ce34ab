// How dates and times are written where no platform formats them for the reader: mail, notes, exports, notification lines. The one home
// for them. On a card, a moment stays `{ at, as }` (cards/elements.ts), and Slack or Teams shows it in the reader's own zone and style.
import { DateTime, Duration, IANAZone } from 'luxon';

type Style = 'day' | 'dayAndYear' | 'time' | 'zone' | 'zoneName';

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { month: 'short', day: 'numeric' },
  dayAndYear: { month: 'short', day: 'numeric', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  zone: { timeZoneName: 'shortGeneric' },
  zoneName: { timeZoneName: 'longGeneric' },
};

/** Building a formatter takes 50 µs and using it 1 µs, so each is built once; there are fewer than 600 zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(style: Style, zone: string): Intl.DateTimeFormat {
  const key = `${style} ${zone}`;
  const known = formatters.get(key);
  if (known) return known;
  const built = new Intl.DateTimeFormat('en-US', { ...styles[style], timeZone: zone });
  formatters.set(key, built);
  return built;
}

/**
 * Reads a moment in a time zone, with American month names.
 * @param zone an IANA zone; UTC is used for anything else, because platforms report zones that are not IANA's
 */
export function inZone(at: Date, zone: string): DateTime {
  return DateTime.fromJSDate(at, { zone: ianaZone(zone) }).setLocale('en-US');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Writes UTC, which needs no table of zones, in a tenth of the time that Intl takes. @returns null for what only Intl knows how to write */
function formatUtc(at: Date, style: Style): string | null {
  const year = at.getUTCFullYear();
  if (!(year > 0)) return null;
  if (style === 'time') {
    const hour = at.getUTCHours();
    return `${hour % 12 || 12}:${String(at.getUTCMinutes()).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
  }
  const day = `${months[at.getUTCMonth()] ?? ''} ${at.getUTCDate()}`;
  if (style === 'day') return day;
  return style === 'dayAndYear' ? `${day}, ${year}` : null;
}

function format(at: Date, zone: string, style: Style): string {
  const utc = zone === 'UTC' ? formatUtc(at, style) : null;
  if (utc !== null) return utc;
  // Node separates AM and PM by a narrow no-break space in some versions and by a space in others
  return formatter(style, ianaZone(zone))
    .format(at)
    .replace(/\u202F/g, ' ');
}

function ianaZone(zone: string): string {
  return IANAZone.create(zone).isValid ? zone : 'UTC';
}

/**
 * Writes a calendar day, such as `Dec 5, 2026`.
 * @param isoDate a day without a zone, such as `2026-12-05`
 */
export function formatDay(isoDate: string): string {
  return format(new Date(`${isoDate}T00:00:00Z`), 'UTC', 'dayAndYear');
}

/**
 * Writes the day on which a moment falls, such as `Dec 5, 2026`.
 * @param zone IANA
 * @param now leaves out the year where it is the present one
 */
export function formatDate(at: Date, zone: string, now?: Date): string {
  const isThisYear = now !== undefined && inZone(at, zone).hasSame(inZone(now, zone), 'year');
  return format(at, zone, isThisYear ? 'day' : 'dayAndYear');
}

/**
 * Writes the time of day, such as `3:00 AM`.
 * @param zone IANA
 */
export function formatTime(at: Date, zone: string): string {
  return format(at, zone, 'time');
}

/**
 * Writes a moment in full, such as `Dec 5, 2026, 3:00 AM CT`.
 * @param zone IANA
 * @param now leaves out the year where it is the present one
 */
export function formatDateTime(at: Date, zone: string, now?: Date): string {
  return `${formatDate(at, zone, now)}, ${formatTime(at, zone)} ${zoneAbbreviation(at, zone)}`;
}

/**
 * Writes a time span, such as `Nov 2, 2026, 9:00 AM – 11:05 AM CT`; the second date is written only where it is another day.
 * @param zone IANA
 */
export function formatRange(from: Date, to: Date, zone: string): string {
  const [first, last] = [inZone(from, zone), inZone(to, zone)];
  const start = formatDate(from, zone, first.hasSame(last, 'year') && !first.hasSame(last, 'day') ? to : undefined);
  const end = first.hasSame(last, 'day') ? `${formatTime(to, zone)} ${zoneAbbreviation(to, zone)}` : formatDateTime(to, zone);
  return `${start}, ${formatTime(from, zone)} – ${end}`;
}

/**
 * Writes the name of a time zone for people, such as `Central Time`.
 * @param zone IANA
 * @param at the moment the name is for: some zones had other names in other years
 */
export function formatZone(zone: string, at: Date): string {
  return isUtc(zone) ? 'UTC' : zonePart(at, zone, 'zoneName');
}

function zoneAbbreviation(at: Date, zone: string): string {
  return isUtc(zone) ? 'UTC' : zonePart(at, zone, 'zone');
}

/** Intl writes UTC as "GMT+0". */
function isUtc(zone: string): boolean {
  if (zone === 'UTC') return true;
  const known = utc.get(zone);
  if (known !== undefined) return known;
  const found = formatter('zone', ianaZone(zone)).resolvedOptions().timeZone === 'UTC';
  utc.set(zone, found);
  return found;
}

const utc = new Map<string, boolean>();

function zonePart(at: Date, zone: string, style: 'zone' | 'zoneName'): string {
  const parts = formatter(style, ianaZone(zone)).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Writes how long something took in its two largest units, such as `2 hours, 5 minutes`. */
export function formatElapsed(from: Date, to: Date): string {
  const minutes = Math.max(Math.round((to.getTime() - from.getTime()) / 60_000), 0);
  const whole = Duration.fromObject({ days: 0, hours: 0, minutes }, { locale: 'en-US' }).normalize().toObject();
  const units = Object.entries(whole).filter(([, count]) => count > 0);
  const shown = units.length === 0 ? { minutes: 0 } : Object.fromEntries(units.slice(0, 2));
  return Duration.fromObject(shown, { locale: 'en-US' }).toHuman();
}

const relative = new Intl.RelativeTimeFormat('en-US');
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Writes how far away a moment is in its largest whole unit, such as `in 2 hours`, `5 minutes ago` or `just now`. */
export function formatRelative(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, length] = units.find(([, size]) => Math.abs(ms) >= size) ?? [];
  if (unit) return relative.format(Math.trunc(ms / length), unit);
  return ms > 0 ? 'in a moment' : 'just now';
}
