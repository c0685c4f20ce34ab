// What is read of a case for its records: posts, files and history, of several cases at once or of one case batch by batch.
import type { Database } from '../../db/client.ts';
import { readAtAll, readInFull } from '../../domain/history.ts';
import { writtenText } from '../cases/case-history.ts';

/** What is read. */
export interface RecordsRequest {
  accountId: number;
  /** cases with something that happened in this time; ISO moments, the end is excluded */
  since: string;
  until: string;
  /** internal notes, and what advisors read of the history */
  notes: boolean;
  /** the highest IDs at the start */
  bounds: Readonly<Record<'case' | 'post' | 'history' | 'file' | 'access', number>>;
}

/** A row by column. */
export type RecordRow = Record<string, unknown>;

/** A post with its earlier texts. */
export type PostRow = RecordRow & { revisions: RecordRow[] };

/** What a case has many of. */
export const recordKinds = ['posts', 'files', 'history'] as const;
/** What a case has many of. */
export type RecordKind = (typeof recordKinds)[number];

/** Rows per statement. A post has 40 kB at most. */
export const batch = 500;

type Pool = Pick<Database, 'pool'>;

// Statements that are sent often have a name, so that the server plans them once.

/** A row with the case that it is of. */
export type OfCase<Row extends RecordRow = RecordRow> = Row & { caseId: number };

/** Sorts rows by their case. */
export function byCase<Row extends RecordRow>(rows: readonly OfCase<Row>[]): Map<number, Row[]> {
  const found = new Map<number, Row[]>();
  for (const { caseId, ...rest } of rows) {
    const row = rest as unknown as Row;
    const of = found.get(caseId);
    if (of) of.push(row);
    else found.set(caseId, [row]);
  }
  return found;
}

interface Statement {
  /** what the statement calls the table */
  alias: string;
  columns: string;
  /** with conditions; `$4` is the end, and `$5` says whether internal notes are read */
  from: string;
  bound: keyof RecordsRequest['bounds'];
  /** from `$6` on */
  values?: unknown[];
}

const statements: Readonly<Record<RecordKind, Statement>> = {
  // of a deleted post, only who deleted it and when
  posts: {
    alias: 'p',
    columns: `p.kind, p.action, p.author_name author, p.author_side side, p.created_at at, p.edited_at "editedAt", p.deleted_at "deletedAt",
      p.deleted_by "deletedBy", case when p.deleted_at is null then p.body end body`,
    from: `post p where p.created_at < $4 and ($5 or p.kind <> 'note')`,
    bound: 'post',
  },
  // without notes, what contacts may read of it
  history: {
    alias: 'h',
    columns: `h.at, h.actor_name who, h.action, h."from", h."to", case when $5 or h.action = any ($6) then coalesce(h.why, ${writtenText}) end why`,
    from: `history_entry h where h.at < $4 and ($5 or h.action = any ($7))`,
    bound: 'history',
    values: [readInFull, readAtAll],
  },
  // those that are part of posts
  files: {
    alias: 'f',
    columns: `f.post_id "postId", f.name, f.media_type "mediaType", f.size bytes, f.checksum sha256, f.state, f.link, f.uploaded_by_name who,
      f.created_at at`,
    from: `file f join post p on p.id = f.post_id and p.deleted_at is null
      where f.created_at < $4 and f.deleted_at is null and ($5 or p.kind <> 'note')`,
    bound: 'file',
  },
};

/** Reads the rows of several cases, which are few. */
export async function readOf(
  { pool }: Pool,
  request: RecordsRequest,
  kind: RecordKind,
  caseIds: readonly number[],
): Promise<OfCase[]> {
  const { alias, columns, from, bound, values = [] } = statements[kind];
  const { rows } = await pool.query<OfCase>({
    name: `records-${kind}`,
    text: `select ${alias}.case_id "caseId", ${alias}.id, ${columns} from ${from} and ${alias}.case_id = any ($1) and ${alias}.id > $2 and ${alias}.id <= $3 order by ${alias}.case_id, ${alias}.id`,
    values: [caseIds, 0, request.bounds[bound], request.until, request.notes, ...values],
  });
  return rows;
}

/** Reads the rows of one case, which may be many. */
export function batchesOf(db: Pool, request: RecordsRequest, kind: RecordKind, caseId: number): AsyncGenerator<RecordRow[]> {
  const { alias, columns, from, bound, values = [] } = statements[kind];
  return batches(db, 0, (last) => ({
    name: `records-more-${kind}`,
    text: `select ${alias}.id, ${columns} from ${from} and ${alias}.case_id = $1 and ${alias}.id > $2 and ${alias}.id <= $3 order by ${alias}.id limit ${batch}`,
    values: [caseId, last, request.bounds[bound], request.until, request.notes, ...values],
  }));
}

/** Adds the earlier texts of posts that are not deleted. */
export async function withRevisions<Row extends RecordRow>({ pool }: Pool, posts: readonly Row[]): Promise<(Row & PostRow)[]> {
  const edited = posts.filter(({ editedAt }) => editedAt !== null).map(({ id }) => Number(id));
  const revisions = new Map<unknown, RecordRow[]>();
  if (edited.length > 0) {
    const { rows } = await pool.query<{ postId: number; at: Date; body: string }>(
      `select r.post_id "postId", r.at, r.body from post_revision r join post p on p.id = r.post_id
       where r.post_id = any ($1) and p.deleted_at is null order by r.id`,
      [edited],
    );
    for (const { postId, ...revision } of rows) revisions.set(postId, [...(revisions.get(postId) ?? []), revision]);
  }
  return posts.map((post) => ({ ...post, revisions: revisions.get(post.id) ?? [] }));
}

/** Reads rows by ascending ID, one batch at a time. */
async function* batches<Row extends RecordRow>(
  { pool }: Pool,
  after: number,
  query: (last: number) => { name?: string; text: string; values: unknown[] },
): AsyncGenerator<Row[]> {
  for (let last = after; ;) {
    const { rows } = await pool.query<Row & { id: number }>(query(last));
    yield rows;
    if (rows.length < batch) return;
    last = rows.at(-1)?.id ?? last;
  }
}

/** Reads rows one by one. */
export async function* flat<Row>(many: AsyncIterable<Row[]>): AsyncGenerator<Row> {
  for await (const rows of many) yield* rows;
}

/** Reads rows by ascending ID, one by one. */
export function paged<Row extends RecordRow = RecordRow>(...args: Parameters<typeof batches>): AsyncGenerator<Row> {
  return flat(batches<Row>(...args));
}
