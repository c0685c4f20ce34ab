// Reads the form in which a lead declares an incident or announces maintenance.
import { DateTime } from 'luxon';
import { showsSomething } from './case-input.ts';
import { durationMs } from './duration.ts';
import { formError, tooLongMessage } from './form-errors.ts';
import { wallClock, type MovedTime } from './wall-clock.ts';
import { incidentStates, severities, type NoticeKind, type NoticeSeverity, type NoticeState } from './notice.ts';
import type { Duration, Settings } from './settings.ts';

/** An incident or maintenance as its form describes it. */
export interface NoticeInput {
  kind: NoticeKind;
  title: string;
  /** null for maintenance */
  severity: NoticeSeverity | null;
  state: NoticeState;
  /** empty for all modules */
  modules: string[];
  everyAccount: boolean;
  /** the affected accounts, unless all are */
  accountIds: number[];
  /** what is happening; CommonMark */
  message: string;
  /** the workaround; CommonMark */
  instructions: string | null;
  startsAt: Date;
  /** set for maintenance, and for an incident with a known end */
  endsAt: Date | null;
  /** when the next update is promised; null for maintenance */
  nextUpdateAt: Date | null;
  /** typed times that daylight saving skips, and what was used instead */
  movedTimes?: readonly MovedTime[];
}

/** Length limits in characters. A banner must be readable at a glance; anything longer belongs in an update. */
export const maxNoticeLengths = { title: 120, text: 2_000 } as const;

/** The times after which the next update can be promised. */
export const nextUpdates = ['30m', '1h', '2h', '4h', '8h', '1d', '2d'] as const satisfies readonly Duration[];

/** What reading the form depends on. */
export interface ReadAt {
  now: Date;
  /** IANA; the zone in which dates and times were typed */
  zone: string;
  settings: Pick<Settings, 'modules' | 'businessHours'>;
}

/** What was typed, by field name. Values of a multiple choice are separated by newlines. */
export type NoticeValues = Readonly<Record<string, string>>;

/**
 * Reads the form of a notice.
 * @param values title, severity, state, modules, scope (`all` or `chosen`), accounts (ids), message, instructions, startDate, startTime,
 * endDate, endTime, nextUpdate
 * @throws CaseError invalid-notice, with a message for each wrong field
 */
export function parseNotice(kind: NoticeKind, values: NoticeValues, at: ReadAt): NoticeInput {
  const mistakes = new Map<string, string>();
  const isIncident = kind === 'incident';
  const text = (name: string, ifBlank: string | null, max: number): string => {
    const value = (values[name] ?? '').trim();
    if (!showsSomething(value)) {
      if (ifBlank !== null) mistakes.set(name, ifBlank);
      return '';
    }
    if (value.length > max) mistakes.set(name, tooLongMessage(value.length, max));
    return value;
  };
  const severity = severities.find((one) => one === values.severity) ?? null;
  if (isIncident && !severity) mistakes.set('severity', 'Choose a severity.');
  const modules = listed(values.modules);
  if (modules.some((module) => !at.settings.modules.includes(module))) mistakes.set('modules', 'Choose modules from the list.');
  const everyAccount = values.scope !== 'chosen';
  const accountIds = everyAccount ? [] : listed(values.accounts).map(Number);
  if (!everyAccount && (accountIds.length === 0 || !accountIds.every(Number.isInteger)))
    mistakes.set('accounts', 'Choose at least one account, or all accounts.');
  const read: NoticeInput = {
    kind,
    title: text('title', 'Describe it in a few words.', maxNoticeLengths.title),
    severity: isIncident ? severity : null,
    state: isIncident ? (incidentStates.find((one) => one === values.state && one !== 'Resolved') ?? 'Investigating') : 'Planned',
    modules: [...new Set(modules)],
    everyAccount,
    accountIds: [...new Set(accountIds)],
    message: text('message', 'Describe the impact and what you know.', maxNoticeLengths.text),
    instructions: text('instructions', null, maxNoticeLengths.text) || null,
    ...readTimes(isIncident, values, at, mistakes),
    nextUpdateAt: isIncident ? nextUpdate(values.nextUpdate, at) : null,
  };
  if (isIncident && !read.nextUpdateAt) mistakes.set('nextUpdate', "Choose when you'll post the next update.");
  if (mistakes.size === 0) return read;
  throw formError('invalid-notice', Object.fromEntries(mistakes));
}

