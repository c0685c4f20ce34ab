import pg from 'pg';
import type { Config } from '../config/index.ts';
import type { Database, DatabaseOptions } from './client.ts';
import { connectWithinMs, openDatabase } from './client.ts';
import { startEmbedded } from './embedded/index.ts';
import { migrate, type MigrateOptions } from './migrate.ts';
import { otherReplica, placeOf, replicaProblem } from './replica.ts';
import { ownerProblem, readRole, roleProblem, type RoleFacts } from './roles.ts';

/** The open database of a process. */
export interface StartedDatabase {
  db: Database;
  /** names of the migrations that were applied now */
  migrated: string[];
  /** Closes every connection, and stops the embedded server unless another process uses it. */
  stop: () => Promise<void>;
}

/**
 * Opens the configured database, or the embedded one if none is configured, and applies the pending migrations.
 * @throws Error with a message of one line; nothing is left running then
 */
export async function startDatabase(
  {
    databaseUrl,
    dataDir,
    databaseMigrationUrl = null,
    databaseReadUrl,
    production = false,
  }: Pick<Config, 'databaseUrl' | 'dataDir'> & Partial<Pick<Config, 'databaseMigrationUrl' | 'databaseReadUrl' | 'production'>>,
  { onNotice, force, ...options }: DatabaseOptions & Pick<MigrateOptions, 'onNotice' | 'force'> = {},
): Promise<StartedDatabase> {
  const embedded = databaseUrl === null ? await startEmbedded(dataDir) : null;
  try {
    const url = embedded?.url ?? databaseUrl ?? '';
    const { place, ...facts } = await roleOf(url);
    const { role } = facts;
    const problem = roleProblem(facts);
    if (problem !== null && production) throw new Error(problem); // before the upgrade, so that the old version still runs on what is there
    const migrated = await migrate(embedded?.ownerUrl ?? databaseMigrationUrl ?? url, { onNotice, force, role, place }).catch(
      (error: unknown) => {
        throw databaseMigrationUrl === null ? error : explainUnreachable(error, 'DATABASE_MIGRATION_URL');
      },
    );
    const onReplica = (error: unknown): void => onNotice?.(replicaNotice(error));
    const db = openDatabase(url, { readUrl: databaseReadUrl, onReplica, ...options });
    const check = async (): Promise<void> => {
      await checkZone(db);
      await checkRole(db, onNotice);
      if (databaseReadUrl) await checkReplica(db, onNotice);
    };
    await check().catch(async (error: unknown) => {
      await db.close();
      throw error;
    });
    const stop = async (): Promise<void> => {
      await db.close();
      await embedded?.stop();
    };
    return { db, migrated, stop };
  } catch (error) {
    await embedded?.stop();
    throw embedded === null ? explainUnreachable(error) : error;
  }
}

/** Whether the database answers. @throws when it cannot be reached */
export async function isReachable({ pool }: Pick<Database, 'pool'>): Promise<boolean> {
  return (await pool.query('select 1')).rowCount === 1;
}

const wayPastPooler =
  'Use the address of the database itself, because the bot pools its own connections, or a pooler that pools sessions, not transactions or statements (PgBouncer: pool_mode = session).';

/**
 * Reads the role of an address, which has no name where the environment or the operating system says it, and which database it leads to.
 * @throws Error for a pooler that gives one session to two connections: then what is visible would be said to the session of somebody else
 */
async function roleOf(url: string): Promise<RoleFacts & { place: string }> {
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      ...{ connectionString: url, application_name: 'casebridge (migrate)', connectionTimeoutMillis: connectWithinMs },
    });
    await client.connect();
    return client;
  };
  const pidOf = async (client: pg.Client): Promise<number | undefined> =>
    (await client.query<{ pid: number }>('select pg_backend_pid() "pid"')).rows[0]?.pid;
  const one = await connect();
  try {
    const other = await connect();
    try {
      if ((await pidOf(one)) === (await pidOf(other)))
        throw new Error(
          `The pooler in front of the database shares sessions between connections. Row-level security needs a session for each. ${wayPastPooler}`,
        );
    } finally {
      await other.end();
    }
    return { ...(await readRole(one)), place: await placeOf(one) };
  } finally {
    await one.end();
  }
}

