// npx casebridge import: brings the directory (accounts, people, workspaces, channels) in line with a YAML file, or its people with a
// spreadsheet. `import cases` is in import-cases/. What was changed in chat since the last import stays, and is listed, unless --force is given.
import type { Command } from 'commander';
import { DirectoryError, type Directory } from '../usecases/people/directory.ts';
import { importDirectory, unknownAccounts } from '../usecases/people/import-directory.ts';
import { YamlLines } from '../config/yaml-lines.ts';
import { queueOverlaps } from '../usecases/people/queue-overlaps.ts';
import { parseDirectory } from './directory.ts';
import { parseCsv, RowMistakes } from './directory-csv.ts';
import { overlapText } from './doctor/check-directory.ts';
import { addImportCasesCommand } from './import-cases/index.ts';
import { importReport } from './import-report.ts';
import { readText } from './read-text.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

interface Options {
  force?: boolean;
  dryRun?: boolean;
}

/** Adds `import`. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  // `import cases` has options of the same names
  program.enablePositionalOptions();
  const importing = program
    .command('import')
    .enablePositionalOptions()
    .description('import accounts, people, workspaces and channels; importing the same file again changes nothing')
    .argument('<file>', 'e.g. directory.yaml, or people.csv from a spreadsheet; “-” reads YAML from standard input')
    .option('--dry-run', 'only show what would change')
    .option('--force', 'overwrite what was changed in chat since')
    .action((file: string, options: Options) => importFile(terminal, file, options));
  addImportCasesCommand(importing, terminal);
}

async function importFile(terminal: Terminal, name: string, { force = false, dryRun = false }: Options): Promise<void> {
  const content = await readText(name, terminal.input ?? process.stdin);
  const file = name === '-' ? 'standard input' : name;
  try {
    const { directory, warnings } = read(file, content);
    for (const { line, message } of warnings) terminal.err(`warning: ${file}:${line}: ${message}`);
    await withServices(terminal, async (services) => {
      terminal.out(importReport(await importDirectory(services, directory, { force, dryRun })));
      if (dryRun) terminal.out('\nNothing was changed. To import it, run this without --dry-run.');
      else for (const overlap of await queueOverlaps(services)) terminal.err(`warning: ${overlapText(overlap)}`);
    });
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    const { mistakes } = error instanceof RowMistakes ? await withUnknownAccounts(terminal, error) : error;
    for (const { line, message } of mistakes) terminal.err(`${file}:${line}: ${message}`);
    throw new Refusal(`${file} was not imported, nothing was changed`);
  }
}

/** Adds the accounts that only the database shows to be unknown, so that a spreadsheet is mended once. */
function withUnknownAccounts(terminal: Terminal, { mistakes, named }: RowMistakes): Promise<DirectoryError> {
  return withServices(
    terminal,
    async (services) => new DirectoryError([...mistakes, ...(await unknownAccounts(services, named))]),
  );
}

interface Warning {
  line: number;
  message: string;
}

function read(file: string, content: string): { directory: Directory; warnings: Warning[] } {
  if (!/\.(csv|tsv|txt)$/i.test(file))
    return { directory: parseDirectory(content), warnings: new YamlLines(content).cutValues() };
  const { directory, ignored } = parseCsv(content);
  const message = `these columns are not read: ${ignored.join(', ')}`;
  return { directory, warnings: ignored.length === 0 ? [] : [{ line: 1, message }] };
}
