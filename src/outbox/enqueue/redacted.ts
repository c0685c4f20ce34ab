// The messages that showed what a redaction takes out: those in chats are edited or deleted, mails are counted, because nobody can change them.
import { Prisma } from '../../db/generated/client.ts';
import { usableConversations } from './eligible-conversations.ts';
import { byMail, refresh, retryDead, withdraw } from './deliveries.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** What was taken out of a case. */
export interface RedactedParts {
  caseId: number;
  /** texts of the case itself, such as its subject, which every message of the case can show */
  isWhole: boolean;
  posts: readonly number[];
  /** files whose messages must go */
  files: readonly number[];
  defects: readonly number[];
  mails: readonly number[];
}

/** A message in a chat that shows, or may show, something of it. */
export interface ShownDelivery {
  id: bigint;
  platform: string;
  /** whether it was sent, or may have been */
  wasSent: boolean;
}

/** A message that shows something of a case. */
export interface ShownInChat extends ShownDelivery {
  /** whether it can be rendered where it is, for those in a conversation of a case; null: ask the loader of deliveries */
  isRendered: boolean | null;
}

const digests = (caseId: number, whose: Sql): Sql => sql`
  select d.id from digest g join delivery d on d.digest_id = g.id
  where exists (select from post p where p.case_id = ${caseId} and p.created_at > g."from" and p.created_at <= g.until) and ${whose}`;

/** Query for the ids of the deliveries, in chats and by mail, that show one of these parts. */
function showing({ caseId, isWhole, posts, defects, mails }: RedactedParts): Sql {
  const parts = [
    isWhole
      ? sql`select d.id from delivery d where d.case_id = ${caseId}`
      : sql`select d.id from delivery d where d.case_id = ${caseId} and d.kind in ('card', 'alert', 'page', 'snooze', 'satisfaction')
          and not ${byMail}`,
    sql`select d.id from delivery d where d.post_id = any (${[...posts]}::int[]) and d.kind <> 'file'`,
    sql`select j.delivery_id from joined_post j where j.post_id = any (${[...posts]}::int[])`,
    // a reminder quotes the question or resolution that waits
    sql`select d.id from delivery d join follow_up f on f.reminder_post_id = d.post_id where f.case_id = ${caseId}`,
    sql`select d.id from delivery d where d.mail_id = any (${[...mails]}::int[])`,
    ...(isWhole
      ? [
          digests(caseId, sql`true`),
          sql`select d.id from delivery d join "case" c on c.cluster_id = d.cluster_id where c.id = ${caseId} and d.kind = 'cluster'`,
        ]
      : []),
    ...(defects.length > 0
      ? [
          sql`select d.id from delivery d where d.kind = 'release' and d.release_id in (select release_id from defect where id = any (${[...defects]}::int[]))`,
          sql`select d.id from delivery d join "case" c on c.id = d.case_id where c.defect_id = any (${[...defects]}::int[]) and d.kind = 'card'`,
        ]
      : []),
  ];
  return Prisma.join(parts, ' union ');
}

/** Lists the messages in chats that show one of these parts, the ones to come included. The row of the case must be locked. */
export function shownInChats(tx: Tx, parts: RedactedParts): Promise<ShownInChat[]> {
  return tx.$queryRaw<ShownInChat[]>`
    with shown as materialized (${showing(parts)}),
      usable as materialized (select u.id from ${usableConversations(sql`array(select case_id from delivery where id in (select id from shown))`)} u)
    select d.id, l.platform::text, (d.external_id is not null or d.started_at is not null) "wasSent",
      case when d.kind in ('card', 'post') and d.conversation_id is not null then d.conversation_id in (select id from usable) end "isRendered"
    from delivery d join destination l on l.id = d.destination_id and l.platform <> 'mail'
    where d.id in (select id from shown) and not d.withdrawn order by d.id`;
}

/** Lists the mails that show one of these parts and were sent, or may have been, with the destinations that stand for their addresses. */
export function sentMails(tx: Tx, parts: RedactedParts): Promise<{ id: bigint; destinationId: number }[]> {
  return tx.$queryRaw<{ id: bigint; destinationId: number }[]>`
    select d.id, d.destination_id "destinationId" from delivery d join destination l on l.id = d.destination_id and l.platform = 'mail'
    where d.id in (${showing(parts)}) and (d.external_id is not null or d.started_at is not null)`;
}

/** Has messages edited, those that cannot be rendered anymore deleted, and the messages of files deleted. @returns those of files, by platform */
export async function replaceShown(
  tx: Tx,
  { caseId, files }: RedactedParts,
  { edited, deleted }: { edited: readonly bigint[]; deleted: readonly bigint[] },
): Promise<ShownDelivery[]> {
  const ofFiles = sql`d.file_id = any (${[...files]}::int[])`;
  const gone = await tx.$queryRaw<ShownDelivery[]>`
    select d.id, l.platform::text, (d.external_id is not null or d.started_at is not null) "wasSent"
    from delivery d join destination l on l.id = d.destination_id where ${ofFiles} and not d.withdrawn`;
  await tx.$executeRaw`with ${refresh({ where: sql`d.id = any (${[...edited]}::bigint[])` }, 'retry-shown')} select`;
  await tx.$executeRaw`with ${withdraw({ where: sql`d.id = any (${[...deleted]}::bigint[]) or ${ofFiles}` })} select`;
  // a message that should have been deleted before is still there
  const undeleted = sql`d.case_id = ${caseId} and d.withdrawn and d.external_id is not null and not ${byMail}`;
  await tx.$executeRaw`with ${retryDead({ where: undeleted })} select`;
  return gone;
}

/** Lists posts whose messages in chats we no longer keep track of (prune.ts). */
export async function forgottenPosts(tx: Tx, posts: readonly number[]): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    select p.id from post p join "case" c on c.id = p.case_id and c.status = 'Closed'
    where p.id = any (${[...posts]}::int[])
      and not exists (select from delivery d join destination l on l.id = d.destination_id and l.platform <> 'mail' where d.post_id = p.id)
      and exists (select from conversation k join destination l on l.id = k.destination_id and l.platform <> 'mail'
        where k.case_id = p.case_id and k.thread_ref is not null and k.destination_id is distinct from p.origin_destination_id)`;
  return rows.map(({ id }) => id);
}
