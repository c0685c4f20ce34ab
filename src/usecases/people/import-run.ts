import type { Tx } from '../context.ts';
import type { Mistake } from './directory.ts';

/** One import of a directory, in its transaction. */
export interface Import {
  tx: Tx;
  force: boolean;
  mistakes: Mistake[];
  /** ids of the active accounts, by key */
  accounts: Map<string, number>;
}

/** Finds an account by its key. @returns undefined for an unknown one, which becomes a mistake */
export function accountOf(run: Import, key: string, line: number): number | undefined {
  const id = run.accounts.get(key);
  if (id === undefined) run.mistakes.push({ line, message: `unknown account ${key}` });
  return id;
}
