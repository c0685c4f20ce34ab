import type { Command } from 'commander';
import type { Writable } from 'node:stream';
import { readConfig, type Config } from '../config/index.ts';
import { openDatabase, type Database } from '../db/client.ts';
import { otherReplica, replicaProblem } from '../db/replica.ts';
import { explainUnreachable, startDatabase } from '../db/start-database.ts';
import type { Services } from '../usecases/context.ts';

/** Where a command reads and writes, so that tests can run it in their own process. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** environment variables; by default those of the process */
  environment?: Readonly<Record<string, string | undefined>>;
  /** by default the standard input of the process */
  input?: AsyncIterable<Buffer | string>;
  /** receives an export; by default the standard output of the process */
  output?: Writable;
}

/** A mistake the operator can fix. It is printed as one line, without a stack. */
export class Refusal extends Error {}

/** Makes the default command of a group refuse an unknown name of a command, instead of counting arguments. */
export function refuseUnknown(command: Command): Command {
  return command.allowExcessArguments().hook('preAction', ({ args, parent }) => {
    const group = parent?.name() ?? '';
    if (args[0] !== undefined)
      command.error(`error: unknown command “${args[0]}”. List the commands with: npx casebridge ${group} --help`);
  });
}

/** An operator may read and write everything, however long it takes. */
export const forOperators = { statementTimeoutMs: 0, scope: 'operator' } as const;

/**
 * Opens the database that the configuration names, runs a command on it and closes it again.
 * @param options.onlyReads the command writes nothing, so a replica can serve it
 * @throws Refusal for a replica of another database, whose cases would be mistaken for those of this one
 */
export async function withServices<T>(
  terminal: Terminal,
  act: (services: Services) => Promise<T>,
  { onlyReads = false } = {},
): Promise<T> {
  const config = readConfig(terminal.environment);
  const replica = onlyReads ? await openReplica(config) : null;
  const { db, stop } = replica ? { db: replica, stop: () => replica.close() } : await startDatabase(config, forOperators);
  try {
    const { settings, secretKeys, webhooks } = config;
    const clock = { now: () => new Date() };
    return await act({ db, clock, settings, secretKeys, webhookHosts: webhooks.allowedHosts, userDirectories: {}, mail: false });
  } finally {
    await stop();
  }
}

/** Opens the configured replica. @returns null without one */
async function openReplica({ databaseUrl, databaseReadUrl }: Config): Promise<Database | null> {
  if (databaseUrl === null || databaseReadUrl === null) return null;
  const replica = openDatabase(databaseReadUrl, forOperators);
  const database = openDatabase(databaseUrl, { ...forOperators, connections: 1 });
  try {
    await replica.pool.query('select').catch((error: unknown) => {
      throw explainUnreachable(error, 'DATABASE_READ_URL');
    });
    if ((await replicaProblem(database.pool, replica.pool)) === 'other') throw new Refusal(otherReplica);
    return replica;
  } catch (error) {
    await replica.close();
    throw explainUnreachable(error);
  } finally {
    await database.close();
  }
}
