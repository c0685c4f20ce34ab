// The figures of a report as rows of a CSV file: each period in all, each day, week or month, and each group in both periods.
import { DateTime } from 'luxon';
import type { Span } from './stats-period.ts';
import type { Figures, StatsReport, Timing } from './stats-report.ts';

/** The columns, in order. */
export const statsColumns = [
  'row', 'group', 'from', 'to', 'opened', 'closed', 'reopened', 'openAtEnd', 'firstResponseCases', 'firstResponseMedianHours',
  'firstResponseP90Hours', 'resolutionCases', 'resolutionMedianHours', 'resolutionP90Hours', 'closedCases', 'closedWithoutEscalation',
  'closedWithSla', 'closedWithinSla', 'slaBreaches', 'asked', 'good', 'okay', 'poor',
] as const; // prettier-ignore

/** A row by column. A cell without a value is left out. */
export type StatsRow = Partial<Record<(typeof statsColumns)[number], string | number>>;

/** Lists the rows. `row` is `period`, `period before`, the unit of a bar in the chart, or what the cases are split by; all groups are there. */
export function statsRows(report: StatsReport): StatsRow[] {
  const { before, zone, split, unit, buckets, total, totalBefore, groups } = report;
  const [now, earlier] = [days(report, zone), days(before, zone)];
  return [
    { row: 'period', ...now, ...cells(total) },
    { row: 'period before', ...earlier, ...cells(totalBefore) },
    ...buckets.map(({ start, opened, closed, reopened, open }) => ({
      ...{ row: unit, from: start, to: lastDay(start, report) },
      ...{ opened, closed, reopened, openAtEnd: open },
    })),
    ...groups.flatMap((group) => [
      { row: split ?? '', group: group.label, ...now, ...cells(group.now) },
      { row: `${split ?? ''} before`, group: group.label, ...earlier, ...cells(group.before) },
    ]),
  ];
}

function days({ from, until }: Span, zone: string): { from: string; to: string } {
  const [first, last] = [from, new Date(until.getTime() - 1)].map((at) => DateTime.fromJSDate(at, { zone }).toISODate() ?? '');
  return { from: first ?? '', to: last ?? '' };
}

function lastDay(start: string, report: StatsReport): string {
  const end =
    DateTime.fromISO(start, { zone: report.zone })
      .plus({ [report.unit]: 1 })
      .minus({ days: 1 })
      .toISODate() ?? '';
  const { to } = days(report, report.zone);
  return end < to ? end : to;
}

function cells(of: Figures): StatsRow {
  return {
    ...{ opened: of.opened, closed: of.closed, reopened: of.reopened, openAtEnd: of.open },
    ...{ firstResponseCases: of.firstResponse.cases, ...hours('firstResponse', of.firstResponse) },
    ...{ resolutionCases: of.resolution.cases, ...hours('resolution', of.resolution) },
    ...{ closedCases: of.closedCases, closedWithoutEscalation: of.firstLevel },
    ...{ closedWithSla: of.withSla, closedWithinSla: of.slaMet, slaBreaches: of.breaches },
    ...{ asked: of.asked, good: of.good, okay: of.okay, poor: of.poor },
  };
}

function hours(name: 'firstResponse' | 'resolution', { median, p90 }: Timing): StatsRow {
  const round = (seconds: number): number => Math.round(seconds / 36) / 100;
  return {
    ...(median === null ? {} : { [`${name}MedianHours`]: round(median) }),
    ...(p90 === null ? {} : { [`${name}P90Hours`]: round(p90) }),
  };
}
