// What the sections of an import share. Each section is one function; import-directory.ts calls them in one transaction.
import type { Advisor } from '../../domain/person.ts';
import type { Tx } from '../context.ts';
import type { Directory, Mistake } from './directory.ts';
import type { FieldChange } from './field-change.ts';

/** An import in progress, or a change of the directory in chat, which is an import of one entry. */
export interface ImportRun {
  tx: Tx;
  at: Date;
  /** overwrites what was changed in chat */
  force: boolean;
  /** the lead who makes the change in chat; null for an import */
  by: Advisor | null;
  /** Tells which of these addresses, or keys of accounts, were erased. A lead can add somebody again in chat, an import cannot. */
  erasedAmong: (table: 'person' | 'account', texts: readonly string[]) => Promise<ReadonlySet<string>>;
  /** gets every mistake; the transaction is undone if there is one */
  mistakes: Mistake[];
  /** ids of the active accounts, by key and by name in lower case */
  accounts: Map<string, number>;
  /** keys of accounts that the file lists and that were erased */
  erasedAccounts: ReadonlySet<string>;
  /** keys of all accounts, by id */
  accountKeys: Map<number, string>;
  /** what is written into the history of the directory at the end */
  history: HistoryEntry[];
}

/** A change of one entry of the directory. */
export interface HistoryEntry {
  section: keyof Directory;
  what: 'added' | 'changed' | 'removed';
  name: string;
  personId?: number;
  channelId?: number;
  fields?: FieldChange[];
}

/** Returns when an entry that this run writes was changed in chat: now, or null for an import, which the next import may overwrite. */
export function changedInChatAt({ by, at }: ImportRun): Date | null {
  return by ? at : null;
}

/** Finds an active account by its key or, as spreadsheets have it, by its name; otherwise notes a mistake. */
export function accountOf(
  run: Pick<ImportRun, 'accounts' | 'mistakes'> & Partial<Pick<ImportRun, 'erasedAccounts'>>,
  keyOrName: string,
  line: number,
): number | undefined {
  const id = run.accounts.get(keyOrName) ?? run.accounts.get(keyOrName.toLowerCase());
  const message = run.erasedAccounts?.has(keyOrName)
    ? `account ${keyOrName} was erased: take this entry out`
    : `unknown account ${keyOrName}`;
  if (id === undefined) run.mistakes.push({ line, field: 'account', message });
  return id;
}

/** Rows that one statement writes: each has a dozen values, and a statement takes 32,767. */
const batchSize = 1000;

/** Splits rows into as many as one statement writes at a time. */
export function batchesOf<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, index) =>
    rows.slice(index * batchSize, (index + 1) * batchSize),
  );
}
