import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** The product's database, through Prisma and through raw SQL. */
export interface Database {
  prisma: PrismaClient;
  /** the same connections for raw SQL */
  pool: pg.Pool;
  url: string;
  /** Waits for what is running, then closes every connection. */
  close(): Promise<void>;
}

/**
 * Opens the product's database; connections are made on first use.
 * @param url a PostgreSQL 14 or newer, e.g. `postgresql://casebridge@localhost/casebridge`
 * @param connections at most this many at a time
 * @param onIdleError hears of a connection lost while nobody used it; the next query opens another
 */
export function openDatabase(url: string, connections = 20, onIdleError: (error: Error) => void = () => undefined): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    application_name: 'casebridge',
  });
  pool.on('error', onIdleError); // without a listener it would end the process
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, url, close };
}
