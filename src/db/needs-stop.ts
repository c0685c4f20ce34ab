// Upgrades without a stop. While replicas are replaced one by one, processes of the version before work on a database that the new version has
// already migrated, so a migration may only add what they can ignore (test/db/additive.test.ts checks it). The exceptions are named here.
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';

/** Migrations that earlier versions cannot work with. They are refused while another process uses the database. */
export const needsStop: readonly string[] = [
  '20261127073600_field_vocabulary', // 0.5.0 renames tables and columns
  '20261127141500_search_documents', // 0.5.0 drops the columns that 0.4.0 searches
  '20261128070000_wide_delivery_ids', // 0.5.0 rewrites the deliveries with wider ids
  '20261128150000_row_level_security', // earlier versions say no scope, so they would see no case
  '20261128161500_scope_once', // accounts of a scope are written in another way, so versions from between the two would be refused
];

/** A process that was just stopped needs a moment until the server has ended its sessions. */
const leavesWithinMs = 10_000;

/**
 * Every version names its connections like this; backups and the migration itself have names of their own. A role sees the addresses of its own
 * connections alone, and their port is -1 on this machine.
 */
const sessions = `
  select coalesce(host(client_addr), case when client_port is null then 'the role ' || usename else 'this machine' end) as host, count(*)::int as connections from pg_stat_activity
  where datname = current_database() and application_name = 'casebridge' and pid <> pg_backend_pid() group by 1 order by 1`;

/**
 * Waits until no other process uses the database.
 * @param migration that needs it
 * @param withinMs how long a process may take to leave
 * @throws Error that says what to stop
 */
export async function refuseWhileOthersRun(client: pg.Client, migration: string, withinMs = leavesWithinMs): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const { rows } = await client.query<{ host: string; connections: number }>(sessions);
    if (rows.length === 0) return;
    if (Date.now() >= until) {
      const where = rows.map(({ host, connections }) => `${host} (${connections})`).join(', ');
      throw new Error(
        `This upgrade needs a stop, because an earlier version cannot work with the migration ${migration}. Stop every Casebridge process and run this again. Connections are open from ${where}. If they belong to no Casebridge process, use “npx casebridge migrate --force”.`,
      );
    }
    await wait(100);
  }
}
