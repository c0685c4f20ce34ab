// Whether row-level security protects what the bot reads: its role, and the policies of the tables. And whether the roles may do their work.
import pg from 'pg';
import type { Config } from '../../config/index.ts';
import { connectWithinMs, type Database } from '../../db/client.ts';
import { otherOwner, placeOf } from '../../db/replica.ts';
import { ownerProblem, readRole, roleProblem } from '../../db/roles.ts';
import { explainUnreachable } from '../../db/start-database.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { Finding } from './finding.ts';

const part = 'Row-level security';

/** Checks the role of DATABASE_URL and that no policy was turned off. */
export async function checkRoles({ pool }: Database): Promise<Finding[]> {
  const facts = await readRole(pool);
  const { rows } = await pool.query<{ name: string }>(
    `select relname "name" from pg_class c where relnamespace = current_schema()::regnamespace and relkind = 'r'
       and exists (select from pg_policy where polrelid = c.oid)
       and (not relrowsecurity or not (relforcerowsecurity or relname = 'search_document')) order by 1`,
  );
  const isGone = (await pool.query(`select from pg_policy where polrelid = '"case"'::regclass`)).rowCount === 0;
  const off = isGone ? ['case'] : rows.map(({ name }) => name);
  const problem = roleProblem(facts);
  if (problem !== null) return [{ verdict: 'fail', part, text: problem }];
  if (off.length > 0)
    return [{ verdict: 'fail', part, text: `is off for ${formatList(off)}. As the owner of the tables, run: alter table "${off[0] ?? ''}" enable row level security, force row level security` }]; // prettier-ignore
  const owner = ownerProblem(facts);
  if (owner !== null) return [{ verdict: 'warn', part, text: owner }];
  return [{ verdict: 'ok', part, text: `the bot reads as ${facts.role}, which owns no table` }];
}

/** Tables that are named. */
const maxNamed = 3;

/** Finds tables that the role of DATABASE_URL may not use. Nothing that reads them can be checked then. @returns null: there are none */
export async function checkGrants({ pool }: Database): Promise<Finding | null> {
  const { rows } = await pool.query<{ name: string; role: string }>(
    `select relname "name", current_user "role" from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v')
       and relname <> '_prisma_migrations' and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'delete')) order by 1`,
  );
  const [first] = rows;
  if (!first) return null;
  const others = rows.length - maxNamed;
  const named = formatList([...rows.slice(0, maxNamed).map(({ name }) => name), ...(others > 0 ? [`${others} more`] : [])]);
  return {
    verdict: 'fail',
    part: 'Database',
    text: `the role ${first.role} of DATABASE_URL may not use the tables ${named}. ${grantThem}`,
  };
}

/** What to do where the role of the bot may not use the tables. */
export const grantThem = 'To grant it that, set DATABASE_MIGRATION_URL to their owner and run: npx casebridge migrate';

/** Checks that DATABASE_MIGRATION_URL leads to the database of the bot, for the owner of its tables. */
export async function checkOwner(
  { databaseMigrationUrl }: Pick<Config, 'databaseMigrationUrl'>,
  { pool }: Database,
): Promise<Finding[]> {
  if (databaseMigrationUrl === null) return [];
  const fail = (text: string): Finding[] => [{ verdict: 'fail', part: 'Database', text }];
  const which = `select coalesce(
    (select pg_has_role(current_user, relowner, 'usage') from pg_class where oid = to_regclass('_prisma_migrations')), true) "owns", current_user "role"`;
  const connection = { connectionString: databaseMigrationUrl, connectionTimeoutMillis: connectWithinMs };
  const client = new pg.Client({ ...connection, application_name: 'casebridge (migrate)' });
  try {
    await client.connect();
    if ((await placeOf(pool)) !== (await placeOf(client))) return fail(otherOwner);
    const [owner] = (await client.query<{ owns: boolean; role: string }>(which)).rows;
    if (owner?.owns === false)
      return fail(
        `the role ${owner.role} of DATABASE_MIGRATION_URL does not own the tables, so it cannot upgrade them. Set it to their owner`,
      );
    return [];
  } catch (error) {
    const explained = explainUnreachable(error, 'DATABASE_MIGRATION_URL');
    return fail(explained instanceof Error ? explained.message : String(explained));
  } finally {
    await client.end().catch(() => undefined);
  }
}
