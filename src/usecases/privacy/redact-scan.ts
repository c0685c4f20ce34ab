// Looks through places for a passage, and takes it out of the rows that have it.
import { Prisma } from '../../db/generated/client.ts';
import { countInsideWords, excerpt, redactJson, redactText, type Passage } from '../../domain/redaction.ts';
import type { Tx } from '../context.ts';
import type { Area, ColumnKind, Place } from './redact-places.ts';

const { sql, raw, join } = Prisma;

/** A row in which a passage was found. */
export interface Hit {
  key: string;
  /** its columns that change, without the passage */
  values: Record<string, unknown>;
}

/** A passage with the text around it. */
export interface Excerpt {
  /** the place, as its count is named */
  place: string;
  before: string;
  found: string;
  after: string;
}

/** What was found in a place. */
export interface Found {
  hits: Hit[];
  /** how often the passage is a part of longer words, where it is left */
  insideWords: number;
  excerpts: Excerpt[];
}

/** Rows read per statement. */
const batch = 1_000;
/** Excerpts of one place. */
const maxExcerpts = 5;

/** Finds the rows of a place that have a passage. @param lock until the transaction ends */
export async function scan(
  tx: Pick<Tx, '$queryRaw'>,
  place: Place,
  area: Area,
  passage: Passage,
  { lock = false } = {},
): Promise<Found> {
  const found: Found = { hits: [], insideWords: 0, excerpts: [] };
  await eachRow(tx, place, area, lock, (key, values) => look(found, place, key, values, passage));
  return found;
}

/** What was found in a row without taking anything out. */
export interface Sighting {
  /** the cases of the area that the row belongs to */
  caseIds: number[];
  isHit: boolean;
  insideWords: number;
}

/** Finds the rows of a place that have a passage, or longer words with it, and the cases they belong to. @param caseIds SQL of an array */
export async function sight(
  tx: Pick<Tx, '$queryRaw'>,
  place: Place,
  area: Area,
  passage: Passage,
  caseIds: Prisma.Sql,
): Promise<Sighting[]> {
  const sighted = new Map<string, Omit<Sighting, 'caseIds'>>();
  await eachRow(tx, place, area, false, (key, values) => {
    const found: Found = { hits: [], insideWords: 0, excerpts: [] };
    look(found, place, key, values, passage);
    const { hits, insideWords } = found;
    if (hits.length > 0 || insideWords > 0) sighted.set(key, { isHit: hits.length > 0, insideWords });
  });
  if (sighted.size === 0) return [];
  const [key, type] = place.key;
  const rows = await tx.$queryRaw<{ key: string; caseIds: number[] }[]>`
    select ${raw(key)}::text "key", ${caseIds} "caseIds" from ${raw(place.table)} x
    where ${raw(key)} = any (${[...sighted.keys()]}::text[]::${raw(type)}[])`;
  return rows.flatMap((row) => ({ caseIds: row.caseIds, ...(sighted.get(row.key) ?? { isHit: false, insideWords: 0 }) }));
}

/** Reads the rows of a place in batches. */
async function eachRow(
  tx: Pick<Tx, '$queryRaw'>,
  place: Place,
  area: Area,
  lock: boolean,
  take: (key: string, values: Record<string, unknown>) => void,
): Promise<void> {
  const [key, type] = place.key;
  const columns = Object.keys(place.columns);
  const selected = raw(columns.map((column) => `x."${column}"`).join(', '));
  const locking = lock ? sql`for no key update of x` : Prisma.empty;
  for (let after: string | null = null; ;) {
    const further: Prisma.Sql = after === null ? sql`true` : sql`${raw(key)} > ${after}::${raw(type)}`;
    const rows: Record<string, unknown>[] = await tx.$queryRaw<Record<string, unknown>[]>`
      select ${raw(key)}::text "$key", ${selected} from ${raw(place.table)} x where ${place.rows(area)} and ${further}
      order by ${raw(key)} limit ${batch} ${locking}`;
    for (const { $key, ...values } of rows) take(String($key), values);
    if (rows.length < batch) return;
    after = String(rows.at(-1)?.['$key']);
  }
}

function look(found: Found, { name, columns, codes }: Place, key: string, row: Record<string, unknown>, passage: Passage): void {
  const values: Record<string, unknown> = {};
  let isHit = false;
  for (const [column, value] of Object.entries(row)) {
    const keys = keysOf(columns[column]);
    const redacted = codes?.includes(value as string) ? { value, count: 0 } : redactValue(value, passage, keys);
    values[column] = redacted.value;
    if (redacted.count > 0) isHit = true;
    for (const text of textsOf(value, keys)) {
      found.insideWords += countInsideWords(text, passage);
      const shown = redacted.count > 0 && found.excerpts.length < maxExcerpts ? excerpt(text, passage) : null;
      if (shown) found.excerpts.push({ place: name, ...shown });
    }
  }
  if (isHit) found.hits.push({ key, values });
}

function keysOf(kind: ColumnKind | undefined): readonly string[] {
  return typeof kind === 'object' ? kind.json : [];
}

/** Takes a passage out of a text, a list of texts, or a JSON value. */
function redactValue(value: unknown, passage: Passage, keys: readonly string[]): { value: unknown; count: number } {
  if (keys.length > 0) return redactJson(value, passage, keys);
  const each = (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === 'string' ? redactText(one, passage) : { text: one as null, count: 0 },
  );
  const count = each.reduce((sum, one) => sum + one.count, 0);
  return { value: Array.isArray(value) ? each.map(({ text }) => text) : each[0]?.text, count };
}

function textsOf(value: unknown, keys: readonly string[]): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (keys.length === 0) return Object.values(value).flatMap((one) => textsOf(one, keys));
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string' && !keys.includes(key) ? [] : textsOf(one, keys),
  );
}

/** Writes rows without what was found in them, in one statement. */
export async function writeHits(tx: Pick<Tx, '$executeRaw'>, place: Place, hits: readonly Hit[]): Promise<void> {
  if (hits.length === 0) return;
  const [key, type] = place.key;
  const columns = Object.entries(place.columns);
  const sets = columns.map(([column, kind], index) => `"${column}" = ${valueOf(kind, `v.c${index}`)}`).join(', ');
  const names = ['key', ...columns.map((_, index) => `c${index}`)].join(', ');
  const arrays = [
    sql`${hits.map((hit) => hit.key)}::text[]`,
    ...columns.map(([column, kind]) => sql`${hits.map(({ values }) => written(kind, values[column]))}::text[]`),
  ];
  // PostgreSQL does not take the alias of the table in front of a column that is set
  await tx.$executeRaw`
    update ${raw(place.table)} x set ${raw(sets)} from unnest(${join(arrays)}) v(${raw(names)})
    where ${raw(key)} = v.key::${raw(type)}`;
}

function written(kind: ColumnKind, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return kind === 'text' ? (value as string) : JSON.stringify(value);
}

function valueOf(kind: ColumnKind, column: string): string {
  if (kind === 'text') return column;
  return typeof kind === 'object' ? `${column}::jsonb` : `array(select jsonb_array_elements_text(${column}::jsonb))`;
}
