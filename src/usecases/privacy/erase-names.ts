// Replaces names and addresses by pseudonyms in everything that the product wrote, and counts the texts of people that still have them.
// Tables are walked by id, a batch per transaction, so that nothing waits for an erasure, and one that was interrupted goes on at its table.
import type { Database } from '../../db/client.ts';
import { columns, columnsTreated, jsonColumns, namedById } from './erase-columns.ts';

/** Whose names are replaced, and by what. */
export interface Names {
  /** people whose ids stand beside their names, and who have their pseudonyms already */
  personIds: readonly number[];
  /** names, as they are written */
  names: readonly string[];
  /** addresses, in lower case */
  emails: readonly string[];
  /** the key of an account, and what replaces it; absent for a person */
  key?: readonly [key: string, replacedBy: string];
  /** the accounts in whose cases they are; null for all, for an advisor */
  accountIds: readonly number[] | null;
  /** replaces names */
  name: string;
  /** replaces addresses */
  email: string;
}

/** Rows per transaction. */
const batch = 2_000;

/** The tables with names, in the order in which they are walked. */
export const namedTables: readonly string[] = Object.keys(columns).filter((table) => columnsTreated(table, 'names').length > 0);

/**
 * Replaces the names in one table. Doing it again changes nothing.
 * @returns how many rows it changed
 */
export async function replaceNames({ pool }: Pick<Database, 'pool'>, table: string, who: Names): Promise<number> {
  const { id, type } = keyOf(table);
  const statement = updateOf(table, id);
  let changed = 0;
  for await (const { after, last } of pagesOf(pool, table, batch)) {
    const { text, values } = statement(who, after, last, type);
    const { rowCount } = await pool.query(text, values);
    changed += rowCount ?? 0;
  }
  return changed;
}

/** Walks a table by its key, some rows at a time. */
async function* pagesOf(
  pool: Database['pool'],
  table: string,
  rows: number,
): AsyncGenerator<{ after: string | null; last: string }> {
  const { id, type } = keyOf(table);
  const text = `
    select max(${id})::text as last from (select ${id} from "${table}" where $1::text is null or ${id} > $1::${type} order by ${id} limit ${rows}) page`;
  for (let after: string | null = null; ;) {
    const page: { rows: { last: string | null }[] } = await pool.query(text, [after]);
    const last = page.rows[0]?.last ?? null;
    if (last === null) return;
    yield { after, last };
    after = last;
  }
}

/** The first column of the primary key, which orders the walk. A batch of a run's items is complete only by chance, so they go by its text. */
function keyOf(table: string): { id: string; type: string } {
  if (table === 'bulk_item') return { id: 'run_id', type: 'text' };
  if (table === 'bulk_run' || table === 'redaction' || table === 'draft') return { id: 'id', type: 'text' };
  if (table === 'satisfaction') return { id: 'case_id', type: 'int' };
  return { id: 'id', type: table === 'access_entry' ? 'bigint' : 'int' };
}

/** Texts that the product writes in columns of people's texts, and when it does. */
const ownTexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  post: { body: `x.kind = 'event'` },
  // the request to change a contact
  case: { subject: 'x.contact_change is not null', description: 'x.contact_change is not null' },
};

type Statement = (who: Names, after: string | null, last: string, type: string) => { text: string; values: unknown[] };

function updateOf(table: string, id: string): Statement {
  const treated = columnsTreated(table, 'names');
  const byId = new Map(namedById[table] ?? []);
  const all = [...treated, ...Object.keys(ownTexts[table] ?? {})];
  const parts = all.map((column) => {
    const isJson = jsonColumns.has(`${table}.${column}`);
    const [emails, names] = isJson ? ['$7', '$8'] : ['$3', '$4'];
    const addresses = `regexp_replace(x."${column}"::text, ${emails}, $5, 'gi')`;
    const replaced = `regexp_replace(regexp_replace(${addresses}, ${names}, $6, 'gi'), $11, $12, 'gi')${isJson ? '::jsonb' : ''}`;
    const isOwn = ownTexts[table]?.[column];
    const matches = `${isOwn === undefined ? '' : `${isOwn} and `}(${[emails, names, '$11'].map((pattern) => `x."${column}"::text ~* ${pattern}`).join(' or ')})`;
    const idColumn = byId.get(column);
    if (idColumn === undefined)
      return { set: `"${column}" = case when ${matches} then ${replaced} else x."${column}" end`, where: matches };
    // whom the id names is certain; another id is somebody else of the same name
    const pseudonym = `(select p.name from person p where p.id = x."${idColumn}")`;
    const isTheirs = `x."${idColumn}" = any ($9::int[])`;
    const isUnknown = `x."${idColumn}" is null and ${matches}`;
    return {
      set: `"${column}" = case when ${isTheirs} then ${pseudonym} when ${isUnknown} then ${replaced} else x."${column}" end`,
      where: `${isTheirs} and x."${column}" <> ${pseudonym} or ${isUnknown}`,
    };
  });
  const guard = table === 'access_entry' ? `set_config('casebridge.access_log', 'privacy', true) = 'privacy' and ` : '';
  return ({ personIds, names, emails, name, email, key, accountIds }, after, last, type) => ({
    // every parameter is named once, because the server must know the type of each
    text: `with given as (select $7::text, $8::text, $9::int[], $5::text, $6::text, $3::text, $4::text, $10::int[], $11::text, $12::text)
      update "${table}" x set ${parts.map(({ set }) => set).join(', ')}
      where ($1::text is null or x.${id} > $1::${type}) and x.${id} <= $2::${type} and ${guard}${ofAccounts(table, '$10')} and (${parts.map(({ where }) => `(${where})`).join(' or ')})`,
    values: [
      after,
      last,
      patternOf(emails, false),
      patternOf(names, false),
      email,
      name,
      patternOf(emails, true),
      patternOf(names, true),
      [...personIds],
      accountIds,
      key ? patternOfKey(key[0]) : nothing,
      key?.[1] ?? '',
    ],
  });
}