/** Computes when the next update is due. @param after one of `nextUpdates` @returns null for anything else */
export function nextUpdate(
  after: string | undefined,
  { now, settings }: Pick<ReadAt, 'now'> & { settings: Pick<Settings, 'businessHours'> },
): Date | null {
  const duration = nextUpdates.find((one) => one === after);
  return duration ? new Date(now.getTime() + durationMs(duration, settings.businessHours)) : null;
}

function listed(value: string | undefined): string[] {
  return (value ?? '').split('\n').filter((one) => one !== '');
}

function readTimes(
  isIncident: boolean,
  values: NoticeValues,
  { now, zone }: ReadAt,
  mistakes: Map<string, string>,
): Pick<NoticeInput, 'startsAt' | 'endsAt' | 'movedTimes'> {
  const start = readMoment(values.startDate, values.startTime, zone, 'start', mistakes);
  const end = readMoment(values.endDate, values.endTime, zone, 'end', mistakes);
  const startsAt = start?.at ?? null;
  const endsAt = start && end ? endAfter(start, end) : (end?.at ?? null);
  if (!isIncident && start === null) mistakes.set('startDate', 'Choose a start date.');
  if (!isIncident && end === null) mistakes.set('endDate', 'Choose an end date.');
  if (isIncident && startsAt && startsAt > now)
    mistakes.set('startDate', 'An incident starts in the past. Leave this blank to use the current time.');
  if (endsAt && endsAt <= (startsAt ?? now)) mistakes.set('endDate', 'The end must be after the start.');
  if (endsAt && endsAt <= now && !mistakes.has('endDate')) mistakes.set('endDate', 'This is in the past. Choose a later end.');
  const movedTimes = [
    ...(start?.isSkipped ? [moved('start', start, start.at)] : []),
    ...(end && endsAt && (end.isSkipped || endsAt > end.at) ? [moved('end', end, endsAt)] : []),
  ];
  return { startsAt: startsAt ?? now, endsAt, ...(movedTimes.length > 0 ? { movedTimes } : {}) };
}

function moved(which: MovedTime['which'], { typed, isSkipped }: TypedMoment, at: Date): MovedTime {
  return { which, typed, at, isSkipped };
}

/**
 * Finds the end of what was typed. Where the clocks spring forward over its start, an end that was typed after the start may not be after it
 * any longer: 2:30 to 3:00 AM. Then the typed duration counts.
 */
function endAfter(start: TypedMoment, end: TypedMoment): Date {
  const duration = end.wallTime - start.wallTime;
  return end.at <= start.at && duration > 0 ? new Date(start.at.getTime() + duration) : end.at;
}

/** A moment as it was typed. */
interface TypedMoment extends ReturnType<typeof wallClock> {
  /** in Unix ms, as if it were UTC */
  wallTime: number;
}

/** Reads a date and a time. @returns null when both are blank; undefined when they are wrong, after adding to `mistakes` */
function readMoment(
  date: string | undefined,
  time: string | undefined,
  zone: string,
  what: 'start' | 'end',
  mistakes: Map<string, string>,
): TypedMoment | null | undefined {
  const [day, clock] = [(date ?? '').trim(), (time ?? '').trim()];
  if (day === '' && clock === '') return null;
  const fail = (field: string, message: string): undefined => void mistakes.set(`${what}${field}`, message);
  if (day === '') return fail('Date', 'Choose a date.');
  if (clock === '') return fail('Time', 'Enter a time, such as 10:00 PM.');
  const hours = readTime(clock);
  if (!hours) return fail('Time', `${clock.length > 20 ? 'This' : `“${clock}”`} isn't a time. Enter one such as 10:00 PM.`);
  const typed = DateTime.fromISO(day, { zone: 'utc' }).set({ ...hours, second: 0, millisecond: 0 });
  return typed.isValid ? { ...wallClock(typed, zone), wallTime: typed.toMillis() } : fail('Date', 'Choose a valid date.');
}

/** Reads a time of day such as `22:00`, `9:30`, `10 pm` or `10:15pm`. */
function readTime(text: string): { hour: number; minute: number } | null {
  const [, hours = '', minutes = '0', half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?$/i.exec(text) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hours === '' || minute > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return null;
  if (!half) return { hour, minute };
  return { hour: (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0), minute };
}
