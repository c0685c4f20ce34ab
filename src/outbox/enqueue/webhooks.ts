// Turns events into deliveries, one for each endpoint that wants the event. One process at a time does it, in the order of the events' ids; those
// of one case follow its commits, because a change holds the row of its case. An endpoint has a fixed number of destinations, its lines, and a case
// always the same one: the events of a case stay in order, and an endpoint that fails never leaves more destinations to look at than it has lines.
import { Prisma } from '../../db/generated/client.ts';
import { send } from '../../db/transaction.ts';
import { enqueue, retryDead } from './deliveries.ts';
import { createDestinations } from './destinations.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Destinations of one endpoint. An event that is refused again and again holds up the cases of its line, which is one of these. */
const lines = 256;
/** Events turned into deliveries at a time. */
const batch = 500;
/** The advisory lock of the process that does it. */
const lockId = 7_246_021;

/** SQL: the line of the event `ev`. */
const line = sql`case when ev.case_id is not null then 'case ' || ev.case_id % ${lines} when ev.notice_id is not null then 'notice ' || ev.notice_id % ${lines}
  when ev.person_id is not null then 'person ' || ev.person_id % ${lines} when ev.release_id is not null then 'releases' else 'tests' end`;

/** SQL: whether the event `ev` is internal: what only advisors see. @param internalActions of the history */
const isInternalEvent = (
  internalActions: readonly string[],
): Sql => sql`(coalesce(ev.action = any (${[...internalActions]}::text[]), false)
  or exists (select from post p where p.id = ev.post_id and p.kind = 'note'))`;

const matches = (internalActions: readonly string[]): Sql => sql`
  (case when ev.endpoint_id is not null then ev.endpoint_id = e.id
    else (e.events = '{}' or ev.type = any (e.events) or split_part(ev.type, '.', 1) || '.*' = any (e.events))
      and (e.internal or not ${isInternalEvent(internalActions)})
      and (e.account_ids = '{}' or case
        when ev.person_id is not null then ev.account_id = any (e.account_ids) or exists (
            select from person p where p.id = ev.person_id and p.account_id = any (e.account_ids))
          or exists (select from membership m where m.person_id = ev.person_id and m.account_id = any (e.account_ids))
        when ev.account_id is not null then ev.account_id = any (e.account_ids)
        when ev.notice_id is not null then exists (select from notice n where n.id = ev.notice_id and (n.every_account
          or exists (select from notice_account a where a.notice_id = n.id and a.account_id = any (e.account_ids))))
        else true end)
      and (e.modules = '{}' or case
        when ev.case_id is not null then exists (select from "case" c where c.id = ev.case_id and c.module = any (e.modules))
        when ev.notice_id is not null then exists (select from notice n where n.id = ev.notice_id and (n.modules = '{}' or n.modules && e.modules))
        else true end)
  end)`;

/**
 * Enqueues the deliveries of the oldest events. Must run in a transaction of its own. With `waits`, it waits for another process that does it
 * instead of leaving it the work; `onChosen` is called once they are chosen, for tests.
 * @returns how many events it took; 0 while another process does it
 */
export async function dispatchEvents(
  tx: Tx,
  internalActions: readonly string[],
  { waits = false, onChosen }: { waits?: boolean; onChosen?: () => Promise<void> } = {},
): Promise<number> {
  const lockNow = waits ? sql`pg_advisory_xact_lock(${lockId}) is not null` : sql`pg_try_advisory_xact_lock(${lockId})`;
  const [lock] = await send<{ held: boolean }>(tx, sql`select ${lockNow} held`);
  if (!lock?.held) return 0;
  // who resumes or pauses an endpoint now waits, or would not see the deliveries that are about to be written
  await send(tx, sql`select id from webhook_endpoint order by id for share`);
  // by their ids: an event that is committed between these statements is left for the next time, or it would lack its destination
  const [page] = await send<{ ids: string[] | null }>(
    tx,
    sql`select array_agg(id::text) ids from (select id from webhook_event where dispatched_at is null order by id limit ${batch}) page`,
  );
  if (!page?.ids) return 0;
  await onChosen?.();
  const taken = sql`ev.id = any (${page.ids}::bigint[])`;
  const wanted = sql`select ev.id, e.id endpoint_id, e.state, ${line} line from webhook_event ev join webhook_endpoint e on ${matches(internalActions)}
    where ${taken}`;
  await send(tx, createDestinations(sql`
    select 'webhook'::"TransportName" platform, endpoint_id::text workspace_id, line channel_id from (${wanted}) wanted`)); // prettier-ignore
  const columns = {
    destination_id: sql`l.id`,
    webhook_event_id: sql`wanted.id`,
    state: sql`case wanted.state when 'active' then 'pending'::"DeliveryState" else 'held' end`,
  };
  const from = sql`from wanted join destination l on l.platform = 'webhook' and l.workspace_id = wanted.endpoint_id::text and l.channel_id = wanted.line
    order by wanted.id, wanted.endpoint_id`;
  await send(tx, sql`
    with wanted as materialized (${wanted}), enqueued as (${enqueue('webhook', columns, from)}), unwanted as (
      delete from webhook_event ev where ${taken} and not exists (select from wanted where wanted.id = ev.id)
    )
    update webhook_event ev set dispatched_at = now() where ${taken} and exists (select from wanted where wanted.id = ev.id)`); // prettier-ignore
  return page.ids.length;
}

/** SQL: whether the delivery `d` goes to an endpoint. */
const ofEndpoint = (
  endpointId: number,
): Sql => sql`exists (select from destination l where l.id = d.destination_id and l.platform = 'webhook'
  and l.workspace_id = ${String(endpointId)})`;

