import { stringify } from 'csv-stringify/sync';
import { statsColumns, statsRows } from '../../domain/stats/stats-csv.ts';
import type { StatsReport } from '../../domain/stats/stats-report.ts';

/** Writes all figures as CSV. Spreadsheets run cells that start with = + - @ or a tab as formulas, so `escape_formulas` puts a ' in front. */
export function statsCsv(report: StatsReport): string {
  return stringify(statsRows(report), { header: true, columns: [...statsColumns], escape_formulas: true });
}
