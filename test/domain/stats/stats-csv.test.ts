import { expect, it } from 'vitest';
import { statsColumns, statsRows } from '../../../src/domain/stats/stats-csv.ts';
import { topGroups } from '../../../src/domain/stats/stats-report.ts';
import { statsReport } from '../../files/stats-fixtures.ts';

it('has a row for each period, each day and every group in both periods', () => {
  const report = statsReport(420);
  const rows = statsRows(report);
  const count = (row: string) => rows.filter((one) => one.row === row).length;
  expect(['period', 'period before', 'day', 'account', 'account before'].map(count)).toEqual([1, 1, 7, 420, 420]);
  expect(rows[0]).toMatchObject({ from: '2026-10-26', to: '2026-11-01', opened: 4, closed: 3, firstResponseMedianHours: 6 });
  expect(rows.find(({ row }) => row === 'day')).toEqual({
    ...{ row: 'day', from: '2026-10-26', to: '2026-10-26', opened: 1, closed: 0, reopened: 0, openAtEnd: 1 },
  });
  for (const row of rows) expect(statsColumns).toEqual(expect.arrayContaining(Object.keys(row)));
});

it('leaves out a time that no case has', () => {
  const [, before] = statsRows(statsReport(0));
  expect(before).not.toHaveProperty('resolutionMedianHours');
  expect(before?.resolutionCases).toBe(0);
});

it('shows the first groups, and no line for a single other one', () => {
  const sizes = [3, 11, 12].map((count) => {
    const { shown, others } = topGroups(statsReport(count), 10);
    return [shown.length, others.length];
  });
  expect(sizes).toEqual([
    [3, 0],
    [11, 0],
    [10, 2],
  ]);
});
