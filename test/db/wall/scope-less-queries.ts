// Queries that forgot their scope, generated for every protected table: all shapes in which rows can be read, counted, changed or written.

/** What the database must answer. */
export type Expected =
  /** `ctid`s of rows, none of them of another account */
  | 'rows'
  /** one number: that of the visible rows */
  | 'count'
  /** an error, because the row would belong to another account */
  | 'refused';

export interface ScopeLessQuery {
  name: string;
  sql: string;
  expected: Expected;
}

/** @param row a row of another account as JSON, with an id that is not taken */
export function scopeLessQueries(table: string, row: string): ScopeLessQuery[] {
  const t = `"${table}"`;
  const json = `'${row.replaceAll("'", "''")}'::jsonb`;
  const column = Object.keys(JSON.parse(row) as object)[0] ?? '';
  const reading: Record<string, string> = {
    'all rows': `select t.ctid from ${t} t`,
    'all columns': `select t.ctid, t.* from ${t} t`,
    'a condition that is always true': `select t.ctid from ${t} t where t.${column} is not null or true`,
    'one on a value that may be null': `select t.ctid from ${t} t where coalesce(t.${column}::text, '') >= ''`,
    'any text of the row': `select t.ctid from ${t} t where t::text ilike '%'`,
    'the row as JSON': `select t.ctid, to_jsonb(t) from ${t} t`,
    'ordered by a column': `select t.ctid from ${t} t order by t.${column}::text desc limit 1000`,
    'ordered by the whole row': `select t.ctid from ${t} t order by t::text desc limit 1000 offset 0`,
    'by its address': `select t.ctid from ${t} t where t.ctid = any (array(select ctid from ${t}))`,
    'in a subquery': `select ctid from (select t.ctid from ${t} t) s`,
    'in a materialized part': `with s as materialized (select ctid from ${t}) select ctid from s`,
    'in a set operation': `select ctid from ${t} union select ctid from ${t}`,
    'joined with every account': `select t.ctid from account a cross join ${t} t`,
    'joined with every case': `select t.ctid from ${t} t left join "case" c on true`,
    'joined with itself': `select t.ctid from ${t} t join ${t} other on other.ctid = t.ctid`,
    'for each account': `select s.ctid from account a, lateral (select t.ctid from ${t} t limit 1000) s`,
    'in a window': `select ctid from (select t.ctid, row_number() over (order by t.ctid) n from ${t} t) s`,
    'in an array': `select unnest(array_agg(t.ctid)) ctid from ${t} t`,
    locked: `select t.ctid from ${t} t for update skip locked`,
    deleted: `delete from ${t} t returning t.ctid`,
    'deleted by a join': `delete from ${t} t using account a returning t.ctid`,
  };
  return [
    ...Object.entries(reading).map(([name, sql]) => ({ name: `${table}: ${name}`, sql, expected: 'rows' as const })),
    { name: `${table}: counted`, sql: `select count(*)::int n from ${t}`, expected: 'count' },
    { name: `${table}: counted by a filter`, sql: `select count(*) filter (where true)::int n from ${t}`, expected: 'count' },
    // an updated row has another address
    {
      name: `${table}: updated`,
      sql: `with u as (update ${t} t set ${column} = t.${column} returning 1) select count(*)::int n from u`,
      expected: 'count',
    },
    {
      name: `${table}: updated by a join`,
      sql: `with u as (update ${t} t set ${column} = t.${column} from account a returning 1) select count(*)::int n from u`,
      expected: 'count',
    },
    ...(table === 'access_entry' // everyone may add to the access log
      ? []
      : [
          {
            name: `${table}: a row of another account`,
            sql: `insert into ${t} select (jsonb_populate_record(null::${t}, ${json})).*`,
            expected: 'refused' as const,
          },
        ]),
  ];
}
