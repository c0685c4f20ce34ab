import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** The connections to the database, through Prisma and through raw SQL. */
export interface Database {
  prisma: PrismaClient;
  /** the same connections for raw SQL */
  pool: pg.Pool;
  url: string;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
}

/** How a process uses the database. */
export interface DatabaseOptions {
  /** Maximum number of connections at a time. */
  connections?: number;
  /**
   * Milliseconds after which the server cancels a statement (error 57014), so that none holds a connection forever. The default is for a
   * bot, whose statements take milliseconds; a command of an operator may read or write everything.
   */
  statementTimeoutMs?: number;
  /** Called when a connection is lost that nobody was using. The next query opens another one. */
  onIdleError?: (error: Error) => void;
}

/**
 * Opens the product's database. Connections are made on first use.
 * @param url a PostgreSQL 14 or newer, e.g. `postgresql://casebridge@localhost/casebridge`
 */
export function openDatabase(
  url: string,
  { connections = 20, statementTimeoutMs = 30_000, onIdleError = () => undefined }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    application_name: 'casebridge',
    // pg-pool awaits it, which its types do not say
    onConnect: (client) => prepareSession(client, statementTimeoutMs) as unknown as void,
  });
  pool.on('error', onIdleError); // without a listener it would end the process
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, url, close };
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
