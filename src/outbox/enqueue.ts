// Writes down what should stand where, in the transaction of the change itself; the commit wakes the workers.
// Call these while the case row is locked: a lane sends in the order of delivery ids, and under the lock ids follow commits.
// Rows are locked by ascending id everywhere, so that two refreshes never deadlock.
import type { Conversation, Prisma } from '../db/generated/client.ts';
import type { Side } from '../domain/person.ts';
import type { PlatformName } from '../ports.ts';

type Tx = Prisma.TransactionClient;

/** The lane of a channel or direct conversation, made when it is first needed. */
export async function ensureLane(tx: Tx, platform: PlatformName, workspaceId: string, channelId: string): Promise<number> {
  const key = { platform, workspaceId, channelId };
  const find = { where: { platform_workspaceId_channelId: key }, select: { id: true } };
  const found = await tx.lane.findUnique(find);
  if (found) return found.id;
  await tx.lane.createMany({ data: [key], skipDuplicates: true });
  return (await tx.lane.findUniqueOrThrow(find)).id;
}

export interface Place {
  caseId: number;
  laneId: number;
  side: Side;
  /** whose direct conversation this is */
  personId?: number;
}

/** The conversation of a case in a lane. One that was there before is returned as it is: its side never changes. */
export async function openConversation(tx: Tx, place: Place): Promise<Conversation> {
  await tx.conversation.createMany({ data: [place], skipDuplicates: true });
  const { caseId, laneId } = place;
  return tx.conversation.findUniqueOrThrow({ where: { caseId_laneId: { caseId, laneId } } });
}

/** The case's card should stand in this conversation; one that is there already is drawn anew. */
export async function enqueueCard(tx: Tx, conversation: { id: number }): Promise<void> {
  await tx.$executeRaw`
    with refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      where conversation_id = ${conversation.id} and kind = 'card' and state <> 'dead'
    ), placed as (
      insert into delivery (lane_id, conversation_id, case_id, kind)
      select lane_id, id, case_id, 'card' from conversation
      where id = ${conversation.id} and not exists (select from delivery where conversation_id = conversation.id and kind = 'card')
    )
    select pg_notify('outbox', '')`;
}

/**
 * The post should stand in every conversation of its case but the one it was typed in; a note only in those of advisors.
 * @param options.exceptLaneId where it was typed
 */
export async function enqueuePost(tx: Tx, post: { id: number }, options: { exceptLaneId?: number } = {}): Promise<void> {
  await tx.$executeRaw`
    with placed as (
      insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
      select conversation.lane_id, conversation.id, post.case_id, post.id, 'post'
      from post join conversation on conversation.case_id = post.case_id
      where post.id = ${post.id}
        and conversation.lane_id is distinct from ${options.exceptLaneId ?? null}::int
        and (post.kind <> 'note' or conversation.side = 'advisor')
      order by conversation.id
    )
    select pg_notify('outbox', '')`;
}

/** Every card of the case shows the present state soon. A card that is on its way keeps its place and is drawn again after it. */
export async function refreshCards(tx: Tx, caseId: number): Promise<void> {
  await tx.$executeRaw`
    with locked as (
      select id from delivery where case_id = ${caseId} and kind = 'card' and state <> 'dead' and not gone order by id for no key update
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}

/** The post reads differently now: what stands of it is drawn anew. */
export async function refreshPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`
    with locked as (
      select id from delivery where post_id = ${postId} and state <> 'dead' and not gone order by id for no key update
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}

/**
 * The post should stand nowhere any more. A dead letter of it that never arrived is settled with that; one that stands somewhere, or
 * perhaps does (started, never answered), is taken up again so that it can be removed.
 */
export async function withdrawPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`
    with locked as (
      select id from delivery where post_id = ${postId} and not gone order by id for no key update
    ), withdrawn as (
      update delivery set gone = true, wanted = wanted + 1, attempts = 0, error_code = null, state = case
          when state in ('pending', 'sending') then state
          when external_id is null and started_at is null then 'sent'::"DeliveryState"
          else 'pending' end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}
