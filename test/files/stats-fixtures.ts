import { noFigures, type Figures, type StatsReport } from '../../src/domain/stats/stats-report.ts';

const hour = 3600;

/** The figures of a week with four new cases. */
const weekFigures: Figures = {
  ...{ opened: 4, closed: 3, reopened: 1, open: 2, closedCases: 3, firstLevel: 2, withSla: 3, slaMet: 2, breaches: 1 },
  ...{ asked: 2, good: 1, okay: 0, poor: 1 },
  firstResponse: { cases: 3, median: 6 * hour, p90: 9.2 * hour },
  resolution: { cases: 3, median: 24 * hour, p90: 62.4 * hour },
};

/** Makes the report of the week in which the clocks go back in Chicago. @param groups accounts it is split into */
export function statsReport(groups: number, over: Partial<StatsReport> = {}): StatsReport {
  const days = [
    [1, 0, 0, 1],
    [1, 0, 1, 3],
    [0, 2, 0, 1],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [1, 0, 0, 1],
    [1, 0, 0, 2],
  ] as const;
  const dates = ['2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31', '2026-11-01'];
  return {
    from: new Date('2026-10-26T05:00:00Z'),
    until: new Date('2026-11-02T06:00:00Z'),
    before: { from: new Date('2026-10-19T05:00:00Z'), until: new Date('2026-10-26T05:00:00Z') },
    zone: 'America/Chicago',
    split: groups > 0 ? 'account' : null,
    unit: 'day',
    openAtStart: 0,
    buckets: days.map(([opened, closed, reopened, open], at) => ({ start: dates[at] ?? '', opened, closed, reopened, open })),
    total: weekFigures,
    totalBefore: { ...noFigures, opened: 1 },
    groups: Array.from({ length: groups }, (_, at) => ({
      label: `District ${at + 1}`,
      now: { ...noFigures, opened: groups - at, closed: 1 },
      before: noFigures,
    })),
    ...over,
  };
}
