// npx casebridge stats: the figures of a period as CSV or as a chart, as leads get them in chat with `stats`.
import { writeFile } from 'node:fs/promises';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import type { Prisma } from '../db/generated/client.ts';
import { CaseError } from '../domain/case-error.ts';
import { parseStatsPeriod, resolveStatsPeriod, type ComparedSpan } from '../domain/stats/stats-period.ts';
import { statsSplits, type StatsReport, type StatsSplit } from '../domain/stats/stats-report.ts';
import { statsCsv } from '../files/stats/csv.ts';
import { countReport } from '../usecases/search/stats.ts';
import { zoneOf } from './incidents.ts';
import { recordExport } from './record-export.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

interface Options {
  split?: StatsSplit | null;
  zone: string;
  output?: string;
}

/** Adds `stats`. */
export function addStatsCommand(program: Command, terminal: Terminal): void {
  program
    .command('stats')
    .description(
      'what was opened, closed and reopened in a period, response and resolution times, SLA and satisfaction, as CSV or a chart',
    )
    .addArgument(new Argument('[period...]', 'such as last week, 30d, or 2026-10-01..2026-10-31').argParser(addWord))
    .addOption(new Option('--split <split>', 'figures for each of these as well').choices([...statsSplits]))
    .option('--zone <zone>', 'time zone of the days, e.g. America/Chicago', zoneOf, 'UTC')
    .option('--output <file>', 'write to a file instead of standard output: CSV (.csv) or an image (.png)', outputFile)
    .action((typed: string | [], { split = null, zone, output }: Options) =>
      withServices(terminal, async ({ db, clock }) => {
        const now = clock.now();
        // commander passes an empty list where no period was typed
        const query = { ...spanOf(typeof typed === 'string' ? typed : '30d', now, zone), split, zone };
        const run = async <Row extends object>({ text, values }: Prisma.Sql) => (await db.pool.query<Row>(text, values)).rows;
        const report = await countReport(run, query);
        await recordExport(
          terminal,
          { db, clock },
          { action: 'export', detail: ['stats', typed, ...(split ? ['by', split] : [])].join(' ') },
        );
        if (output === undefined) return terminal.out(statsCsv(report).trimEnd());
        // the rows may name customers, so other users of the machine must not read them
        await writeFile(output, await render(report, output), { mode: 0o600 });
        terminal.out(`Wrote ${output}`);
      }),
    );
}

/** Joins the parts of a period, which a shell splits. */
function addWord(word: string, before: string | undefined): string {
  return before === undefined ? word : `${before} ${word}`;
}

/** @throws Refusal */
function spanOf(typed: string, now: Date, zone: string): ComparedSpan {
  const period = parseStatsPeriod(typed);
  if (period === null) throw new Refusal(`“${typed}” isn't a period. Try last week, 30d, or 2026-10-01..2026-10-31`);
  try {
    return resolveStatsPeriod(period, now, zone);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    throw new Refusal(error.message);
  }
}

async function render(report: StatsReport, file: string): Promise<Buffer | string> {
  if (/\.csv$/i.test(file)) return statsCsv(report);
  const { statsPng } = await import('../files/stats/stats-png.ts'); // takes half a second to load
  return statsPng(report);
}

/** @throws InvalidArgumentError */
function outputFile(text: string): string {
  if (/\.(csv|png)$/i.test(text)) return text;
  throw new InvalidArgumentError('Use a name that ends in .csv or .png.');
}