/** Says whether row-level security protects the role of the bot. */
async function checkRole(
  { pool }: Pick<Database, 'pool'>,
  onNotice: MigrateOptions['onNotice'] = () => undefined,
): Promise<void> {
  const facts = await readRole(pool);
  const notice = roleProblem(facts) ?? ownerProblem(facts);
  if (notice !== null) onNotice(notice);
}

/**
 * Checks that DATABASE_READ_URL is a replica. One that does not answer is waited for, and the database serves searches meanwhile.
 * @throws Error for another database, whose cases people would be shown
 */
async function checkReplica(db: Database, onNotice: MigrateOptions['onNotice'] = () => undefined): Promise<void> {
  const problem = await replicaProblem(db.pool, db.searchPool).catch((error: unknown) => ({ error }));
  if (problem === 'other') throw new Error(otherReplica);
  if (problem === 'not-a-replica')
    onNotice('The database of DATABASE_READ_URL is not a replica, so searches may miss what is new.');
  else if (problem !== null) onNotice(replicaNotice(problem.error));
}

function replicaNotice(error: unknown): string {
  if (error === null) return 'The replica of DATABASE_READ_URL serves searches again.';
  const why = error instanceof Error ? firstOf(error).message : 'unknown';
  return `The replica of DATABASE_READ_URL does not serve searches, so the database of DATABASE_URL does: ${why}`;
}

/**
 * Checks that sessions keep the zone that `prepareSession` sets.
 * @throws an Error that says what to change, for a pooler that gives every statement to another session
 */
export async function checkZone({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const { rows } = await pool.query<{ TimeZone: string }>('show timezone');
  const zone = rows[0]?.TimeZone;
  if (zone !== 'UTC')
    throw new Error(
      `The database's sessions are in ${zone ?? 'no time zone'} instead of UTC, so times would be wrong. ${wayPastPooler}`,
    );
}

/** What to do about a server that cannot be reached or does not let the bot in, by the beginning of the error's code. */
const mends: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)/, 'Correct the name of its host'],
  [/^28/, 'Correct the user and the password, or add the role to the server'],
  [/^3D/, 'Correct the name of the database, or create it'],
  [/^53/, 'All connections of the server are taken. Raise its max_connections, or stop what else uses it'],
  [/^57/, 'The server is starting or stopping. Try again in a moment'],
  [/^(E|08|timeout)/, 'Start PostgreSQL, or correct the host and port, and open the way to it'],
];

/**
 * Adds which variable an error of the connection is about and what to do. Errors of the connection have the system's code (ECONNREFUSED) or one of
 * PostgreSQL's classes 08, 28, 3D, 53 and 57; the driver's own have none.
 * @param variable that names the address
 * @returns any other error as it is
 */
export function explainUnreachable(error: unknown, variable = 'DATABASE_URL'): unknown {
  if (!(error instanceof Error)) return error;
  const first = firstOf(error);
  const isLate = /^timeout (expired|exceeded)/.test(first.message);
  const isCut = first.message === 'Connection terminated unexpectedly';
  const ofDriver = isLate ? 'timeout' : isCut ? '08' : '';
  const code = 'code' in error ? String(error.code) : ofDriver;
  const [, mend] = mends.find(([begins]) => begins.test(code)) ?? [];
  if (mend === undefined || !/^(E[A-Z_]+|timeout|08|(08|28|3D|53|57).{3})$/.test(code)) return error;
  const what = isLate ? `no answer within ${connectWithinMs / 1000} seconds` : first.message;
  return new Error(`The database of ${variable} does not answer: ${what}. ${mend}.`, { cause: error });
}

/** When several addresses of one host fail, the message of the AggregateError is empty. */
function firstOf(error: Error): Error {
  return error instanceof AggregateError ? ((error.errors as Error[])[0] ?? error) : error;
}
