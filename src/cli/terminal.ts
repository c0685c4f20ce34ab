import type { Command } from 'commander';
import type { Writable } from 'node:stream';
import { readConfig } from '../config/index.ts';
import { openDatabase } from '../db/client.ts';
import { startDatabase } from '../db/start-database.ts';
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
 */
export async function withServices<T>(
  terminal: Terminal,
  act: (services: Services) => Promise<T>,
  { onlyReads = false } = {},
): Promise<T> {
  const config = readConfig(terminal.environment);
  const replica = onlyReads && config.databaseReadUrl ? openDatabase(config.databaseReadUrl, forOperators) : null;
  const { db, stop } = replica ? { db: replica, stop: () => replica.close() } : await startDatabase(config, forOperators);
  try {
    const { settings, secretKeys, webhooks } = config;
    const clock = { now: () => new Date() };
    return await act({ db, clock, settings, secretKeys, webhookHosts: webhooks.allowedHosts, userDirectories: {}, mail: false });
  } finally {
    await stop();
  }
}
