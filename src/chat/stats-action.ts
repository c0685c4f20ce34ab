// The action that shows statistics, with what it carries: `last-week` or `<30d by account`. Buttons of older versions carry a number of days.
import { z } from 'zod';
import { parseStatsPeriod } from '../domain/stats/stats-period.ts';
import { statsSplits, type StatsSplit } from '../domain/stats/stats-report.ts';
import type { Codec } from './codecs.ts';
import { defineAction } from './define-action.ts';

/** What statistics are shown for. */
export interface StatsChoice {
  /** as `parseStatsPeriod` returns it */
  period: string;
  split: StatsSplit | null;
}

const choice: Codec<StatsChoice> = z.codec(z.string(), z.object({ period: z.string(), split: z.enum(statsSplits).nullable() }), {
  decode: (text, payload) => {
    const [, typed = '', by] = /^(\S+)(?: by (\S+))?$/.exec(text) ?? [];
    const period = parseStatsPeriod(typed);
    const split = statsSplits.find((one) => one === by) ?? null;
    if (period === null || (by !== undefined && split === null))
      payload.issues.push({ code: 'custom', input: text, message: 'expected a period and a split' });
    return { period: period ?? '', split };
  },
  encode: ({ period, split }) => (split === null ? period : `${period} by ${split}`),
});

/** The action that shows statistics. */
export const statsAction = defineAction('stats', choice);
