import type { Database } from '../../db/client.ts';
import { formatPercent } from '../../domain/text/numbers.ts';
import type { Finding } from './finding.ts';

/** Share of its numbers that a column may have used before the operator hears of it: far more than is used in a year. */
const maxUsed = 0.5;

const text = `
  select c.relname as table, a.attname as column, coalesce(s.last_value, 0) / (case a.atttypid when 'int8'::regtype then 9.2e18 else 2147483647 end)::float8 used
  from pg_sequences s join pg_depend d on d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass and d.deptype = 'a'
    join pg_class c on c.oid = d.refobjid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
  where s.schemaname = current_schema() order by used desc`;

/** Checks that no table runs out of ids. */
export async function checkIds({ pool }: Pick<Database, 'pool'>): Promise<Finding[]> {
  const { rows } = await pool.query<{ table: string; column: string; used: number }>(text);
  const part = 'Ids';
  const scarce = rows.filter(({ used }) => used > maxUsed);
  if (scarce.length === 0)
    return [{ verdict: 'ok', part, text: `at most ${formatPercent((rows[0]?.used ?? 0) * 100)} of any are used` }];
  return scarce.map(({ table, column, used }) => ({
    verdict: 'warn',
    part,
    text: `${formatPercent(used * 100)} of the numbers of ${table}.${column} are used. Tell us long before it is 100%: the column must be widened`,
  }));
}
