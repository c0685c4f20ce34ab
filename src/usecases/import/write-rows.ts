// The statements of an import, each for all rows of a batch. None of them writes a delivery, a conversation, a clock or an idempotency key: that is
// why an import notifies nobody.
import { Prisma } from '../../db/generated/client.ts';
import { send } from '../../db/transaction.ts';
import { clockName } from '../../domain/history.ts';
import { importAction, importedSentence, type ExportedCase, type ExportedPost } from '../../domain/imported-case.ts';
import { cleanName, distinctName } from '../../domain/files.ts';
import type { Tx } from '../context.ts';
import type { ImportRun, KnownPerson } from './import-run.ts';
import type { People } from './match-people.ts';

const { sql } = Prisma;

/** A case with what the database knows of it. */
export interface PlacedCase extends ExportedCase {
  id: number;
  number: number;
  accountId: number;
  owner: KnownPerson;
  advisor: KnownPerson | null;
}

/** A post with its case. */
export interface PlacedPost extends ExportedPost {
  id: number;
  caseId: number;
  /** the contact of the case, by whose posts the contact's side is known where the export does not say */
  contactEmail: string;
}

/** Takes ids from a sequence, in ascending order. */
export async function takeIds(tx: Tx, table: 'case' | 'post', column: 'id' | 'number', count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await send<{ id: number }>(
    tx,
    sql`select nextval(pg_get_serial_sequence(${`"${table}"`}, ${column}))::int id from generate_series(1, ${count}::int)`,
  );
  return rows.map(({ id }) => id).sort((one, other) => one - other);
}

/** Writes cases with their recipients, their history and the record that they were imported. */
export async function writeCases(tx: Tx, run: ImportRun, cases: readonly PlacedCase[]): Promise<void> {
  const rows = cases.map((one) => ({
    id: one.id, number: one.number, account: one.accountId, contact: one.owner.id, contact_name: one.owner.name, advisor: one.advisor?.id ?? null,
    status: one.status, priority: one.priority, subject: one.subject, description: one.description ?? '', module: one.module, type: one.caseType,
    source: one.source, origin_number: one.from, opened: one.createdAt, updated: one.updatedAt, closed: one.closedAt, reason: one.closeReason,
    // where an answer leads
    asked_from: one.status === 'PendingCustomerInput' ? (one.advisor ? 'Assigned' : 'New') : null,
    external_id: one.externalId, exported_status: one.exportedStatus, closer: one.advisor?.name ?? one.assignee?.name ?? clockName,
  })); // prettier-ignore
  await send(
    tx,
    sql`with given as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json) g (id int, number int, account int, contact int, contact_name text, advisor int,
          status "Status", asked_from "Status", priority "Priority", subject text, description text, module text, type text, source "Source", origin_number text,
          opened timestamptz, updated timestamptz, closed timestamptz, reason text, external_id text, exported_status text, closer text)
      ), cases as (
        insert into "case" (id, number, account_id, contact_id, advisor_id, status, asked_from, priority, subject, description, module, case_type, category,
          source, imported_from, created_at, updated_at, closed_at, close_reason)
        select id, number, account, contact, advisor, status, asked_from, priority, subject, description, module, type, type, source, origin_number,
          opened, updated, closed, reason from given
      ), recipients as (
        insert into recipient (case_id, person_id, added_at) select id, contact, opened from given
      ), remembered as (
        insert into imported_case (origin, external_id, case_id, status, imported_at)
        select ${run.origin}::text, external_id, id, exported_status, ${run.at}::timestamptz from given
      )
      insert into history_entry (case_id, at, actor_id, actor_name, action, "from", "to", why)
      select id, at, actor_id, actor_name, action, before, after, why from (
        select 1 step, id, opened at, contact actor_id, contact_name actor_name, 'open' action, null before, 'New' after, null why from given
        union all select 2, id, closed, advisor, closer, 'close', null, 'Closed', reason from given where closed is not null
        union all select 3, id, ${run.at}::timestamptz, null, ${clockName}, 'import', null, status::text, null from given
      ) entry order by id, step`,
  );
}

