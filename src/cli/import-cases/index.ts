// npx casebridge import cases: brings cases, comments, contacts and links to files of another product here, from its CSV exports. It notifies nobody. It
// may be stopped or killed at any time, and run again: what was imported stays, and nothing is imported twice.
import { Option, type Command } from 'commander';
import { exportProducts, type ExportProduct } from '../../domain/imported-case.ts';
import { DirectoryError } from '../../usecases/people/directory.ts';
import { Refusal, withServices, type Terminal } from '../terminal.ts';
import { isZone } from './moments.ts';
import { runImport, type ImportOptions } from './run-import.ts';

interface Typed extends Omit<ImportOptions, 'from' | 'timeZone'> {
  from: ExportProduct;
  timeZone: string;
}

/** Adds `import cases`. @param importing the command `import` */
export function addImportCasesCommand(importing: Command, terminal: Terminal): void {
  importing
    .command('cases')
    .description('import cases and comments from exports of another product; importing the same export again changes nothing')
    .argument('<files...>', 'the files of the export, or the folder with them')
    .addOption(new Option('--from <product>', 'the product').choices(exportProducts).makeOptionMandatory())
    .option('--dry-run', 'only show what would be imported, and what the mapping must say')
    .option('--mapping <file>', 'YAML that says what organizations, modules, statuses, priorities, types and people are here')
    .option('--account <key>', 'the account of all cases, whatever the export says')
    .option('--module <name>', 'the module of cases whose module is not known')
    .option('--time-zone <zone>', 'the zone of dates without one, such as America/Chicago', 'UTC')
    .option('--day-first', 'read 3/12/2026 as December 3')
    .option('--closed-only', 'leave open cases out')
    .addOption(
      new Option(
        '--unmarked-comments <as>',
        'what comments become of which the export does not say whether contacts may read them',
      )
        .choices(['note', 'contact', 'public'])
        .default('note'),
    )
    .addOption(
      new Option('--add-contacts <type>', 'give the contacts of the export access to the cases of their account').choices([
        'support',
        'technical',
        'implementation',
        'read-only',
      ]),
    )
    .option('--site <address>', 'where the product is, for the addresses of files')
    .option('--instance <name>', 'tells two instances of the product apart whose ids are the same')
    .option('--report <file>', 'write every row that was left out or changed to this file: CSV, or JSON for .json')
    .action((files: string[], typed: Typed) => importCases(terminal, files, typed));
}

async function importCases(terminal: Terminal, files: string[], typed: Typed): Promise<void> {
  if (!isZone(typed.timeZone))
    throw new Refusal(`--time-zone ${typed.timeZone} is not a time zone. Write it like America/Chicago`);
  if (typed.site !== undefined && !/^https?:\/\/[^\s/]+/.test(typed.site))
    throw new Refusal(`--site must be a web address such as https://example.zendesk.com`);
  if (typed.instance !== undefined && !/^[a-z0-9._-]{1,60}$/i.test(typed.instance))
    throw new Refusal('--instance must be a short name of letters, digits, dots and dashes');
  try {
    await withServices(terminal, (services) => runImport(terminal, services, files, typed));
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    for (const { line, message } of error.mistakes) terminal.err(`${typed.mapping ?? ''}:${line}: ${message}`);
    throw new Refusal(`${typed.mapping ?? ''} has mistakes, nothing was imported`);
  }
}
