// Until when an out-of-office answer says that somebody is away.
import { readDates } from './typed-dates.ts';

/** How far ahead an end is believed, in days. */
const maxDays = 400;
/** Phrases that are followed by the end of an absence. */
const untilPhrase =
  /\b(?:until|till|through|thru|back (?:on|in the office|at work)?|return(?:ing)?(?: to (?:the )?(?:office|work))?(?: on)?|bis(?: zum)?|jusqu[’'](?:au)?|hasta(?: el)?|to)\b/giu;

/**
 * Finds the day until which an automatic answer says that its sender is away, or on which they are back.
 * @param text subject and text of the answer
 * @param zone minutes from UTC, of the sender
 * @returns an ISO date; null where it says none
 */
export function awayUntil(text: string, now: Date, zone: number): string | null {
  const { text: short, dates } = readDates(text.slice(0, 2_000), now, zone);
  const found = dates.flatMap(({ index, start, end }) => {
    const before = short.slice(Math.max(0, index - 40), index);
    const last = end ?? (untilPhrase.test(before) ? start : null);
    untilPhrase.lastIndex = 0;
    const day = last?.isCertain('day') || last?.isCertain('weekday') ? last : null;
    return day ? [isoDay(day.get('year'), day.get('month'), day.get('day'))] : [];
  });
  const today = new Date(now.getTime() + zone * 60_000).toISOString().slice(0, 10);
  const latest = new Date(now.getTime() + maxDays * 86_400_000).toISOString().slice(0, 10);
  const ahead = found.filter((day) => day >= today && day <= latest).sort();
  return ahead.at(-1) ?? null;
}

function isoDay(year: number | null, month: number | null, day: number | null): string {
  return [String(year ?? 0).padStart(4, '0'), String(month ?? 0).padStart(2, '0'), String(day ?? 0).padStart(2, '0')].join('-');
}
