// npx casebridge backup and restore: the embedded database and the files of cases, in one folder. The bot may run during a backup.
import { cp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig, type Config } from '../config/index.ts';
import {
  completeBackup,
  makeBackupFolder,
  readBackup,
  restoreBackup,
  writeBackup,
  type Backup,
  type OnTable,
} from '../db/backup.ts';
import { eraseHome, hasHome } from '../db/embedded/home.ts';
import { startEmbedded, type EmbeddedDatabase } from '../db/embedded/index.ts';
import { formatCount, plural } from '../domain/text/numbers.ts';
import { Refusal, type Terminal } from './terminal.ts';

/** Adds `backup` and `restore`. */
export function addBackupCommands(program: Command, terminal: Terminal): void {
  program
    .command('backup')
    .description('back up the embedded database and the files of cases into a new folder, also while the bot runs')
    .argument('<folder>', 'a new or empty folder')
    .action((folder: string) => backUp(terminal, path.resolve(folder)));
  program
    .command('restore')
    .description('restore a backup into a CASEBRIDGE_DATA_DIR that holds nothing yet')
    .argument('<folder>', 'the folder of the backup')
    .action((folder: string) => restore(terminal, path.resolve(folder)));
}

const filesName = 'attachments';
/** Is being received, and not part of any case yet. */
const incoming = 'incoming';

async function backUp(terminal: Terminal, folder: string): Promise<void> {
  const config = readConfig(terminal.environment);
  refuseOwnServer(config, folder);
  if (!(await hasHome(config.dataDir)))
    throw new Refusal(`${config.dataDir} holds no database. Set CASEBRIDGE_DATA_DIR to the folder of the bot`);
  await makeBackupFolder(folder);
  const { backup, files } = await fill(terminal, config, folder).catch(async (error: unknown) => {
    for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true }); // it can be tried again
    throw new Refusal(`nothing was backed up in ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  });
  terminal.out(`Backed up ${describe(backup, files)} in ${folder}.`);
  if (config.attachments.bucket)
    terminal.err('warning: the files are in a bucket and not part of this backup. Turn on its versioning.');
  if (config.secretKeys) terminal.out('Keep CASEBRIDGE_SECRET_KEY elsewhere: without it, stored tokens and links are lost.');
}

/** Fills the folder of a backup. */
async function fill(terminal: Terminal, { dataDir }: Config, folder: string): Promise<{ backup: Backup; files: number }> {
  const server = await startEmbedded(dataDir);
  let backup: Backup;
  try {
    backup = await writeBackup(server.superuserUrl, folder, new Date(), progress(terminal, 'backed up'));
  } finally {
    await server.stop();
  }
  // contents never change, so those that the snapshot names are still what they were
  const files = await copyFiles(path.join(dataDir, filesName), path.join(folder, filesName));
  await completeBackup(folder, backup);
  return { backup, files };
}

async function restore(terminal: Terminal, folder: string): Promise<void> {
  const config = readConfig(terminal.environment);
  refuseOwnServer(config, folder);
  const { dataDir } = config;
  await readBackup(folder); // refuses before anything is made
  const present = await readdir(dataDir).catch(() => []);
  if (present.some((name) => name === 'postgres' || name === filesName))
    throw new Refusal(
      `${dataDir} already holds a database. Stop the bot, and set CASEBRIDGE_DATA_DIR to an empty folder or move this one away`,
    );
  let server: EmbeddedDatabase | null = null;
  let backup: Backup;
  let files: number;
  try {
    server = await startEmbedded(dataDir);
    backup = await restoreBackup(server, folder, progress(terminal, 'restored'));
    files = await copyFiles(path.join(folder, filesName), path.join(dataDir, filesName));
  } catch (error) {
    await server?.stop().catch(() => undefined); // the first error says more, such as that the disk is full
    await eraseHome(dataDir);
    await rm(path.join(dataDir, filesName), { recursive: true, force: true });
    throw error;
  }
  await server.stop();
  terminal.out(
    `Restored ${describe(backup, files)} of ${backup.createdAt.slice(0, 16).replace('T', ' ')} UTC in ${dataDir}. Start the bot with the same CASEBRIDGE_SECRET_KEY.`,
  );
}

function refuseOwnServer({ databaseUrl, dataDir }: Config, folder: string): void {
  if (databaseUrl === null) return;
  throw new Refusal(
    `the database is your own server. Use its tools, such as: PGOPTIONS='-c casebridge.scope=operator' pg_dump --enable-row-security --format=custom --file=${path.join(folder, 'casebridge.dump')} "$DATABASE_MIGRATION_URL", and copy ${path.join(dataDir, filesName)} afterwards`,
  );
}

/** @returns how many were copied */
async function copyFiles(from: string, to: string): Promise<number> {
  let count = 0;
  const filter = (source: string): boolean => path.relative(from, source).split(path.sep)[0] !== incoming;
  if ((await readdir(from).catch(() => [])).length === 0) return 0;
  await cp(from, to, { recursive: true, filter, preserveTimestamps: true });
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) if (entry.isFile()) count += 1;
  return count;
}

function describe({ tables }: Backup, files: number): string {
  const rows = (name: string): number => tables.find((table) => table.name === name)?.rows ?? 0;
  return `${plural(rows('case'), 'case')}, ${plural(rows('post'), 'post')} and ${plural(files, 'file')}`;
}

const everyMs = 5_000;

/** Says from time to time how far it is. */
function progress(terminal: Terminal, done: string): OnTable {
  let saidAt = Date.now();
  return (tables, all, rows) => {
    if (Date.now() - saidAt < everyMs || tables === all) return;
    saidAt = Date.now();
    terminal.err(`${done} ${tables} of ${all} tables, ${formatCount(rows)} rows`);
  };
}
