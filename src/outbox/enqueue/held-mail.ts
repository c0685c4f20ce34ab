// Mail that waits. Events of a case are mailed together, and people who are active in the chat are not mailed what they read there. A
// conversation of a mailbox has at most one mail that is held; posts join it until it is released (delivery-states.ts). Which posts wait is
// `mailTiming` in domain/notification.ts.
import type { Pool } from 'pg';
import { announceWork } from '../../db/announce-work.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { MailTiming, NotificationLevel } from '../../domain/notification.ts';
import { enqueue, withdrawUnsent } from './deliveries.ts';
import { eligibleConversations } from './eligible-conversations.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** How long mail waits, ms; 0: it does not. */
export interface MailHold {
  /** for other events of the case */
  joinMs: number;
  /** after the last time the person was active in the chat */
  activeMs: number;
}

/**
 * SQL: when a person last wrote or pressed a button in a chat about a case, which includes filing it there; null if they never did.
 * @param caseId an SQL expression
 * @param personId an SQL expression
 */
export const lastActive = (caseId: Sql, personId: Sql): Sql => sql`greatest(
  (select max(own.created_at) from post own where own.case_id = ${caseId} and own.author_id = ${personId} and own.platform is not null),
  (select filed.created_at from "case" filed where filed.id = ${caseId} and filed.contact_id = ${personId} and filed.source in ('slack', 'teams')))`;

/** SQL: whether the person of the mailbox `k` was active in the chat shortly before the post `post`. */
export const activeBefore = (activeMs: number): Sql =>
  activeMs === 0
    ? sql`false`
    : sql`coalesce(${lastActive(sql`k.case_id`, sql`k.person_id`)} > post.created_at - ${activeMs} * interval '1 ms', false)`;

/** SQL: whether the post `post` was mailed to the mailbox `k` before, by itself or with other events. */
export const isMailed = sql`(exists (select from delivery d where d.post_id = post.id and d.conversation_id = k.id and d.kind = 'post')
  or exists (select from joined_post j join delivery d on d.id = j.delivery_id where j.post_id = post.id and d.conversation_id = k.id))`;

/**
 * Has a post wait in the mailboxes that get it: for other events, or until the person is no longer active in the chat. The row of the case
 * must be locked.
 * @param options.timing of the post
 * @param options.levels that get the post
 */
export async function holdMail(
  tx: Tx,
  post: { id: number; caseId: number },
  options: { timing: Exclude<MailTiming, 'at-once'>; levels: readonly NotificationLevel[]; hold: MailHold },
): Promise<void> {
  const { timing, levels, hold } = options;
  const waits = timing === 'joined' ? sql`true` : activeBefore(hold.activeMs);
  const until =
    timing === 'joined'
      ? sql`post.created_at + ${hold.joinMs} * interval '1 ms'`
      : sql`${lastActive(sql`k.case_id`, sql`k.person_id`)} + ${hold.activeMs} * interval '1 ms'`;
  const columns = {
    destination_id: sql`destination_id`,
    conversation_id: sql`conversation_id`,
    case_id: sql`case_id`,
    state: sql`'held'::"DeliveryState"`,
    held_until: sql`until`,
  };
  await tx.$executeRaw`
    with place as materialized (
      select k.id conversation_id, k.destination_id, k.case_id, ${until} until
      from post join ${eligibleConversations([post.caseId], levels)} k on k.case_id = post.case_id
        join destination on destination.id = k.destination_id and destination.platform = 'mail'
      where post.id = ${post.id} and k.person_id is distinct from post.author_id and ${waits} and not ${isMailed}
    ), waiting as materialized (
      select d.id, d.conversation_id from delivery d join place using (conversation_id)
      where d.kind = 'updates' and d.state = 'held' order by d.id for no key update of d
    ), added as (
      ${enqueue('updates', columns, sql`from place where not exists (select from waiting where waiting.conversation_id = place.conversation_id)`)}
      returning id, conversation_id
    )
    insert into joined_post (delivery_id, post_id)
    select mail.id, ${post.id}::int from (select * from waiting union all select * from added) mail`;
}

/** Has the mails of a post, which go out at once, tell what waited in the same mailboxes, so that nothing older arrives after them. */
export async function takeAlongHeld(tx: Tx, postId: number): Promise<void> {
  const moved = await tx.$executeRaw`
    with held as materialized (
      select d.id, mail.id taken_by from delivery d
        join delivery mail on mail.conversation_id = d.conversation_id and mail.post_id = ${postId} and mail.kind = 'post'
        join destination l on l.id = mail.destination_id and l.platform = 'mail'
      where d.kind = 'updates' and d.state = 'held' order by d.id for no key update of d
    )
    update joined_post set delivery_id = held.taken_by from held where joined_post.delivery_id = held.id`;
  if (moved === 0) return;
  const emptied = sql`d.kind = 'updates' and d.state = 'held' and not exists (select from joined_post where delivery_id = d.id)
    and d.conversation_id in (select conversation_id from delivery where post_id = ${postId})`;
  await tx.$executeRaw`with ${withdrawUnsent({ where: emptied })} select 1`;
}

/** Enqueues a mail without posts, which leads its reader to the case. The row of the case must be locked. */
export async function enqueueCaseLink(tx: Tx, caseId: number, personId: number): Promise<void> {
  const columns = {
    destination_id: sql`k.destination_id`,
    conversation_id: sql`k.id`,
    case_id: sql`k.case_id`,
    state: sql`'pending'::"DeliveryState"`,
    held_until: sql`null::timestamptz`,
  };
  const from = sql`from conversation k join destination l on l.id = k.destination_id and l.platform = 'mail'
    where k.case_id = ${caseId} and k.person_id = ${personId} and k.side = 'contact'`;
  await tx.$executeRaw`with enqueued as (${enqueue('updates', columns, from)}) select`;
}

/** Mails released per statement. */
const batch = 1_000;

/**
 * Releases the mail that is due, and holds back what is addressed to people who are active in the chat now. Safe to run concurrently.
 * @returns how many are sent
 */
export async function releaseHeldMail(pool: Pool, now: Date, { activeMs }: MailHold): Promise<number> {
  const { text, values } = sql`
    with due as materialized (
      select d.id, d.conversation_id from delivery d where d.held_until <= ${now} and d.state = 'held' order by d.id limit ${batch}
      for no key update skip locked
    ), active as (
      select due.id, ${lastActive(sql`k.case_id`, sql`k.person_id`)} + ${activeMs} * interval '1 ms' until
      from due join conversation k on k.id = due.conversation_id
    ), postponed as (
      update delivery set held_until = active.until from active where delivery.id = active.id and active.until > ${now} and ${activeMs} > 0
      returning delivery.id
    ), released as (
      update delivery set state = 'pending', held_until = null from due
      where delivery.id = due.id and not exists (select from postponed where postponed.id = due.id)
      returning delivery.id
    )
    select (select count(*) from due)::int due, (select count(*) from released)::int released`;
  let sent = 0;
  for (;;) {
    const { rows } = await pool.query<{ due: number; released: number }>({ name: 'outbox-release-held', text, values });
    sent += rows[0]?.released ?? 0;
    if (sent > 0) announceWork(pool);
    if ((rows[0]?.due ?? 0) < batch) return sent;
  }
}
