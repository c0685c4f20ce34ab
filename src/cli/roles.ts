// npx casebridge roles: the statements that make the two roles of a database server of your own. It changes nothing.
import type { Command } from 'commander';
import { readConfig } from '../config/index.ts';
import { openDatabase } from '../db/client.ts';
import { readRole, roleStatements } from '../db/roles.ts';
import { Refusal, type Terminal } from './terminal.ts';

/** Adds `roles`. */
export function addRolesCommand(program: Command, terminal: Terminal): void {
  program
    .command('roles')
    .description('print the SQL that makes a role for the bot and one for migrations, with new passwords, for psql')
    .action(() => printRoles(terminal));
}

async function printRoles({ environment, out }: Terminal): Promise<void> {
  const { databaseUrl } = readConfig(environment);
  if (databaseUrl === null) throw new Refusal('the embedded database makes its roles by itself. This is for DATABASE_URL');
  const db = openDatabase(databaseUrl, { connections: 1 });
  try {
    out(roleStatements(databaseUrl, await readRole(db.pool)));
  } finally {
    await db.close();
  }
}
