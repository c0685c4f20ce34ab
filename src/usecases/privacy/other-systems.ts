// What other systems got and nobody can take back from here: development issues that were created from cases, and events that were sent to
// webhooks. An erasure and a redaction name it, like emails that were sent.
import { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../context.ts';
import { idsIn, type FoundInCases } from './redact-find.ts';

const { sql } = Prisma;

/** How much other systems got. */
export interface OtherSystems {
  /** cases from whose texts a development issue was created */
  issueCases: number;
  /** events that webhooks took, as far as their deliveries are kept */
  webhookEvents: number;
}

/**
 * SQL: whether an issue was created from the texts of the case `c`, or may have been. Other cases of its defect gave it nothing, and nothing is
 * sent to an issue that is only linked.
 * @param issue further condition on `dev_issue i`
 */
const createdIssue = (
  issue = sql`true`,
): Prisma.Sql => sql`exists (select from dev_issue i where i.case_id = c.id and i.marker is not null
  and (i.external_id is not null or i.sent_at is not null) and ${issue})`;

type Reader = Pick<Tx, '$queryRaw'>;

/** SQL of ids, by what is counted. */
export type CountedIds = Readonly<Record<keyof OtherSystems, Prisma.Sql>>;

/** @param ofCase condition on `"case" c` @param ofEvent condition on `webhook_event ev` */
function idsOf(ofCase: Prisma.Sql, ofEvent: Prisma.Sql): CountedIds {
  return {
    issueCases: sql`select c.id from "case" c where ${ofCase} and ${createdIssue()}`,
    webhookEvents: sql`select ev.id from webhook_event ev where ${ofEvent} and exists (
      select from delivery d where d.webhook_event_id = ev.id and (d.external_id is not null or d.started_at is not null))`,
  };
}

async function countIds(tx: Reader, { issueCases, webhookEvents }: CountedIds): Promise<OtherSystems> {
  const [row] = await tx.$queryRaw<OtherSystems[]>`
    select (select count(*)::int from (${issueCases}) one) "issueCases", (select count(*)::int from (${webhookEvents}) one) "webhookEvents"`;
  return row ?? { issueCases: 0, webhookEvents: 0 };
}

const count = (tx: Reader, ofCase: Prisma.Sql, ofEvent: Prisma.Sql): Promise<OtherSystems> =>
  countIds(tx, idsOf(ofCase, ofEvent));

/** Counts what other systems got of cases. */
export function countOfCases(tx: Reader, ids: readonly number[]): Promise<OtherSystems> {
  const these = [...ids];
  return count(tx, sql`c.id = any (${these}::int[])`, sql`ev.case_id = any (${these}::int[])`);
}

/** Counts what other systems got of the cases of an account, and of its people. */
export function countOfAccount(tx: Reader, id: number): Promise<OtherSystems> {
  return count(tx, sql`c.account_id = ${id}`, sql`ev.account_id = ${id}`);
}

/** Counts the events about people that webhooks took. */
export async function countEventsAbout(tx: Reader, personIds: readonly number[]): Promise<number> {
  return (await count(tx, sql`false`, sql`ev.person_id = any (${[...personIds]}::int[])`)).webhookEvents;
}

/** Counts what other systems got that names a person: events about them, the cases they opened and their posts. */
export function countOfPerson(tx: Reader, id: number): Promise<OtherSystems> {
  const ofEvent = sql`(ev.person_id = ${id} or ev.case_id in (select c.id from "case" c where c.contact_id = ${id} or c.advisor_id = ${id})
    or ev.post_id in (select p.id from post p where p.author_id = ${id}))`;
  return count(tx, sql`c.contact_id = ${id}`, ofEvent);
}

/** Counts what other systems got of what a redaction found. */
export function countOfFound(tx: Reader, found: FoundInCases): Promise<OtherSystems> {
  return countIds(tx, otherSystemsOf(found));
}

/** Says what other systems got of what a redaction found: every event of a case has its subject and description. */
export function otherSystemsOf(found: FoundInCases): CountedIds {
  const { places, named, files, post } = found;
  const cases = idsIn(places, '"case"');
  const posts = [...idsIn(places, 'post'), ...(post ? [post.id] : [])];
  const revisions = idsIn(places, 'post_revision');
  const defects = idsIn(places, 'defect');
  const issues = idsIn(places, 'dev_issue');
  const fileIds = [...named.map(({ file }) => file.id), ...files.map(({ id }) => id)];
  const ofPost = (column: Prisma.Sql) => sql`(${column} = any (${posts}::int[])
    or ${column} in (select r.post_id from post_revision r where r.id = any (${revisions}::int[])))`;
  const ofCase = sql`(c.id = any (${cases}::int[])
    or ${createdIssue(sql`(i.defect_id = any (${defects}::int[]) or i.id = any (${issues}::int[]))`)}
    or exists (select from post p where p.case_id = c.id and ${ofPost(sql`p.id`)}))`;
  return idsOf(
    ofCase,
    sql`(ev.case_id = any (${cases}::int[]) or ${ofPost(sql`ev.post_id`)} or ev.file_id = any (${fileIds}::int[]))`,
  );
}
