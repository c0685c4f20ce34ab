// npx casebridge export: writes all cases, their whole history or the list of their files as CSV or JSON, as a stream, so that any number of rows fits in memory.
import { createWriteStream } from 'node:fs';
import { Argument, Option, type Command } from 'commander';
import { accountByKey, exportedColumns, exportRows, type Exported } from '../usecases/search/export-rows.ts';
import { dayOf } from './day-option.ts';
import { addExportAccountCommand } from './records/export-account.ts';
import { addExportAccessCommand } from './export-access.ts';
import { recordExport } from './record-export.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';
import { counted, writeRows, type Format } from './write-rows.ts';
import { CaseError } from '../domain/case-error.ts';
import type { CaseQuery, IsFilter } from '../domain/case-query.ts';
import { parseQuery } from '../domain/search/parse-query.ts';
import type { Settings } from '../domain/settings.ts';
import { formatPercent, plural } from '../domain/text/numbers.ts';
import type { Services } from '../usecases/context.ts';
import { indexProgress } from '../usecases/search/index-job.ts';

interface Options {
  account?: string;
  format: Format;
  from?: Date;
  to?: Date;
  output?: string;
  search?: string;
}

/** Adds `export`. */
export function addExportCommand(program: Command, terminal: Terminal): void {
  // `export access` and `export account` have options of the same names, which must not be read as those of `export`
  program.enablePositionalOptions();
  const exporting = program
    .command('export')
    .enablePositionalOptions()
    .description('export all cases (without posts and notes), their history or the list of their files, as CSV or JSON')
    .addArgument(
      new Argument('<what>', 'cases, history (who changed what, when, from, to and why), or files').choices([
        'cases',
        'history',
        'files',
      ]),
    )
    .option('--account <key>', 'only this account')
    .addOption(new Option('--format <format>', 'output format').choices(['csv', 'json', 'jsonl']).default('csv'))
    .option('--from <date>', 'only cases opened, entries made, or files sent, on this day (UTC) or later', dayOf)
    .option('--to <date>', 'only until this day (UTC)', dayOf)
    .option('--search <search>', 'only cases that this search finds, as in chat: --search \'is:open module:"grade book"\'')
    .option('--output <file>', 'write to a file instead of standard output')
    .action((what: Exported, options: Options) => exportAll(terminal, what, options));
  addExportAccessCommand(exporting, terminal);
  addExportAccountCommand(exporting, terminal);
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
      await recordExport(terminal, services, { action: 'export', accountId: filter.accountId, detail: describe(what, options) });
      let count = 0;
      const rows = counted(exportRows(services, what, filter), () => (count += 1));
      // the rows may be about children, so other users of the machine must not read them
      const output = file === undefined ? (terminal.output ?? process.stdout) : createWriteStream(file, { mode: 0o600 });
      await writeRows(rows, exportedColumns(what), format, output, file !== undefined);
      if (file !== undefined) terminal.out(`Wrote ${counts[what](count)} to ${file}`);
    },
    { onlyReads: true },
  );
}

/** Says what is exported, as it was asked for. */
function describe(what: Exported, { account, from, to, search }: Options): string {
  const day = (at: Date): string => at.toISOString().slice(0, 10);
  return [what, account && `account:${account}`, from && `from:${day(from)}`, to && `to:${day(to)}`, search]
    .filter(Boolean)
    .join(' ');
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