/** Holds back what waits for an endpoint. What is being sent at this moment is sent. */
export async function holdEvents(tx: Tx, endpointId: number): Promise<void> {
  await tx.$executeRaw`
    with held as (select d.id from delivery d where d.state = 'pending' and ${ofEndpoint(endpointId)} order by d.id for no key update)
    update delivery set state = 'held' from held where delivery.id = held.id`;
}

/** Holds back what was being sent when its endpoint was paused, or found to be gone, and is to be tried again. */
export const holdStraysStatement = `
  with stray as (
    select d.id from webhook_endpoint e join destination l on l.platform = 'webhook' and l.workspace_id = e.id::text
      join delivery d on d.destination_id = l.id and d.state = 'pending'
    where e.state <> 'active' order by d.id for no key update of d
  )
  update delivery set state = 'held' from stray where delivery.id = stray.id`;

/** Sends what was held back for an endpoint, and tries at once what waited after a failure. Ends its outage. */
export async function releaseEvents(tx: Tx, endpointId: number): Promise<void> {
  await retryEvents(tx, endpointId);
  await tx.$executeRaw`
    with released as (select d.id from delivery d where d.state = 'held' and ${ofEndpoint(endpointId)} order by d.id for no key update)
    update delivery set state = 'pending' from released where delivery.id = released.id`;
}

/** Drops what was not sent to an endpoint that is removed. */
export async function dropEvents(tx: Tx, endpointId: number): Promise<void> {
  await retryEvents(tx, endpointId); // first: workers lock a destination before its deliveries
  await tx.$executeRaw`
    with dropped as (select d.id from delivery d where d.state in ('pending', 'held', 'dead') and ${ofEndpoint(endpointId)} order by d.id for no key update)
    update delivery set state = 'sent', withdrawn = true, error_code = null from dropped where delivery.id = dropped.id`;
}

/** Tries at once what waits for an endpoint after a failure. Ends its outage: whether there still is one, the next attempt tells. */
async function retryEvents(tx: Tx, endpointId: number): Promise<void> {
  await tx.$executeRaw`
    with mine as (select id from destination where platform = 'webhook' and workspace_id = ${String(endpointId)} order by id for no key update)
    update destination set outage_id = null, attempts = 0, next_at = least(next_at, now()) from mine where destination.id = mine.id`;
  await tx.$executeRaw`
    update outage set ended_at = now() where platform = 'webhook' and workspace_id = ${String(endpointId)} and ended_at is null`;
}

/**
 * Sends what waits for an endpoint to its new address, as if the old one had never failed or asked to wait. The attempts under way there count
 * for nothing: the fence is raised, so their worker records nothing, and their events are sent to the new address as well, under the same IDs.
 */
export async function restartEvents(tx: Tx, endpointId: number): Promise<void> {
  await retryEvents(tx, endpointId);
  await tx.$executeRaw`
    update destination set fence = fence + 1, lease_until = null where platform = 'webhook' and workspace_id = ${String(endpointId)}`;
  await tx.$executeRaw`
    with waiting as (
      select d.id from delivery d where d.state in ('pending', 'sending', 'held') and ${ofEndpoint(endpointId)} order by d.id for no key update
    )
    update delivery set attempts = 0, error_code = null from waiting where delivery.id = waiting.id`;
}

/** Which events are sent to an endpoint again. */
export type Replay = { deadLetters: true } | { since: Date } | { eventId: number };

/**
 * Sends events to an endpoint again, in their order: those that were given up, or all of a time that it got or should have got.
 * @returns how many
 */
export async function replayEvents(tx: Tx, endpointId: number, which: Replay): Promise<number> {
  if ('deadLetters' in which) {
    const retried = await tx.$queryRaw<
      { id: bigint }[]
    >`with ${retryDead({ where: ofEndpoint(endpointId) })} select id from retried`;
    return retried.length;
  }
  const chosen = 'since' in which ? sql`ev.at >= ${which.since}` : sql`ev.id = ${which.eventId}`;
  // a dead letter takes its old place; what waits is sent anyway
  const dead = sql`${ofEndpoint(endpointId)} and exists (select from webhook_event ev where ev.id = d.webhook_event_id and ${chosen})`;
  const retried = await tx.$queryRaw<{ id: bigint }[]>`with ${retryDead({ where: dead })} select id from retried`;
  const columns = { destination_id: sql`again.destination_id`, webhook_event_id: sql`again.id`, state: sql`again.state` };
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    with again as (
      select distinct on (ev.id) ev.id, d.destination_id, case e.state when 'active' then 'pending'::"DeliveryState" else 'held' end state
      from webhook_event ev join delivery d on d.webhook_event_id = ev.id join destination l on l.id = d.destination_id
        join webhook_endpoint e on e.id::text = l.workspace_id
      where l.platform = 'webhook' and e.id = ${endpointId} and ${chosen} and not exists (
        select from delivery w where w.webhook_event_id = ev.id and w.destination_id = d.destination_id and w.state <> 'sent')
      order by ev.id
    ), enqueued as (${enqueue('webhook', columns, sql`from again order by again.id`)} returning id)
    select id from enqueued`;
  return retried.length + rows.length;
}

/**
 * Deletes events that no delivery needs any longer.
 * @param before when they happened
 * @returns how many
 */
export const pruneEventsStatement = `
  delete from webhook_event where id in (select ev.id from webhook_event ev where ev.at < $1 and ev.dispatched_at is not null
    and not exists (select from delivery d where d.webhook_event_id = ev.id) limit 1000 for update of ev skip locked)`;
