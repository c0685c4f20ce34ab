// Figures that were counted a short time ago. The chart and the file of a message ask for the same ones within seconds, and counting them over a
// year of many cases takes longer than a platform waits for a picture.
import type { StatsQuery, StatsReport } from '../../domain/stats/stats-report.ts';
import type { Services } from '../context.ts';

const keptMs = 10 * 60_000;
const maxKept = 20;

interface Kept {
  report: Promise<StatsReport>;
  /** Unix time in ms */
  until: number;
}

/** By database: a process serves one, tests several. The oldest is first. */
const keptBy = new WeakMap<Services['db'], Map<string, Kept>>();

/** Keeps figures while they are counted and for ten minutes; those that could not be counted are forgotten. */
export function keepFigures({ db, clock }: Services, query: StatsQuery, report: Promise<StatsReport>): Promise<StatsReport> {
  const kept = keptBy.get(db) ?? new Map<string, Kept>();
  keptBy.set(db, kept);
  const key = keyOf(query);
  kept.delete(key);
  kept.set(key, { report, until: clock.now().getTime() + keptMs });
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  report.catch(() => kept.delete(key));
  return report;
}

/** Finds figures that are kept. @returns undefined if they must be counted */
export function keptFigures({ db, clock }: Services, query: StatsQuery): Promise<StatsReport> | undefined {
  const found = keptBy.get(db)?.get(keyOf(query));
  return found && found.until > clock.now().getTime() ? found.report : undefined;
}

function keyOf({ from, until, before, split, zone }: StatsQuery): string {
  return JSON.stringify([from, until, before.from, before.until, split, zone]);
}
