import type { Writable } from 'node:stream';
import { readConfig } from '../config/index.ts';
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

/** Opens the database that the configuration names, runs a command on it and closes it again. */
export async function withServices(terminal: Terminal, act: (services: Services) => Promise<void>): Promise<void> {
  const config = readConfig(terminal.environment);
  const { db, stop } = await startDatabase(config, { statementTimeoutMs: 0 });
  try {
    await act({ db, clock: { now: () => new Date() }, settings: config.settings, userDirectories: {}, mail: false });
  } finally {
    await stop();
  }
}
