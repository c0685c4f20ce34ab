// Reads the records of one account: its cases with everything on them, and who had access. Every statement names the account or a case that was
// found by it, and reads one batch, so that memory stays the same however much there is. Bounds are fixed at the start: what is added
// during the export is not part of it.
import type { Database } from '../../db/client.ts';
import {
  batch,
  batchesOf,
  byCase,
  flat,
  paged,
  readOf,
  recordKinds,
  withRevisions,
  type OfCase,
  type PostRow,
  type RecordKind,
  type RecordRow,
  type RecordsRequest,
} from './read-record-rows.ts';

export type { RecordRow, RecordsRequest };

/** Cases that are read together at most. */
const maxTogether = 100;

/** Rows that were read already, or that are read as they pass. */
export type Rows<Row extends RecordRow = RecordRow> = Iterable<Row> | AsyncIterable<Row>;

/** A case with everything on it. */
export interface CaseRecords {
  row: RecordRow & { id: number; number: number };
  recipients: RecordRow[];
  posts: Rows<PostRow>;
  files: Rows;
  history: Rows;
}

type Pool = Pick<Database, 'pool'>;

/** Reads the highest IDs, which bound an export. */
export async function readBounds({ pool }: Pool): Promise<RecordsRequest['bounds']> {
  const max = (table: string): string => `(select coalesce(max(id), 0) from ${table})`;
  const { rows } = await pool.query<RecordsRequest['bounds']>(`
    select ${max('"case"')} "case", ${max('post')} post, ${max('history_entry')} history, ${max('file')} file,
      ${max('access_entry')} access`);
  return rows[0] ?? { case: 0, post: 0, history: 0, file: 0, access: 0 };
}

type CaseRow = CaseRecords['row'];

/** Counts the rows of a case, as far as it matters. */
const sizeOf = (table: string): string =>
  `(select count(*)::int from (select from ${table} x where x.case_id = c.id limit ${batch + 1}) counted)`;

/**
 * Reads the cases after one, in the order of their IDs, some at a time: as many as have so few posts, files and entries together that one statement
 * reads them. A case with more is alone, and its rows are read as they pass.
 * @param after the ID of the last case that is done
 */
export async function* readCases(db: Pool, request: RecordsRequest, after: number): AsyncGenerator<CaseRecords[]> {
  const { accountId, since, until, bounds } = request;
  const cases = paged<CaseRow & { sizes: Record<RecordKind, number> }>(db, after, (last) => ({
    text: `
      select c.id, c.number, c.subject, c.status, c.priority, c.module, c.case_type "caseType", c.environment, c.description,
        c.replication_steps "replicationSteps", c.expected, c.actual, c.impact, contact.name contact, contact.email "contactEmail",
        advisor.name advisor, c.created_at "openedAt", c.closed_at "closedAt", c.close_reason "closeReason",
        json_build_object('posts', ${sizeOf('post')}, 'files', ${sizeOf('file')}, 'history', ${sizeOf('history_entry')}) sizes
      from "case" c
      join person contact on contact.id = c.contact_id
      left join person advisor on advisor.id = c.advisor_id
      where c.account_id = $1 and c.id > $2 and c.id <= $3 and c.created_at < $5 and (c.created_at >= $4
        or exists (select from post p where p.case_id = c.id and p.created_at >= $4 and p.created_at < $5)
        or exists (select from history_entry h where h.case_id = c.id and h.at >= $4 and h.at < $5))
      order by c.id limit $6`,
    values: [accountId, last, bounds.case, since, until, batch],
  }));
  let together: CaseRow[] = [];
  let left = { posts: batch, files: batch, history: batch };
  for await (const { sizes, ...row } of cases) {
    if (together.length >= maxTogether || recordKinds.some((kind) => sizes[kind] > left[kind])) {
      if (together.length > 0) yield await readTogether(db, request, together);
      together = [];
      left = { posts: batch, files: batch, history: batch };
    }
    if (recordKinds.some((kind) => sizes[kind] > batch)) {
      yield [await readAlone(db, request, row)];
      continue;
    }
    together.push(row);
    for (const kind of recordKinds) left[kind] -= sizes[kind];
  }
  if (together.length > 0) yield await readTogether(db, request, together);
}

async function readTogether(db: Pool, request: RecordsRequest, cases: readonly CaseRow[]): Promise<CaseRecords[]> {
  const ids = cases.map(({ id }) => id);
  const recipients = await readRecipients(db, ids);
  const posts = byCase<PostRow>(await withRevisions(db, await readOf(db, request, 'posts', ids)));
  const files = byCase(await readOf(db, request, 'files', ids));
  const history = byCase(await readOf(db, request, 'history', ids));
  const of = <Row>(rows: Map<number, Row[]>, id: number): Row[] => rows.get(id) ?? [];
  return cases.map((row) => ({
    row,
    recipients: of(recipients, row.id),
    posts: of(posts, row.id),
    files: of(files, row.id),
    history: of(history, row.id),
  }));
}

async function readAlone(db: Pool, request: RecordsRequest, row: CaseRow): Promise<CaseRecords> {
  const recipients = (await readRecipients(db, [row.id])).get(row.id) ?? [];
  const rows = (kind: RecordKind): AsyncGenerator<RecordRow> => flat(batchesOf(db, request, kind, row.id));
  return { row, recipients, posts: postsOf(db, request, row.id), files: rows('files'), history: rows('history') };
}

async function* postsOf(db: Pool, request: RecordsRequest, caseId: number): AsyncGenerator<PostRow> {
  for await (const posts of batchesOf(db, request, 'posts', caseId)) yield* await withRevisions(db, posts);
}

/** Reads the people who get notifications, by case. */
async function readRecipients({ pool }: Pool, caseIds: readonly number[]): Promise<Map<number, RecordRow[]>> {
  const text = `
    select r.case_id "caseId", p.name, p.email from recipient r join person p on p.id = r.person_id
    where r.case_id = any ($1) order by r.case_id, p.email`;
  return byCase((await pool.query<OfCase>({ name: 'records-recipients', text, values: [caseIds] })).rows);
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