/** A pattern that matches nothing. */
const nothing = '$.^';

/** Writes the pattern that finds the key of an account: alone or quoted, as in the history of the directory, or named, as in searches and records. */
function patternOfKey(key: string): string {
  const written = key.replace(/[^\p{L}\p{N}\s]/gu, '\\$&');
  return `^${written}$|(?<=account[: ]|")${written}(?![[:alnum:]_-])`;
}

/** Whether every row of a table belongs to a case. */
export const isOnlyInCases = (table: string): boolean => table in caseOf && table !== 'incoming_mail';

/** Rows that are searched by one statement. */
const searched = 10_000;
/** Cases that are listed of each table. */
const maxListed = 50;

/** Texts that still have the names, of one table. */
export interface LeftTexts {
  count: number;
  /** numbers of their cases, lowest first; at most 50 */
  cases: number[];
}

/** The tables with texts of people. */
export const textTables: readonly string[] = Object.keys(columns).filter((table) => columnsTreated(table, 'texts').length > 0);

/** SQL: whether a row `x` may name the people: in the cases of their accounts, and outside of cases. */
function ofAccounts(table: string, accountIds: string): string {
  const caseId = caseOf[table];
  if (table === 'access_entry')
    return `(${accountIds}::int[] is null or x.account_id is null or x.account_id = any (${accountIds}::int[]))`;
  if (caseId === undefined) return 'true';
  const isIn = `exists (select from "case" c where c.id = ${caseId} and c.account_id = any (${accountIds}::int[]))`;
  return `(${accountIds}::int[] is null or ${caseId} is null or ${isIn})`;
}

/** SQL: the id of the case of a row `x`. */
const caseOf: Readonly<Record<string, string>> = {
  case: 'x.id',
  post: 'x.case_id',
  post_revision: '(select p.case_id from post p where p.id = x.post_id)',
  file: 'x.case_id',
  replication: 'x.case_id',
  history_entry: 'x.case_id',
  case_merge: 'x.source_id',
  satisfaction: 'x.case_id',
  incoming_mail: 'x.case_id',
};

/** Counts the texts of people in one table that still have the names. */
export async function leftTexts(
  { pool }: Pick<Database, 'pool'>,
  table: string,
  { names, emails, accountIds }: Names,
): Promise<LeftTexts> {
  const matches = columnsTreated(table, 'texts')
    .map((column) => {
      const isJson = jsonColumns.has(`${table}.${column}`);
      return `(x."${column}"::text ~* ${isJson ? '$3' : '$1'} or x."${column}"::text ~* ${isJson ? '$4' : '$2'})`;
    })
    .join(' or ');
  const { id, type } = keyOf(table);
  // a part of the table per statement, because a bot cancels a statement that takes half a minute
  const text = `
    with given as (select $1::text, $2::text, $3::text, $4::text, $7::int[]), found as materialized (
       select ${caseOf[table] ?? 'null::int'} case_id from "${table}" x where ($5::text is null or x.${id} > $5::${type}) and x.${id} <= $6::${type}
         and (${matches}) and ${ofAccounts(table, '$7')})
     select (select count(*)::int from found) count, array(select c.number from "case" c
       where c.id in (select case_id from found) order by c.number limit ${maxListed}) cases`;
  const patterns = [patternOf(emails, false), patternOf(names, false), patternOf(emails, true), patternOf(names, true)];
  let count = 0;
  const cases = new Set<number>();
  for await (const { after, last } of pagesOf(pool, table, searched)) {
    const { rows } = await pool.query<LeftTexts>(text, [...patterns, after, last, accountIds]);
    count += rows[0]?.count ?? 0;
    for (const number of rows[0]?.cases ?? []) cases.add(number);
  }
  return { count, cases: [...cases].sort((one, other) => one - other).slice(0, maxListed) };
}

/**
 * Writes the pattern that finds these texts in any letter case, but not within longer ones. An address that continues another one, or a name that is a
 * part of a longer word, is somebody else's.
 */
function patternOf(texts: readonly string[], isJson: boolean): string {
  const written = texts
    .filter((text) => text !== '')
    .sort((one, other) => other.length - one.length)
    .map((text) => (isJson ? JSON.stringify(text).slice(1, -1) : text).replace(/[^\p{L}\p{N}\s]/gu, '\\$&'));
  if (written.length === 0) return nothing;
  return `(?<![[:alnum:]_.+-])(${written.join('|')})(?![[:alnum:]_]|[-.@][[:alnum:]])`;
}
