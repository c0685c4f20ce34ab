// Whether two addresses lead to the same database.
import type { ClientBase, Pool } from 'pg';

/** What tells one database from another. */
interface Identity {
  isReplica: boolean;
  /** of the cluster, the same on its replicas; null where the role may not read it */
  system: string | null;
  /** of the database in its cluster */
  oid: number;
}

/**
 * Compares the database of DATABASE_READ_URL with that of DATABASE_URL.
 * @returns other: it is another database, whose cases people would be shown; not-a-replica: it was one at most, and gets no changes; null: nothing is wrong
 * @throws when either does not answer
 */
export async function replicaProblem(database: Pool, replica: Pool): Promise<'other' | 'not-a-replica' | null> {
  const [one, other] = await Promise.all([identityOf(database), identityOf(replica)]);
  const isOther = one.oid !== other.oid || (one.system !== null && other.system !== null && one.system !== other.system);
  if (isOther) return 'other';
  return other.isReplica ? null : 'not-a-replica';
}

/** Tells the database of a connection from any other, also from one of the same name: its name, and when its server started. */
export async function placeOf(client: Pick<ClientBase, 'query'>): Promise<string> {
  const { rows } = await client.query<{ place: string }>(
    // seconds, because the text of a time depends on the session's zone
    `select current_database() || ' ' || extract(epoch from pg_postmaster_start_time()) "place"`,
  );
  return rows[0]?.place ?? '';
}

/** What the operator reads where DATABASE_READ_URL leads to another database. */
export const otherReplica =
  'DATABASE_READ_URL leads to another database than DATABASE_URL. Set it to a streaming replica, or leave it out.';

/** What the operator reads where DATABASE_MIGRATION_URL leads to another database. */
export const otherOwner =
  'DATABASE_MIGRATION_URL leads to another database than DATABASE_URL. Correct its host, port or database';

async function identityOf(pool: Pool): Promise<Identity> {
  const { rows } = await pool.query<{ isReplica: boolean; oid: string; mayRead: boolean }>(
    `select pg_is_in_recovery() "isReplica", oid::text "oid", has_function_privilege('pg_control_system()', 'execute') "mayRead"
     from pg_database where datname = current_database()`,
  );
  const { isReplica = false, oid = '0', mayRead = false } = rows[0] ?? {};
  if (!mayRead) return { isReplica, system: null, oid: Number(oid) };
  const { rows: found } = await pool.query<{ system: string }>(
    'select system_identifier::text "system" from pg_control_system()',
  );
  return { isReplica, system: found[0]?.system ?? null, oid: Number(oid) };
}
