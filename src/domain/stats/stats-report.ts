// The figures of a period, of the one before it, and of each group that the cases are split into. usecases/search/stats-figures.ts counts them.
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { ComparedSpan, Span } from './stats-period.ts';

/** What cases can be split by: their advisor, account, module or case type, as they are now. */
export const statsSplits = ['advisor', 'account', 'module', 'type'] as const;
/** What cases are split by. */
export type StatsSplit = (typeof statsSplits)[number];

/** What statistics are asked for. */
export interface StatsQuery extends ComparedSpan {
  split: StatsSplit | null;
  /** IANA; days begin and end in it */
  zone: string;
}

const count = z.int().min(0);

const timing = z.object({
  /** how many cases have this time; both times are null for none */
  cases: count,
  /** seconds of elapsed time, nights and weekends included */
  median: z.number().nullable(),
  /** 90% of the cases took this long or less */
  p90: z.number().nullable(),
});

const figures = z.object({
  opened: count,
  /** closings: a case that is closed, reopened and closed again counts twice */
  closed: count,
  reopened: count,
  /** open at the end of the period */
  open: z.int(),
  /** from opening to the first message to the contact, of the cases opened in the period */
  firstResponse: timing,
  /** from opening, or from the last reopening, to the latest resolution in the period */
  resolution: timing,
  /** cases that were closed in the period, each once */
  closedCases: count,
  /** of these, never escalated */
  firstLevel: count,
  /** of these, with an SLA */
  withSla: count,
  /** of these, without a breach */
  slaMet: count,
  /** breaches in the period */
  breaches: count,
  /** contacts asked about a case that was closed in the period, and their answers */
  asked: count,
  good: count,
  okay: count,
  poor: count,
});

const span = z.object({ from: z.coerce.date(), until: z.coerce.date() });

const bucket = z.object({
  /** its first day, such as `2026-10-01` */
  start: z.iso.date(),
  opened: count,
  closed: count,
  reopened: count,
  /** open at its end */
  open: z.int(),
});

const report = span.extend({
  before: span,
  /** IANA; days begin and end in it */
  zone: z.string(),
  split: z.enum(statsSplits).nullable(),
  unit: z.enum(['day', 'week', 'month']),
  buckets: z.array(bucket),
  /** open at the start of the period */
  openAtStart: z.int(),
  total: figures,
  totalBefore: figures,
  /** all groups, those with the most cases opened and closed first */
  groups: z.array(z.object({ label: z.string(), now: figures, before: figures })),
});

/** How long something took. */
export type Timing = z.infer<typeof timing>;
/** The figures of one period. */
export type Figures = z.infer<typeof figures>;
/** What happened on one day, or in one week or month. */
export type Bucket = z.infer<typeof bucket>;
/** The figures of a period and of the one before it. */
export type StatsReport = z.infer<typeof report>;

/** Reads figures that were stored as JSON. @throws ZodError when the JSON was not written by this code */
export function readStatsReport(stored: unknown): StatsReport {
  return report.parse(stored);
}

/** Counts as an empty period. */
export const noFigures: Figures = {
  ...{ opened: 0, closed: 0, reopened: 0, open: 0, closedCases: 0, firstLevel: 0, withSla: 0, slaMet: 0, breaches: 0 },
  ...{ asked: 0, good: 0, okay: 0, poor: 0 },
  firstResponse: { cases: 0, median: null, p90: null },
  resolution: { cases: 0, median: null, p90: null },
};

/** Tells whether nothing happened in a period, and nothing was open. */
export function isEmptyReport({ total, openAtStart }: StatsReport): boolean {
  const { opened, closed, reopened, open, breaches, asked } = total;
  return [opened, closed, reopened, open, openAtStart, breaches, asked].every((one) => one === 0);
}

/** Cases below which no 90th percentile is given: of fewer, it is nearly the longest time. */
export const minForPercentile = 5;

/** Splits the groups into those that are shown and the number of the others. */
export function topGroups({ groups }: StatsReport, max: number): { shown: StatsReport['groups']; others: StatsReport['groups'] } {
  // a line that says “and 1 other” takes as much room as that group
  const end = groups.length === max + 1 ? groups.length : max;
  return { shown: groups.slice(0, end), others: groups.slice(end) };
}

/** Chooses whether a chart of this period counts by day, week or month: at most about 36 bars. */
export function bucketUnit({ from, until }: Span): StatsReport['unit'] {
  const days = (until.getTime() - from.getTime()) / 86_400_000;
  return days <= 36 ? 'day' : days <= 190 ? 'week' : 'month';
}

/** Lists the first days of the days, weeks (from Sunday) or months of a period, such as `2026-10-01`. @param zone IANA */
export function bucketStarts({ from, until }: Span, unit: StatsReport['unit'], zone: string): string[] {
  const first = DateTime.fromJSDate(from, { zone });
  let start = unit === 'week' ? first.minus({ days: first.weekday % 7 }).startOf('day') : first.startOf(unit);
  const starts: string[] = [];
  while (start.toJSDate() < until) {
    starts.push(start.toISODate() ?? '');
    start = start.plus({ [unit]: 1 });
  }
  return starts;
}

/** Adds the open cases at the end of each bucket. @param open at the start of the period */
export function withOpen(buckets: readonly Omit<Bucket, 'open'>[], open: number): Bucket[] {
  let at = open;
  return buckets.map((one) => ({ ...one, open: (at += one.opened + one.reopened - one.closed) }));
}
