import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { announced, announceWork } from './announce-work.ts';
import { withFoldedNames } from './fold-names.ts';
import { keepScopesApart } from './keep-scopes-apart.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { isTracing, trace } from '../tracing.ts';
import { settingOf, type DatabaseScope } from './database-scope.ts';
import { SearchServers, type SearchServer } from './search-servers.ts';
import { ScopedClient, type ScopedOptions } from './scoped-client.ts';
import { TracedClient } from './traced-client.ts';
import { runTransaction, SharedPool, type TransactionLimits } from './transaction.ts';

/** The connections to the database, through Prisma and through raw SQL. */
export interface Database {
  prisma: PrismaClient;
  /** the same connections for raw SQL */
  pool: pg.Pool;
  /** connections of their own for searches, so that no search can take one from a claim, a post or a delivery; of the replica if there is one */
  searchPool: pg.Pool;
  /** connections to the server of the searches, free while all searches run, to cancel one */
  cancelPool: pg.Pool;
  /** where searches run: on the replica if there is one and it answers */
  searchServers: SearchServers;
  url: string;
  /** Runs a transaction, and tells the workers about the deliveries that it may have enqueued. */
  transaction<T>(run: (tx: Prisma.TransactionClient) => Promise<T>, limits?: TransactionLimits): Promise<T>;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
}

/** Milliseconds that a server may take to accept a connection. Without a limit, one behind a silent firewall would hold up a start forever. */
export const connectWithinMs = 10_000;

/** Milliseconds after which the server cancels a statement of a search. */
const searchTimeoutMs = 3000;
/** Milliseconds in which a replica must take a connection. */
const replicaConnectMs = 1000;

/** Reads `bigint` as a number: ids are exact up to 2^53. Prisma has its own types. */
const numberTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => (type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format)) as never,
};

/** One connection, taken from a pool. */
export type Connection = pg.PoolClient;

/** How a process uses the database. */
export interface DatabaseOptions {
  /** Maximum number of connections at a time. A quarter of them is for searches. */
  connections?: number;
  /** a replica that serves searches */
  readUrl?: string | null;
  /**
   * Milliseconds after which the server cancels a statement (error 57014), so that none holds a connection forever. The default is for a
   * bot, whose statements take milliseconds; a command of an operator may read or write everything.
   */
  statementTimeoutMs?: number;
  /** what is visible where nothing sets a scope (`withDatabaseScope`); by default, statements on protected tables are refused there */
  scope?: DatabaseScope;
  /** Called when the replica fails, so that searches use the database itself, and with null when it serves again. */
  onReplica?: (error: unknown) => void;
  /** Called when a connection is lost that nobody was using. The next query opens another one. */
  onIdleError?: (error: Error) => void;
}

/**
 * Opens the product's database. Connections are made on first use.
 * @param url a PostgreSQL 14 or newer, e.g. `postgresql://casebridge@localhost/casebridge`
 */
export function openDatabase(
  url: string,
  {
    connections = 20,
    readUrl = null,
    statementTimeoutMs = 30_000,
    scope,
    onReplica,
    onIdleError = () => undefined,
  }: DatabaseOptions = {},
): Database {
  const forSearches = Math.max(Math.floor(connections / 4), 1);
  const open = (max: number, timeoutMs: number, connectionString = url, connectMs = connectWithinMs): pg.Pool => {
    const options: pg.PoolConfig & ScopedOptions = {
      connectionString,
      max,
      connectionTimeoutMillis: connectMs,
      application_name: 'casebridge',
      types: numberTypes,
      Client: (isTracing() ? TracedClient : ScopedClient) as unknown as NonNullable<pg.PoolConfig['Client']>,
      defaultScope: scope && settingOf(scope),
      // pg-pool awaits it, which its types do not say
      onConnect: (client) => prepareSession(client, timeoutMs) as unknown as void,
    };
    const opened = new SharedPool(options);
    opened.on('error', onIdleError); // without a listener it would end the process
    return opened;
  };
  const pool = open(Math.max(connections - forSearches, 1), statementTimeoutMs);
  const searchMs = Math.min(statementTimeoutMs, searchTimeoutMs);
  const onDatabase = { pool: open(forSearches, searchMs), cancelPool: pool };
  // a replica that cannot be reached leaves a search the time to run on the database
  const onReplicaOf = (address: string): SearchServer => ({
    pool: open(forSearches, searchMs, address, replicaConnectMs),
    cancelPool: open(1, searchMs, address, replicaConnectMs),
  });
  const replica = readUrl === null ? null : onReplicaOf(readUrl);
  const { pool: searchPool, cancelPool } = replica ?? onDatabase;
  const searchServers = replica ? new SearchServers(replica, onDatabase, onReplica) : new SearchServers(onDatabase);
  const client = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  keepScopesApart(client);
  const prisma = withFoldedNames(client);
  const close = async (): Promise<void> => {
    await announced(pool);
    await prisma.$disconnect();
    await Promise.all([...new Set([pool, onDatabase.pool, searchPool, cancelPool])].map((one) => one.end()));
  };
  const transaction: Database['transaction'] = async (run, limits) => {
    const result = await runTransaction({ pool, prisma }, run, limits);
    announceWork(pool);
    return result;
  };
  const traced: Database['transaction'] = (run, options) => trace('transaction', {}, () => transaction(run, options));
  return { prisma, pool, searchPool, cancelPool, searchServers, url, transaction: traced, close };
}

/**
 * Sets what every session needs. Prisma's adapter sends and reads moments without their offset, so a session in another zone than UTC
 * shifts them. These are statements because poolers such as PgBouncer refuse them as options of the connection, but carry the zone along.
 * @param statementTimeoutMs milliseconds; 0 for no limit
 */
export async function prepareSession(client: pg.ClientBase, statementTimeoutMs: number): Promise<void> {
  const idle = 60_000; // a transaction that waits this long was abandoned, and its locks stop others
  await client.query(
    `set timezone = 'UTC'; set statement_timeout = ${statementTimeoutMs}; set idle_in_transaction_session_timeout = ${idle}`,
  );
}
