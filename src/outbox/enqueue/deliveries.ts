// The three statements that write deliveries: enqueue, refresh and withdraw. The other files in this folder decide for which deliveries.
// The statements are SQL fragments, so that one statement can change ten thousand channels. Run them in the transaction of the change, with
// the row of the case or notice locked: a destination sends in the order of delivery ids, and under that lock ids follow commits.
// Rows are always locked in ascending order of their ids, so two statements never deadlock.
import type { DeliveryKind } from '../../db/generated/enums.ts';
import { Prisma } from '../../db/generated/client.ts';

type Sql = Prisma.Sql;

/** The columns that identify what a delivery shows, by kind. */
const columnsOf = {
  card: ['conversation_id', 'case_id'],
  post: ['conversation_id', 'case_id', 'post_id'],
  digest: ['digest_id'],
  release: ['release_id'],
  banner: ['banner_id'],
  broadcast: ['banner_id', 'update_id'],
  nudge: ['person_id', 'notice_id'],
  cluster: ['person_id', 'cluster_id'],
  outage: ['person_id', 'outage_id'],
  recovery: ['person_id', 'outage_id'],
  alert: ['person_id', 'case_id', 'post_id'],
  page: ['person_id', 'case_id'],
  announcement: ['channel_change_id'],
  file: ['conversation_id', 'case_id', 'post_id', 'file_id'],
  reinstall: ['person_id'],
  snooze: ['person_id', 'case_id'],
  updates: ['conversation_id', 'case_id', 'state', 'held_until'],
  satisfaction: ['conversation_id', 'case_id', 'state', 'held_until'],
  report: ['report_id'],
  mail: ['person_id', 'mail_id'],
  webhook: ['webhook_event_id', 'state'],
} as const satisfies Record<DeliveryKind, readonly string[]>;

type ColumnsOf<Kind extends DeliveryKind> = 'destination_id' | (typeof columnsOf)[Kind][number];

/** SQL: the trace of the request, which `TracedClient` sets; null while traces are off. */
const ofRequest = Prisma.sql`nullif(current_setting('casebridge.traceparent', true), '')`;

/**
 * Builds the statement that adds deliveries of one kind. It can end with `on conflict` and `returning` clauses.
 * @param columns an SQL expression for every column of that kind
 * @param from the rest of the query: `from` ... `where` ... `order by` (the order in which a destination sends them)
 */
export function enqueue<Kind extends DeliveryKind>(kind: Kind, columns: Record<ColumnsOf<Kind>, Sql>, from: Sql): Sql {
  const names: readonly ColumnsOf<Kind>[] = ['destination_id', ...columnsOf[kind]];
  const expressions = Prisma.join(names.map((name) => columns[name]));
  return Prisma.sql`insert into delivery (kind, traceparent, ${Prisma.raw(names.join(', '))})
    select ${Prisma.raw(`'${kind}'::"DeliveryKind"`)}, ${ofRequest}, ${expressions} ${from}`;
}

/** The deliveries `d` that a statement changes. */
export interface Selection {
  /** joins that `where` needs, e.g. `join banner b on b.id = d.banner_id` */
  join?: Sql;
  where: Sql;
}

/** What a refresh does with dead letters: leave them, retry those whose message exists, or retry all of them. */
export type DeadLetterPolicy = 'leave' | 'retry-shown' | 'retry';

const policies: Record<DeadLetterPolicy, Sql> = {
  leave: Prisma.sql`d.state <> 'dead'`,
  'retry-shown': Prisma.sql`(d.state <> 'dead' or d.external_id is not null)`,
  retry: Prisma.sql`true`,
};

/**
 * Builds the CTEs that have messages updated to the present state. A delivery that is being sent keeps its place and is updated afterwards.
 */
export function refresh({ join = Prisma.empty, where }: Selection, deadLetters: DeadLetterPolicy = 'leave'): Sql {
  return Prisma.sql`to_refresh as (
      select d.id from delivery d ${join} where ${where} and ${policies[deadLetters]} and not d.withdrawn
      order by d.id for no key update of d
    ), refreshed as (
      update delivery set desired_version = desired_version + 1, state = case when state in ('sent', 'dead') then 'pending' else state end,
        traceparent = coalesce(${ofRequest}, traceparent), attempts = case state when 'dead' then 0 else attempts end, error_code = case state when 'dead' then null else error_code end
      from to_refresh where delivery.id = to_refresh.id
    )`;
}

/**
 * Builds the CTEs that have messages deleted, or never sent. A dead letter that certainly never arrived is done; a message that exists or may
 * exist is claimed again and deleted.
 */
export function withdraw({ join = Prisma.empty, where }: Selection): Sql {
  return Prisma.sql`to_withdraw as (
      select d.id from delivery d ${join} where ${where} and not d.withdrawn order by d.id for no key update of d
    ), withdrawal as (
      update delivery set withdrawn = true, desired_version = desired_version + 1, traceparent = coalesce(${ofRequest}, traceparent), attempts = 0, error_code = null, held_until = null, state = case
          when state in ('pending', 'sending') then state
          when external_id is null and started_at is null then 'sent'::"DeliveryState"
          else 'pending' end
      from to_withdraw where delivery.id = to_withdraw.id
    )`;
}

/** Builds the CTEs that withdraw deliveries that were not sent. No worker has to look at them again. */
export function withdrawUnsent({ join = Prisma.empty, where }: Selection): Sql {
  return Prisma.sql`to_withdraw as (
      select d.id from delivery d ${join} where ${where} and ${unsent} and not d.withdrawn order by d.id for no key update of d
    ), withdrawal as (
      update delivery set withdrawn = true, state = 'sent', error_code = null, held_until = null from to_withdraw where delivery.id = to_withdraw.id
    )`;
}

/** Builds the CTEs that send dead letters again. A message in doubt is looked up first. */
export function retryDead({ join = Prisma.empty, where }: Selection): Sql {
  return Prisma.sql`to_retry as (
      select d.id from delivery d ${join} where d.state = 'dead' and ${where} order by d.id for no key update of d
    ), retried as (
      update delivery set state = 'pending', attempts = 0, error_code = null from to_retry where delivery.id = to_retry.id
      returning delivery.id
    )`;
}

/** SQL: whether the delivery `d` goes by mail, which cannot be changed once it is sent. */
export const byMail = Prisma.sql`exists (select from destination where destination.id = d.destination_id and destination.platform = 'mail')`;

/** SQL: whether the delivery `d` of a post is updated when the post changes. Its files stay as they are. */
export const isRefreshedPost = Prisma.sql`d.kind <> 'file' and not ${byMail}`;

/** SQL: whether nothing of the delivery `d` was sent, so that it can still be held back. */
export const unsent = Prisma.sql`(d.state in ('pending', 'dead', 'held') and d.started_at is null and d.external_id is null)`;
