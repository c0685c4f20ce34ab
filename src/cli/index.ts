// The operator's commands: npx casebridge … They work while the bot runs, on its embedded database as well, and read the same environment.
import { Command, CommanderError } from 'commander';
import { readConfig } from '../config/index.ts';
import { startDatabase } from '../db/start-database.ts';
import { readVersion } from '../package-root.ts';
import { DirectoryError } from '../usecases/people/directory.ts';
import { addBackupCommands } from './backup.ts';
import { addCalendarCommand } from './calendar.ts';
import { addDeliveryCommands } from './deliveries.ts';
import { addDoctorCommand } from './doctor/index.ts';
import { addExportCommand } from './export.ts';
import { addImportCommand } from './import.ts';
import { addIncidentCommand } from './incidents.ts';
import { addPrivacyCommands } from './privacy.ts';
import { addRedactCommand } from './redact.ts';
import { addReindexCommand } from './reindex.ts';
import { addReleaseCommands } from './releases.ts';
import { addRolesCommand } from './roles.ts';
import { addStatsCommand } from './stats.ts';
import { addTeamsCommands } from './teams.ts';
import { addWebhookCommands } from './webhooks.ts';
import type { Terminal } from './terminal.ts';
import { addTokenCommands } from './tokens.ts';

export type { Terminal };

/**
 * Runs one command.
 * @returns the exit code: 0 done, 1 failed, 2 the command line is wrong
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(args.length === 0 ? ['help'] : args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed the reason
    terminal.err(
      error instanceof DirectoryError ? error.message : `casebridge: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('casebridge')
    .description('Case management for Slack and Microsoft Teams: the operator’s commands.')
    .version(readVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .helpCommand('help [command]', 'show what a command does');
  addDoctorCommand(program, terminal);
  addImportCommand(program, terminal);
  addCalendarCommand(program, terminal);
  program
    .command('migrate')
    .description('update the database to this version (npm start does the same)')
    .option('--force', 'even if other processes use the database and the upgrade needs them to stop')
    .action(({ force }: { force?: boolean }) => migrate(terminal, force));
  addRolesCommand(program, terminal);
  addDeliveryCommands(program, terminal);
  addBackupCommands(program, terminal);
  addExportCommand(program, terminal);
  addStatsCommand(program, terminal);
  addRedactCommand(program, terminal);
  addPrivacyCommands(program, terminal);
  addTokenCommands(program, terminal);
  addReindexCommand(program, terminal);
  addTeamsCommands(program, terminal);
  addReleaseCommands(program, terminal);
  addIncidentCommand(program, terminal);
  addWebhookCommands(program, terminal);
  return program;
}

async function migrate({ environment, out }: Terminal, force?: boolean): Promise<void> {
  const { migrated, stop } = await startDatabase(readConfig(environment), { onNotice: out, force });
  await stop();
  out(migrated.length === 0 ? 'The database is up to date.' : migrated.map((name) => `applied ${name}`).join('\n'));
}