/** Writes posts with their files and the record that they were imported. */
export async function writePosts(tx: Tx, run: ImportRun, posts: readonly PlacedPost[], people: People): Promise<void> {
  if (posts.length === 0) return;
  const rows = posts.map((post) => {
    const author = authorOf(post, people);
    // a note of somebody unknown here says that it is imported, because the clock writes notes without an author as well
    const action = post.kind === 'note' && author.id === null ? importAction : null;
    return {
      id: post.id, case_id: post.caseId, kind: post.kind, action, author: author.id, name: author.name, side: author.side, body: post.body, at: post.at,
      external_id: post.externalId,
    }; // prettier-ignore
  });
  await send(
    tx,
    sql`with given as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json) g (id int, case_id int, kind "PostKind", action text, author int, name text,
          side "Side", body text, at timestamptz, external_id text)
      ), posts as (
        insert into post (id, case_id, kind, action, author_id, author_name, author_side, body, created_at)
        select id, case_id, kind, action, author, name, side, body, at from given
      )
      insert into imported_post (origin, external_id, post_id) select ${run.origin}::text, external_id, id from given`,
  );
  await writeFiles(tx, posts, people);
}

/** Writes files that stay where they are, as links. */
async function writeFiles(tx: Tx, posts: readonly PlacedPost[], people: People): Promise<void> {
  const rows = posts.flatMap((post) => {
    const names: string[] = [];
    const author = authorOf(post, people);
    return post.files.map(({ name: typed, link, size }, position) => {
      const name = distinctName(cleanName(typed), names);
      names.push(name);
      return {
        case_id: post.caseId,
        post: post.id,
        position,
        name,
        size,
        link,
        by: author.id,
        by_name: author.name,
        at: post.at,
      };
    });
  });
  if (rows.length === 0) return;
  await send(
    tx,
    sql`insert into file (case_id, post_id, position, name, size, link, state, problem, uploaded_by_id, uploaded_by_name, created_at)
      select case_id, post, position, name, size, link, 'refused', 'elsewhere', by, by_name, at
      from json_to_recordset(${JSON.stringify(rows)}::json) f (case_id int, post int, position int, name text, size int, link text, by int,
        by_name text, at timestamptz) order by post, position`,
  );
}

/** Writes the event that says where each case came from, which the feed shows and searches find. */
export async function writeEvents(tx: Tx, run: ImportRun, cases: readonly PlacedCase[], brand: string): Promise<void> {
  const rows = cases.map(({ id, from }) => ({ id, body: importedSentence(from) }));
  await send(
    tx,
    sql`insert into post (case_id, kind, action, author_name, body, created_at)
      select id, 'event', ${importAction}, ${brand}, body, ${run.at}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::json) e (id int, body text) order by id`,
  );
}

/** Remembers comments that became the description of their case. */
export async function rememberDescriptions(tx: Tx, run: ImportRun, externalIds: readonly string[]): Promise<void> {
  if (externalIds.length === 0) return;
  await send(
    tx,
    sql`insert into imported_post (origin, external_id) select ${run.origin}::text, unnest(${[...externalIds]}::text[])`,
  );
}

/** Decides who wrote a post: a person of the directory, or a name on one of the two sides. */
export function authorOf(post: PlacedPost, people: People): { id: number | null; name: string; side: 'contact' | 'advisor' } {
  const { author } = post;
  const person = author.email === null ? undefined : people.get(author.email);
  if (person && person.id !== 0) return { id: person.id, name: person.name, side: person.kind };
  const isContact =
    author.isAgent === false || (author.isAgent === null && author.email !== null && author.email === post.contactEmail);
  return { id: null, name: author.name || 'Unknown', side: isContact ? 'contact' : 'advisor' };
}
