// Where the rows of an export wait until they are imported: a temporary table of one connection. The server sorts and joins them on its disk, so that
// an export of any size fits in memory here, and nothing is left behind when the process ends or is killed. Everything is one transaction, because
// poolers give a session to others between transactions.
import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';

/** What a staged row is. People, organizations and documents are found by their ids in the other product. */
export type StagedKind = 'case' | 'comment' | 'person' | 'organization' | 'document';

/** A row of an export. */
export interface StagedRow {
  kind: StagedKind;
  /** unique for its kind; the last row of an id is kept */
  id: string;
  /** a comment's case */
  caseId: string;
  file: number;
  line: number;
  /** orders cases and comments */
  at: Date | null;
  /** JSON */
  data: string;
}

/** A row as it is read back. */
export type ReadRow = Pick<StagedRow, 'id' | 'caseId' | 'file' | 'line' | 'data'>;

/** What is staged. */
export interface Staged {
  /** in the files */
  read: { cases: number; comments: number };
  /** to be imported */
  left: { cases: number; comments: number };
  /** earlier rows of ids that are there again */
  repeated: ReadRow[];
  /** what was imported before, and is left out */
  knownCases: number;
  knownComments: number;
  /** those of them that have another status in the other product by now */
  moved: { id: string; file: number; line: number; before: string; now: string; number: string }[];
}

/** The advisory lock that lets one import at a time run. */
const importLock = 7_217_009;

/** Another import is running. */
export class ImportRunning extends Error {}

const chunk = 256 * 1024;

/** The rows of an export. */
export class ImportStaging {
  private readonly client: pg.Client;
  private copying: CopyStreamQuery | null = null;
  private buffered = '';
  /** why the server refused the rows */
  private failure: Error | null = null;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  /**
   * Opens the staging.
   * @param waitMs how long to wait for an import that was just killed to leave
   * @throws ImportRunning
   */
  static async open(url: string, waitMs = 30_000): Promise<ImportStaging> {
    const client = new pg.Client({ connectionString: url, application_name: 'casebridge (import)' });
    client.on('error', () => undefined); // the statement that runs reports it
    await client.connect();
    try {
      await client.query(
        `begin; set local timezone = 'UTC'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
         set local work_mem = '64MB'; set local casebridge.scope = 'operator'; set local lock_timeout = ${waitMs}`,
      );
      await client.query('select pg_advisory_xact_lock($1)', [importLock]);
      await client.query(
        `set local lock_timeout = 0;
         create temp table staged (seq bigint generated always as identity, kind text, id text, case_id text, file int, line int,
           at timestamptz, data text) on commit drop`,
      );
    } catch (error) {
      await client.end();
      throw (error as { code?: string }).code === '55P03' ? new ImportRunning('another import is running') : error;
    }
    return new ImportStaging(client);
  }

  /** Adds a row. It waits while the server is behind. */
  async add({ kind, id, caseId, file, line, at, data }: StagedRow): Promise<void> {
    this.copying ??= this.startCopying();
    this.buffered += `${kind}\t${escaped(id)}\t${escaped(caseId)}\t${file}\t${line}\t${at?.toISOString() ?? '\\N'}\t${escaped(data)}\n`;
    if (this.buffered.length >= chunk) await this.flush(this.copying);
  }

  private startCopying(): CopyStreamQuery {
    const copying = this.client.query(copyFrom('copy staged (kind, id, case_id, file, line, at, data) from stdin'));
    copying.on('error', (error: Error) => (this.failure ??= error));
    return copying;
  }

  private async flush(copying: CopyStreamQuery): Promise<void> {
    const text = this.buffered;
    this.buffered = '';
    if (this.failure) throw this.failure;
    if (!copying.write(text)) await once(copying, 'drain');
  }

