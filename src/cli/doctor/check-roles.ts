// Whether row-level security protects what the bot reads: its role, and the policies of the tables.
import type { Database } from '../../db/client.ts';
import { ownerProblem, readRole, roleProblem } from '../../db/roles.ts';
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
