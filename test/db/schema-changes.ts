// What a migration changes that a process of the version before would notice.
import type pg from 'pg';

/** Everything in a schema that statements of an earlier version depend on: what it is by its name. */
type Schema = Map<string, string>;

const described = `
  select 'table ' || table_name as name, '' as what from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
  union all
  select 'column ' || table_name || '.' || column_name,
    concat_ws(' ', udt_name, case when is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER' then 'required' end)
  from information_schema.columns where table_schema = 'public'
  union all
  select 'label ' || t.typname || '.' || enumlabel, '' from pg_enum join pg_type t on t.oid = enumtypid
  union all
  -- what refuses rows: keys, unique indexes and checks
  select 'rule ' || c.relname || ': ' || pg_get_indexdef(i.indexrelid), '' from pg_index i join pg_class c on c.oid = i.indrelid
  where i.indisunique and c.relnamespace = 'public'::regnamespace
  union all
  select 'rule ' || conrelid::regclass::text || ': ' || pg_get_constraintdef(oid), '' from pg_constraint
  where contype in ('c', 'f') and connamespace = 'public'::regnamespace
  union all
  select 'rule ' || relname || ': row-level security', '' from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace
  union all
  select format('rule %s: policy %s, sees %s, writes %s', tablename, policyname, qual, with_check), '' from pg_policies where schemaname = 'public'`;

/** Reads the schema of a database. */
export async function readSchema(pool: pg.Pool): Promise<Schema> {
  const { rows } = await pool.query<{ name: string; what: string }>(described);
  return new Map(rows.map(({ name, what }) => [name, what]));
}

/**
 * Lists the changes that an earlier version cannot work with. Tables, labels and columns may be added, if rows can be written without them,
 * and so may rules for new tables and columns.
 */
export function breakingChanges(before: Schema, after: Schema): string[] {
  const isNewTable = (table: string): boolean => !before.has(`table ${table.replaceAll('"', '')}`);
  const gone = [...before.keys()].filter((name) => !after.has(name) && !name.startsWith('rule ')).map((name) => `no ${name}`);
  const changed = [...after].flatMap(([name, what]) => {
    const [kind = '', subject = ''] = name.split(/ (.*)/s);
    if (before.has(name)) return before.get(name) === what ? [] : [`${name} is ${what}`];
    if (kind === 'column' && what.endsWith('required') && !isNewTable(subject.split('.')[0] ?? '')) return [`required ${name}`];
    if (kind === 'rule' && !isNewTable(subject.split(':')[0] ?? '') && !isAboutNewColumns(subject, before))
      return [`new ${name}`];
    return [];
  });
  return [...gone, ...changed].sort();
}

/** A rule holds no earlier version up if it is about at least one column that such a version never writes: null passes it. */
function isAboutNewColumns(rule: string, before: Schema): boolean {
  const [table = '', definition = ''] = rule.split(/: (.*)/s);
  const columns = /^(?:FOREIGN KEY|CREATE UNIQUE INDEX.* USING \w+) \(([^)]*)\)/.exec(definition)?.[1]?.split(', ') ?? [];
  return columns.some((column) => !before.has(`column ${table.replaceAll('"', '')}.${column.replaceAll('"', '')}`));
}
