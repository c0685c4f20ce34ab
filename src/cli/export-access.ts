// npx casebridge export access: who saw, searched, downloaded or exported what, as CSV or JSON, one entry a line.
import { createWriteStream } from 'node:fs';
import { Option, type Command } from 'commander';
import { accessSearchDetail, accessConditions, exportAccess, type AccessFacts } from '../usecases/access/read-access.ts';
import { CaseError } from '../domain/case-error.ts';
import { formatAccessQuery, parseAccessQuery, type AccessQuery } from '../domain/access-query.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { plural } from '../domain/text/numbers.ts';
import { recordExport } from './record-export.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';
import { counted, writeRows, type Format } from './write-rows.ts';

interface Options {
  since?: string;
  until?: string;
  person?: string;
  account?: string;
  case?: string;
  format: Format;
  output?: string;
}

/** Adds `export access`. */
export function addExportAccessCommand(exporting: Command, terminal: Terminal): void {
  exporting
    .command('access')
    .description('export the access log: who saw, searched, downloaded or exported what')
    .option('--since <date>', 'only what was done on this day (UTC) or later')
    .option('--until <date>', 'only until this day (UTC)')
    .option('--person <person>', 'only of people whose name has this in it, of this email address, or of this operator')
    .option('--account <account>', 'only of this account, by its key or part of its name')
    .option('--case <number>', 'only of this case')
    .addOption(new Option('--format <format>', 'output format').choices(['csv', 'json', 'jsonl']).default('csv'))
    .option('--output <file>', 'write to a file instead of standard output')
    .action((options: Options) => exportLog(terminal, options));
}

const columns = [
  ...['id', 'at', 'action', 'source', 'who', 'whoEmail', 'operator', 'account', 'accountName', 'case', 'file', 'detail'],
] as const;

async function exportLog(terminal: Terminal, { format, output: file, ...filters }: Options): Promise<void> {
  const query = explained(() => queryOf(filters));
  await withServices(
    terminal,
    async (services) => {
      const conditions = await accessConditions(services, query, 'UTC').catch((error: unknown) => explained(() => thrown(error)));
      await recordExport(terminal, services, { action: 'export', detail: `access log: ${accessSearchDetail(query)}` });
      let count = 0;
      const rows = counted(rowsOf(exportAccess(services, conditions)), () => (count += 1));
      const output = file === undefined ? (terminal.output ?? process.stdout) : createWriteStream(file, { mode: 0o600 });
      await writeRows(rows, columns, format, output, file !== undefined);
      if (file !== undefined) terminal.out(`Wrote ${plural(count, 'entry', 'entries')} to ${file}`);
    },
    { onlyReads: true },
  );
}

function queryOf({ person, account, case: number, since, until }: Omit<Options, 'format' | 'output'>): AccessQuery {
  const given = { ...(person ? { person } : {}), ...(account ? { account } : {}) };
  const rest = [
    ...(number ? [`case:${number}`] : []),
    ...(since ? [`since:${since}`] : []),
    ...(until ? [`until:${until}`] : []),
  ];
  return parseAccessQuery([formatAccessQuery(given), ...rest].join(' '));
}

/** Makes a mistake in the options one line. @throws Refusal */
function explained<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const next = error.next?.startsWith('Try access') ? undefined : error.next;
    throw new Refusal([error.message, next].filter(Boolean).join(' '));
  }
}

function thrown(error: unknown): never {
  throw error;
}

async function* rowsOf(entries: AsyncIterable<AccessFacts>): AsyncGenerator<Record<string, unknown>> {
  for await (const { person, email, caseNumber, ...entry } of entries)
    yield { ...entry, who: person, whoEmail: email, case: caseNumber === null ? null : formatCaseNumber(caseNumber) };
}
