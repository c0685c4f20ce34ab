// Cases, a million or more, whose first reminder is due at this moment, swept as the clock's tick does it; and a tick that finds nothing.
import type { Database } from '../../src/db/client.ts';
import { sweepFollowUps } from '../../src/usecases/clock/sweep-follow-ups.ts';
import { workOn } from './fixtures.ts';
import { median, timed, type Row } from './measure.ts';

/** a Wednesday, in business hours of them all */
const now = new Date('2026-11-04T18:00:00Z');
const day = 86_400_000;
const mostIdleMs = 1;
/** Seconds at most: 60 for a million, four minutes for five millions. */
const mostSeconds = (cases: number): number => (cases <= 1_000_000 ? 60 : (cases / 5_000_000) * 240);

/** When the cases were opened: their first reminder, five days later, has been due for an hour. */
export const openedAt = new Date(now.getTime() - 5 * day - 3_600_000);

/** @param db filled with `cases` cases that were opened at `openedAt` */
export async function benchFollowUps(db: Database, cases: number): Promise<Row[]> {
  const services = { ...workOn(db), clock: { now: () => now } };

  let reminded = 0;
  const seconds = (await timed(1, 1, async () => (reminded = (await sweepFollowUps(services)).reminded))) / 1000;
  if (reminded !== cases) throw new Error(`${cases} reminders were due, ${reminded} were made`);

  const idle: number[] = [];
  for (let round = 0; round < 200; round++) idle.push(await timed(1, 1, () => sweepFollowUps(services)));
  const idleMs = median(idle);
  return [
    {
      name: `${cases.toLocaleString('en')} due follow-ups swept, against ${mostSeconds(cases)} s`,
      ratios: [mostSeconds(cases) / seconds],
      budget: 1,
      detail: `${seconds.toFixed(1)} s, ${Math.round(cases / seconds)} a second`,
    },
    {
      name: `a tick that finds nothing due, against ${mostIdleMs} ms`,
      ratios: [mostIdleMs / idleMs],
      budget: 1,
      detail: `${idleMs.toFixed(2)} ms, among as many clocks`,
    },
  ];
}