  /**
   * Ends adding rows, and prepares reading them. Of several rows with one id, the last one stays. What was imported before is left out, but for cases
   * with new comments.
   * @param origin whose ids they are
   * @returns how many cases and comments there are, and the rows that were left out
   */
  async finish(origin: string): Promise<Staged> {
    if (this.copying) {
      await this.flush(this.copying);
      const done = once(this.copying, 'finish');
      this.copying.end();
      await done;
      this.copying = null;
    }
    await this.client.query('create index on staged (kind, id, seq); analyze staged');
    const { rows: repeated } = await this.client.query<ReadRow>(
      `with earlier as (
         select seq from (select seq, lead(seq) over (partition by kind, id order by seq) later from staged) s where later is not null
       ), gone as (
         delete from staged using earlier where staged.seq = earlier.seq returning kind, id, case_id, file, line
       )
       select id, case_id "caseId", file, line, '' data from gone where kind in ('case', 'comment') order by file, line limit 10000`,
    );
    await this.client.query(`create index on staged (case_id, at, seq) where kind = 'comment'`);
    const read = await this.count();
    const known = await this.leaveOut(origin);
    await this.client.query(
      `create temp table case_order on commit drop as
         select row_number() over (order by at nulls last, seq) n, id from staged where kind = 'case';
       create unique index on case_order (n); create unique index on case_order (id);
       create temp table orphan_order on commit drop as
         select row_number() over (order by case_id) n, case_id id from (
           select distinct case_id from staged s where kind = 'comment' and not exists (select from case_order c where c.id = s.case_id)) o;
       create unique index on orphan_order (n); analyze case_order; analyze staged`,
    );
    return { read, left: await this.count(), repeated, ...known };
  }

  private async count(): Promise<{ cases: number; comments: number }> {
    const { rows } = await this.client.query<{ cases: number; comments: number }>(
      `select (count(*) filter (where kind = 'case'))::int cases, (count(*) filter (where kind = 'comment'))::int comments from staged`,
    );
    return rows[0] ?? { cases: 0, comments: 0 };
  }

  /** Leaves out what was imported before, in two statements: most of an import that is continued is. */
  private async leaveOut(origin: string): Promise<Pick<Staged, 'knownCases' | 'knownComments' | 'moved'>> {
    const { rowCount } = await this.client.query(
      `delete from staged s using imported_post i where s.kind = 'comment' and i.origin = $1 and i.external_id = s.id`,
      [origin],
    );
    const { rows } = await this.client.query<{ count: number; moved: Staged['moved'] | null }>(
      `with gone as (
         delete from staged s using imported_case i where s.kind = 'case' and i.origin = $1 and i.external_id = s.id
           and not exists (select from staged c where c.kind = 'comment' and c.case_id = s.id)
         returning s.id, s.file, s.line, i.status before, s.data::json ->> 'status' now, s.data::json ->> 'number' number
       ), moved as (
         select id, file, line, before, now, number from gone where before <> now order by file, line limit 10000
       )
       select (select count(*)::int from gone) count, (select json_agg(moved) from moved) moved`,
      [origin],
    );
    return { knownComments: rowCount ?? 0, knownCases: rows[0]?.count ?? 0, moved: rows[0]?.moved ?? [] };
  }

  /** Reads cases, the oldest first. @param after how many were read before */
  async cases(after: number, limit: number): Promise<ReadRow[]> {
    const { rows } = await this.client.query<ReadRow>(
      `select s.id, '' "caseId", s.file, s.line, s.data from case_order o join staged s on s.kind = 'case' and s.id = o.id
       where o.n > $1 and o.n <= $2 order by o.n`,
      [after, after + limit],
    );
    return rows;
  }

  /** Reads the ids of cases that have comments in the export, and no row of their own. @param after how many were read before */
  async casesOfOrphans(after: number, limit: number): Promise<string[]> {
    const { rows } = await this.client.query<{ id: string }>('select id from orphan_order where n > $1 and n <= $2 order by n', [
      after,
      after + limit,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Reads the comments of cases, in the order in which they were written. */
  async comments(caseIds: readonly string[]): Promise<ReadRow[]> {
    const { rows } = await this.client.query<ReadRow>(
      `select id, case_id "caseId", file, line, data from staged where kind = 'comment' and case_id = any ($1) order by case_id, at nulls last, seq`,
      [caseIds],
    );
    return rows;
  }

  /** Reads people, organizations or documents. @returns their JSON by id */
  async look(kind: 'person' | 'organization' | 'document', ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.client.query<{ id: string; data: string }>(
      'select id, data from staged where kind = $1 and id = any ($2)',
      [kind, ids],
    );
    return new Map(rows.map(({ id, data }) => [id, data]));
  }

  /** Reads people in the order of their ids. @param after the last id that was read */
  async people(after: string, limit: number): Promise<ReadRow[]> {
    const { rows } = await this.client.query<ReadRow>(
      `select id, '' "caseId", file, line, data from staged where kind = 'person' and id > $1 order by id limit $2`,
      [after, limit],
    );
    return rows;
  }

  /** Drops all rows. */
  async close(): Promise<void> {
    this.copying?.destroy();
    await this.client.end();
  }
}

function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (char) => escapes[char] ?? char) : text;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
