// What became of a notice from its first word to its last: facts for a post-mortem, in which no account is named.
import { DateTime, Duration } from 'luxon';
import { affects, isOver, kindLabel, noticeStateLabel, severityLabel } from './notice.ts';
import type { NoticeKind, NoticeSeverity, NoticeState } from './notice.ts';

export interface Timeline {
  id: number;
  kind: NoticeKind;
  title: string;
  /** of an incident */
  severity: NoticeSeverity | null;
  state: NoticeState;
  /** none: all of them */
  modules: readonly string[];
  /** e.g. `All accounts`, `12 accounts` */
  affected: string;
  startsAt: Date;
  /** as it was planned */
  endsAt: Date | null;
  declaredAt: Date;
  closedAt: Date | null;
  /** when all this was read */
  asOf: Date;
  owner: string;
  /** oldest first */
  updates: readonly TimelineUpdate[];
  /** when each case was linked, oldest first */
  cases: readonly Date[];
  /** in how many channels its banner stood */
  channels: number;
}

export interface TimelineUpdate {
  at: Date;
  state: NoticeState;
  /** as `noticeUpdate` has it, e.g. declare, resolve */
  action: string;
  /** CommonMark; empty: the clock's */
  body: string;
  authorName: string;
}

/** How a timeline is written down. */
export type TimelineFormat = 'md' | 'png';

/** From the first thing that happened to the last, or to now while it is open. */
export function spanOf({ startsAt, declaredAt, closedAt, asOf, updates, cases }: Timeline): { from: Date; to: Date } {
  const first = [startsAt, declaredAt, ...updates.slice(0, 1).map(({ at }) => at), ...cases.slice(0, 1)];
  const last = [closedAt ?? asOf, ...updates.slice(-1).map(({ at }) => at), ...cases.slice(-1)];
  // maintenance that was called off before it began
  const from = Math.min(...first.map(Number));
  return { from: new Date(from), to: new Date(Math.max(from, ...last.map(Number))) };
}

/** How times are written within a span: by the clock alone where it is all one day. @param zone IANA */
export function timesIn({ from, to }: { from: Date; to: Date }, zone: string): (at: Date) => string {
  const [first, last] = [inZone(from, zone), inZone(to, zone)];
  const format = first.hasSame(last, 'day') ? 'HH:mm' : first.hasSame(last, 'year') ? 'LLL d, HH:mm' : 'LLL d, yyyy, HH:mm';
  return (at) => inZone(at, zone).toFormat(format);
}

/** @param zone IANA; what a platform calls a zone need not be one: UTC then */
export function inZone(at: Date, zone: string): DateTime {
  const local = DateTime.fromJSDate(at, { zone }).setLocale('en-US');
  return local.isValid ? local : DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en-US');
}

/** E.g. `Nov 2, 2026, 09:00 CST`. @param zone IANA */
export function momentText(at: Date, zone: string): string {
  return inZone(at, zone).toFormat('LLL d, yyyy, HH:mm ZZZZ');
}

/** The two largest units, e.g. `2 hours, 5 minutes`. */
export function elapsedText(from: Date, to: Date): string {
  const minutes = Math.max(Math.round((to.getTime() - from.getTime()) / 60_000), 0);
  const whole = Duration.fromObject({ days: 0, hours: 0, minutes }, { locale: 'en-US' }).normalize().toObject();
  const units = Object.entries(whole).filter(([, count]) => count > 0);
  const shown = units.length === 0 ? { minutes: 0 } : Object.fromEntries(units.slice(0, 2));
  return Duration.fromObject(shown, { locale: 'en-US' }).toHuman();
}

/** What a notice is called in a heading. */
export function timelineName({ kind, id }: Pick<Timeline, 'kind' | 'id'>): string {
  return `${kindLabel(kind)} ${id}`;
}

const byTheClock: Readonly<Record<string, string>> = {
  announce: 'Announced.',
  start: 'Started.',
  'ask-end': 'Its owner was asked whether it has ended.',
};

/** What an update says. @returns CommonMark */
export function updateText({ body, action }: Pick<TimelineUpdate, 'body' | 'action'>): string {
  return body.trim() || (byTheClock[action] ?? '');
}

/** Name and value of each fact, in the order in which they are read. @param zone IANA */
export function timelineFacts(timeline: Timeline, zone: string): [name: string, value: string][] {
  const { kind, severity, state, modules, affected, startsAt, endsAt, declaredAt, closedAt, owner, cases, channels } = timeline;
  const at = (moment: Date): string => momentText(moment, zone);
  const facts: [string, string | null][] = [
    ['State', noticeStateLabel(state)],
    ['Severity', severity && severityLabel(severity)],
    ['Affects', affects(modules)],
    ['Accounts', affected],
    [kind === 'incident' ? 'Started' : 'Planned start', at(startsAt)],
    ['Planned end', endsAt && at(endsAt)],
    [kind === 'incident' ? 'Declared' : 'Entered', at(declaredAt)],
    [isOver(state) ? noticeStateLabel(state) : 'Closed', closedAt && at(closedAt)],
    ['Duration', durationOf(timeline)],
    ['Owner', owner],
    ['Cases linked', cases.length.toLocaleString('en-US')],
    ['Channels told', channels.toLocaleString('en-US')],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

/** @returns null for what has not begun, or never took place */
export function durationOf({ startsAt, closedAt, asOf, state }: Timeline): string | null {
  const end = closedAt ?? asOf;
  if (state === 'Cancelled' || state === 'Planned' || end < startsAt) return null;
  return closedAt ? elapsedText(startsAt, end) : `${elapsedText(startsAt, end)} so far`;
}
