// npx casebridge export: writes all cases, their whole history or the list of their files as CSV or JSON, as a stream, so that any number of rows fits in memory.
import { createWriteStream } from 'node:fs';
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { stringify } from 'csv-stringify';
import { accountByKey, exportedColumns, exportRows, type Exported, type ExportedRow } from '../usecases/search/export-rows.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';
import { CaseError } from '../domain/case-error.ts';
import type { CaseQuery, IsFilter } from '../domain/case-query.ts';
import { parseQuery } from '../domain/search/parse-query.ts';
import type { Settings } from '../domain/settings.ts';
import { formatPercent, plural } from '../domain/text/numbers.ts';
import type { Services } from '../usecases/context.ts';
import { indexProgress } from '../usecases/search/index-job.ts';

interface Options {
  account?: string;
  format: 'csv' | 'json';
  from?: Date;
  to?: Date;
  output?: string;
  search?: string;
}

/** Adds `export`. */
export function addExportCommand(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('export all cases (without posts and notes), their history or the list of their files, as CSV or JSON')
    .addArgument(
      new Argument('<what>', 'cases, history (who changed what, when, from, to and why), or files').choices([
        'cases',
        'history',
        'files',
      ]),
    )
    .option('--account <key>', 'only this account')
    .addOption(new Option('--format <format>', 'output format').choices(['csv', 'json']).default('csv'))
    .option('--from <date>', 'only cases opened, entries made, or files sent, on this day (UTC) or later', dayOf)
    .option('--to <date>', 'only until this day (UTC)', dayOf)
    .option('--search <search>', 'only cases that this search finds, as in chat: --search \'is:open module:"grade book"\'')
    .option('--output <file>', 'write to a file instead of standard output')
    .action((what: Exported, options: Options) => exportAll(terminal, what, options));
}

/** @throws InvalidArgumentError */
function dayOf(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return day;
  throw new InvalidArgumentError('Use a date such as 2026-11-24.');
}

const oneDay = 86_400_000;

async function exportAll(terminal: Terminal, what: Exported, options: Options): Promise<void> {
  const { account, from, to, format, output: file, search } = options;
  if (from && to && from > to) throw new Refusal('--from must not be later than --to');
  if (search !== undefined && what !== 'cases') throw new Refusal('--search finds cases: use it with "export cases"');
  await withServices(
    terminal,
    async (services) => {
      const query = search === undefined ? undefined : readSearch(search, services.settings);
      if (query) await checkPrepared(services, query);
      if (query?.shortened) terminal.err(`--search: searched for the first ${query.words.length} words`);
      const filter = {
        accountId: account === undefined ? undefined : await accountByKey(services, account),
        from,
        until: to && new Date(to.getTime() + oneDay),
        query,
      };
      let count = 0;
      const rows = counted(exportRows(services, what, filter), () => (count += 1));
      // the rows may be about children, so other users of the machine must not read them
      const output = file === undefined ? (terminal.output ?? process.stdout) : createWriteStream(file, { mode: 0o600 });
      await writeRows(rows, what, format, output, file !== undefined);
      if (file !== undefined) terminal.out(`Wrote ${counts[what](count)} to ${file}`);
    },
    { onlyReads: true },
  );
}

const counts: Readonly<Record<Exported, (count: number) => string>> = {
  cases: (count) => plural(count, 'case'),
  history: (count) => plural(count, 'entry', 'entries'),
  files: (count) => plural(count, 'file'),
};

/** @throws Refusal that names what is wrong and what is possible */
function readSearch(text: string, settings: Settings): CaseQuery {
  const query = readQuery(text, settings);
  const own = query.filters
    .flatMap((filter) => (filter.field === 'is' ? [filter.value] : []))
    .find((value) => ofPerson.includes(value));
  if (own !== undefined) throw new Refusal(`--search: “is:${own}” needs a person who asks. Name one with contact: or advisor:.`);
  return query;
}

/** What depends on the person who asks. */
const ofPerson: readonly IsFilter[] = ['mine', 'waiting-on-me', 'snoozed'];

function readQuery(text: string, settings: Settings): CaseQuery {
  try {
    return parseQuery(text, settings);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    throw new Refusal(['--search:', error.message, error.next].filter(Boolean).join(' '));
  }
}

/**
 * Checks that a search for words finds every case. An upgrade prepares them in the background.
 * @throws Refusal
 */
async function checkPrepared(services: Services, { words, filters }: CaseQuery): Promise<void> {
  if (words.length === 0 && filters.every(({ field }) => field !== 'subject')) return;
  const progress = await indexProgress(services);
  if (progress === null) return;
  const percent = formatPercent(progress.percent);
  throw new Refusal(`--search: only ${percent} of cases are searchable yet. Run “npx casebridge reindex” first.`);
}

/**
 * Writes rows as fast as `output` accepts them. A reader that closes the pipe early (`| head`) is not an error.
 * @param end whether to close `output` after the last row; standard output must stay open
 */
export async function writeRows(
  rows: AsyncIterable<ExportedRow>,
  what: Exported,
  format: 'csv' | 'json',
  output: Writable,
  end: boolean,
): Promise<void> {
  try {
    await pipeline(rows, formatted(format, exportedColumns(what)), output, { end });
    if (!end) await flushed(output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** Spreadsheets run cells that start with = + - @ or a tab as formulas, so `escape_formulas` puts a ' in front. */
function formatted(format: 'csv' | 'json', columns: readonly string[]): NodeJS.ReadWriteStream {
  if (format === 'json') return jsonArray();
  const cast = { date: (at: Date) => at.toISOString(), boolean: String, object: inCell };
  return stringify({ header: true, columns: [...columns], escape_formulas: true, cast });
}

/** Lists are joined to one text; other objects become JSON. */
function inCell(value: object): string {
  return Array.isArray(value) ? value.join('; ') : JSON.stringify(value);
}

function jsonArray(): Transform {
  let before = '[\n';
  return new Transform({
    writableObjectMode: true,
    transform(row: ExportedRow, _encoding, done) {
      done(null, `${before}${JSON.stringify(row)}`);
      before = ',\n';
    },
    flush(done) {
      done(null, before === '[\n' ? '[]\n' : '\n]\n');
    },
  });
}

/** Waits until everything written so far was read, or the reader is gone. */
function flushed(output: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('error', reject);
    output.write('', (error) => (error ? reject(error) : resolve()));
  });
}

async function* counted<T>(rows: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const row of rows) {
    count();
    yield row;
  }
}
