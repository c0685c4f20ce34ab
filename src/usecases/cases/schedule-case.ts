import { DateTime } from 'luxon';
import { CaseError } from '../../domain/case-error.ts';
import { nextBusinessMoment } from '../../domain/business-time.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { Advisor } from '../../domain/person.ts';
import { calendarOf } from '../account-calendar.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';
import { readAll } from '../read-all.ts';
import { textInput } from '../text-input.ts';

/**
 * Pauses a case until a date (status Scheduled). It resumes when the account's business hours start on that day, or on the next business
 * day.
 * @param input.date ISO date in the account's zone, after today and within a year
 * @param input.what CommonMark, required
 * @throws CaseError bad-date, empty, too-long; each at its field
 */
export async function scheduleCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; date: string; what: string },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, advisor, input.number, 'schedule', request, async ({ account }) => {
    const calendar = calendarOf(services, account);
    const now = DateTime.fromJSDate(services.clock.now(), { zone: calendar.timezone });
    const { day, what } = await readAll({
      day: () => dayOf(input.date, now),
      what: () => textInput(input.what, 'what', 'Describe what will be done.'),
    });
    const date = day.toISODate();
    return {
      action: 'schedule',
      patch: {
        scheduledFor: new Date(`${date}T00:00:00Z`),
        scheduledWork: what,
        scheduledAt: nextBusinessMoment(calendar, day.toJSDate()),
      },
      post: { kind: 'event', action: 'schedule', body: `For ${formatDay(date)}:\n\n${what}` },
      why: `for ${date}`,
    };
  });
}

/**
 * @param now in the account's zone
 * @returns the start of the day in that zone
 */
function dayOf(date: string, now: DateTime): DateTime<true> {
  const day = DateTime.fromISO(date, { zone: now.zone });
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !day.isValid) throw badDate('Choose a date.');
  const today = now.startOf('day');
  if (day <= today) throw badDate('Choose a date after today.');
  if (day > today.plus({ years: 1 })) throw badDate('Choose a date within a year.');
  return day;
}

function badDate(message: string): CaseError {
  return new CaseError('bad-date', message, undefined, { date: message });
}
