// Reads the records of one account: its cases with everything on them, and who had access. Every statement names the account or a case that was
// found by it, and reads one batch, so that memory stays the same however much there is. Bounds are fixed at the start: what is added
// during the export is not part of it.
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

// Statements that are sent for every case have a name, so that the server plans them once.

/** Rows per statement. A post has 40 kB at most. */
const batch = 500;

type Pool = Pick<Database, 'pool'>;

/** Reads the highest IDs, which bound an export. */
export async function readBounds({ pool }: Pool): Promise<RecordsRequest['bounds']> {
  const max = (table: string): string => `(select coalesce(max(id), 0) from ${table})`;
  const { rows } = await pool.query<RecordsRequest['bounds']>(`
    select ${max('"case"')} "case", ${max('post')} post, ${max('history_entry')} history, ${max('file')} file,
      ${max('access_entry')} access`);
  return rows[0] ?? { case: 0, post: 0, history: 0, file: 0, access: 0 };
}

/** Reads the cases after one, in the order of their IDs. @param after the ID of the last case that is done */
export function readCases(
  db: Pool,
  { accountId, since, until, bounds }: RecordsRequest,
  after: number,
): AsyncGenerator<RecordRow> {
  return paged(db, after, (last) => ({
    text: `
      select c.id, c.number, c.subject, c.status, c.priority, c.module, c.case_type "caseType", c.environment, c.description,
        c.replication_steps "replicationSteps", c.expected, c.actual, c.impact, contact.name contact, contact.email "contactEmail",
        advisor.name advisor, c.created_at "openedAt", c.closed_at "closedAt", c.close_reason "closeReason"
      from "case" c
      join person contact on contact.id = c.contact_id
      left join person advisor on advisor.id = c.advisor_id
      where c.account_id = $1 and c.id > $2 and c.id <= $3 and c.created_at < $5 and (c.created_at >= $4
        or exists (select from post p where p.case_id = c.id and p.created_at >= $4 and p.created_at < $5)
        or exists (select from history_entry h where h.case_id = c.id and h.at >= $4 and h.at < $5))
      order by c.id limit $6`,
    values: [accountId, last, bounds.case, since, until, batch],
  }));
}

/** Reads the people who get notifications for a case. */
export async function readRecipients({ pool }: Pool, caseId: number): Promise<RecordRow[]> {
  const text = `select p.name, p.email from recipient r join person p on p.id = r.person_id where r.case_id = $1 order by p.email`;
  return (await pool.query<RecordRow>({ name: 'records-recipients', text, values: [caseId] })).rows;
}

/** Reads the posts of a case. Of a deleted one, only who deleted it and when. */
export function readPosts(db: Pool, { until, notes, bounds }: RecordsRequest, caseId: number): AsyncGenerator<RecordRow> {
  return paged(db, 0, (last) => ({
    name: 'records-posts',
    text: `
      select p.id, p.kind, p.action, p.author_name author, p.author_side side, p.created_at at, p.edited_at "editedAt",
        p.deleted_at "deletedAt", p.deleted_by "deletedBy", case when p.deleted_at is null then p.body end body
      from post p
      where p.case_id = $1 and p.id > $2 and p.id <= $3 and p.created_at < $4 and ($5 or p.kind <> 'note')
      order by p.id limit $6`,
    values: [caseId, last, bounds.post, until, notes, batch],
  }));
}

/** Reads the earlier texts of posts that are not deleted, by the ID of the post. */
export async function readRevisions({ pool }: Pool, postIds: readonly number[]): Promise<Map<number, RecordRow[]>> {
  if (postIds.length === 0) return new Map();
  const { rows } = await pool.query<{ postId: number; at: Date; body: string }>(
    `select r.post_id "postId", r.at, r.body from post_revision r join post p on p.id = r.post_id
     where r.post_id = any ($1) and p.deleted_at is null order by r.id`,
    [postIds],
  );
  const found = new Map<number, RecordRow[]>();
  for (const { postId, ...revision } of rows) found.set(postId, [...(found.get(postId) ?? []), revision]);
  return found;
}

/** Reads the history of a case; without notes, what contacts may read of it. */
export function readHistory(db: Pool, { until, notes, bounds }: RecordsRequest, caseId: number): AsyncGenerator<RecordRow> {
  return paged(db, 0, (last) => ({
    name: 'records-history',
    text: `
      select h.id, h.at, h.actor_name who, h.action, h."from", h."to",
        case when $5 or h.action = any ($6) then coalesce(h.why, ${writtenText}) end why
      from history_entry h
      where h.case_id = $1 and h.id > $2 and h.id <= $3 and h.at < $4 and ($5 or h.action = any ($7))
      order by h.id limit $8`,
    values: [caseId, last, bounds.history, until, notes, readInFull, readAtAll, batch],
  }));
}

/** Reads the files of a case that are part of its posts. */
export function readFiles(db: Pool, { until, notes, bounds }: RecordsRequest, caseId: number): AsyncGenerator<RecordRow> {
  return paged(db, 0, (last) => ({
    name: 'records-files',
    text: `
      select f.id, f.post_id "postId", f.name, f.media_type "mediaType", f.size bytes, f.checksum sha256, f.state, f.link,
        f.uploaded_by_name who, f.created_at at
      from file f join post p on p.id = f.post_id and p.deleted_at is null
      where f.case_id = $1 and f.id > $2 and f.id <= $3 and f.created_at < $4 and f.deleted_at is null and ($5 or p.kind <> 'note')
      order by f.id limit $6`,
    values: [caseId, last, bounds.file, until, notes, batch],
  }));
}

/**
 * Reads who had access. Without notes, what advisors searched for and the names of files of notes are left out; a search of the log
 * itself may name people of other accounts, so its text always is.
 */
export function readAccesses(db: Pool, { accountId, since, until, notes, bounds }: RecordsRequest): AsyncGenerator<RecordRow> {
  return paged(db, 0, (last) => ({
    text: `
      select a.id, a.at, a.action, a.source, p.name who, p.kind side, a.operator, c.number "case",
        case when $6 or post.kind <> 'note' then f.name end file,
        case when a.action <> 'access' and ($6 or p.kind = 'contact') then a.detail end detail
      from access_entry a
      left join person p on p.id = a.person_id
      left join "case" c on c.id = a.case_id
      left join file f on f.id = a.file_id
      left join post on post.id = f.post_id
      where a.account_id = $1 and a.id > $2 and a.id <= $3 and a.at >= $4 and a.at < $5
      order by a.id limit $7`,
    values: [accountId, last, bounds.access, since, until, notes, batch],
  }));
}

/** Reads rows by ascending ID, one batch at a time. */
async function* paged(
  { pool }: Pool,
  after: number,
  query: (last: number) => { name?: string; text: string; values: unknown[] },
): AsyncGenerator<RecordRow> {
  for (let last = after; ;) {
    const { rows } = await pool.query<RecordRow & { id: number }>(query(last));
    yield* rows;
    if (rows.length < batch) return;
    last = rows.at(-1)?.id ?? last;
  }
}
