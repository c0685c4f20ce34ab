// The timeline of a notice for a post-mortem, from its start to its end. It names no account. `timeline-markdown.ts` and `files/` render it.
import { affects, isOver, kindLabel, noticeStateLabel, severityLabel } from './notice.ts';
import type { NoticeKind, NoticeSeverity, NoticeState } from './notice.ts';
import { formatCount } from './text/numbers.ts';
import { formatDate, formatDateTime, formatElapsed, formatTime, inZone } from './text/times.ts';

/** Everything that happened to a notice. */
export interface Timeline {
  id: number;
  kind: NoticeKind;
  title: string;
  /** null for maintenance */
  severity: NoticeSeverity | null;
  state: NoticeState;
  /** empty for all modules */
  modules: readonly string[];
  /** such as `All accounts` or `12 accounts` */
  affected: string;
  startsAt: Date;
  /** the planned end */
  endsAt: Date | null;
  declaredAt: Date;
  closedAt: Date | null;
  /** when the timeline was read */
  asOf: Date;
  owner: string;
  /** oldest first */
  updates: readonly TimelineUpdate[];
  /** when each case was linked, oldest first */
  cases: readonly Date[];
  /** number of channels that had its banner */
  channels: number;
}

/** One update of a notice. */
export interface TimelineUpdate {
  at: Date;
  state: NoticeState;
  /** such as `declare` or `resolve` */
  action: string;
  /** CommonMark; empty for an update by the clock */
  body: string;
  authorName: string;
}

/** The formats a timeline can be downloaded in. */
export type TimelineFormat = 'md' | 'png';

/** Finds the first and the last moment of a timeline; while the notice is open, the last one is `asOf`. */
export function spanOf({ startsAt, declaredAt, closedAt, asOf, updates, cases }: Timeline): { from: Date; to: Date } {
  const first = [startsAt, declaredAt, ...updates.slice(0, 1).map(({ at }) => at), ...cases.slice(0, 1)];
  const last = [closedAt ?? asOf, ...updates.slice(-1).map(({ at }) => at), ...cases.slice(-1)];
  // the last moment lies before the start when maintenance was canceled ahead of it
  const from = Math.min(...first.map(Number));
  return { from: new Date(from), to: new Date(Math.max(from, ...last.map(Number))) };
}

/**
 * Chooses how the times of a span are written: by the time alone where all of it is one day, with the year where it spans two.
 * @param zone IANA
 */
export function timesIn({ from, to }: { from: Date; to: Date }, zone: string): (at: Date) => string {
  const isOneDay = inZone(from, zone).hasSame(inZone(to, zone), 'day');
  const isOneYear = inZone(from, zone).hasSame(inZone(to, zone), 'year');
  return (at) => (isOneDay ? '' : `${formatDate(at, zone, isOneYear ? at : undefined)}, `) + formatTime(at, zone);
}

/** Names a notice for a heading, such as `Incident 7`. */
export function timelineName({ kind, id }: Pick<Timeline, 'kind' | 'id'>): string {
  return `${kindLabel(kind)} ${id}`;
}

const byTheClock: Readonly<Record<string, string>> = {
  announce: 'Announced.',
  start: 'Started.',
  'ask-end': 'The owner was asked whether it has ended.',
};

/** Returns the text of an update as CommonMark. */
export function updateText({ body, action }: Pick<TimelineUpdate, 'body' | 'action'>): string {
  return body.trim() || (byTheClock[action] ?? '');
}

/** Lists the facts of a timeline in reading order. @param zone IANA */
export function timelineFacts(timeline: Timeline, zone: string): [name: string, value: string][] {
  const { kind, severity, state, modules, affected, startsAt, endsAt, declaredAt, closedAt, owner, cases, channels } = timeline;
  const at = (moment: Date): string => formatDateTime(moment, zone);
  const facts: [string, string | null][] = [
    ['State', noticeStateLabel(state)],
    ['Severity', severity && severityLabel(severity)],
    ['Affects', affects(modules)],
    ['Accounts', affected],
    [kind === 'incident' ? 'Started' : 'Planned start', at(startsAt)],
    ['Planned end', endsAt && at(endsAt)],
    [kind === 'incident' ? 'Declared' : 'Created', at(declaredAt)],
    [isOver(state) ? noticeStateLabel(state) : 'Closed', closedAt && at(closedAt)],
    ['Duration', durationOf(timeline)],
    ['Owner', owner],
    ['Cases linked', formatCount(cases.length)],
    ['Channels notified', formatCount(channels)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

/** Writes how long a notice lasted. @returns null when it has not started or never took place */
export function durationOf({ startsAt, closedAt, asOf, state }: Timeline): string | null {
  const end = closedAt ?? asOf;
  if (state === 'Cancelled' || state === 'Planned' || end < startsAt) return null;
  return closedAt ? formatElapsed(startsAt, end) : `${formatElapsed(startsAt, end)} so far`;
}
