// What an outage sends, and to whom: an alarm to every lead (or every advisor, where nobody is a lead), in a direct conversation that works
// and by mail, and an all-clear to those who got the alarm. New cases in a queue that is out are also placed in another listed queue.
import { Prisma } from '../../db/generated/client.ts';
import { waitingStates } from '../delivery-states.ts';
import { enqueue, refresh, unsent, withdrawUnsent } from './deliveries.ts';
import { createDestinations, newestDirectConversation } from './destinations.ts';
import { queuesOf } from './queues.ts';

type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Runs one of these statements in the transaction that records the outage. */
export type Run = (statement: Sql) => Promise<unknown>;

/**
 * An incident can find a hundred channels of districts gone within a minute. This limits the alarms within ten minutes; queues always have
 * one. The command line and the metrics show all outages.
 */
const maxAlarms = 5;

/** The alarms of an outage `d` that were not withdrawn. */
const alarmsOf = (outageId: number): Sql => sql`d.kind = 'outage' and d.outage_id = ${outageId} and not d.withdrawn`;

/** Enqueues the alarms of a new outage. @param mail whether a mail server is configured */
export async function enqueueAlarms(run: Run, outageId: number, mail: boolean): Promise<void> {
  // not in the mailbox that refuses messages
  const advisors = sql`
    select p.id, p.email, p.lead from person p where p.active and p.kind = 'advisor'
      and not exists (select from outage o where o.id = ${outageId} and o.platform = 'mail' and o.channel_id = p.email)`;
  const leads = sql`
    select p.id, p.email from (${advisors}) p where p.lead or not exists (select from (${advisors}) other where other.lead)`;
  const recipients = sql`
    select lead.id person_id, i.platform, i.workspace_id, i.channel_id
    from (${leads}) lead join lateral ${newestDirectConversation(sql`lead.id`, sql`l.outage_id is null`)} i on true
    union all select lead.id, 'mail', '', lead.email from (${leads}) lead where ${mail}`;
  await run(createDestinations(recipients));
  const columns = { destination_id: sql`destination.id`, person_id: sql`r.person_id`, outage_id: sql`o.id` };
  const from = sql`
    from outage o cross join (${recipients}) r
      join destination on (destination.platform, destination.workspace_id, destination.channel_id) = (r.platform, r.workspace_id, r.channel_id)
    where o.id = ${outageId} and ((
        select count(*) from outage other where other.started_at > now() - interval '10 minutes' and other.id < o.id
          and exists (select from delivery d where d.outage_id = other.id)) < ${maxAlarms}
      or exists (select from channel c where 'queue' = any (c.purposes) and c.active and c.platform::text = o.platform::text
        and c.workspace_id = o.workspace_id and c.channel_id = o.channel_id))
    order by r.person_id, destination.id`;
  await run(sql`with enqueued as (${enqueue('outage', columns, from)}) select`);
}

/** Enqueues the all-clear for everybody whose alarm was sent, has the alarms say so too, and withdraws those that were not sent. */
export async function enqueueAllClear(run: Run, outageId: number): Promise<void> {
  const columns = { destination_id: sql`d.destination_id`, person_id: sql`d.person_id`, outage_id: sql`d.outage_id` };
  const sent = sql`from delivery d where ${alarmsOf(outageId)} and not ${unsent} order by d.id`;
  await run(sql`with enqueued as (${enqueue('recovery', columns, sent)}) select`);
  await closeAlarms(run, outageId);
}

/** Has the alarms of an outage that is over say so, and withdraws those that were not sent. */
export async function closeAlarms(run: Run, outageId: number): Promise<void> {
  await run(sql`with ${withdrawUnsent({ where: alarmsOf(outageId) })} select 1`);
  await run(sql`with ${refresh({ where: alarmsOf(outageId) })} select`);
}

/** Places the cases whose card waits for this queue in another listed queue that works, if there is one. */
export async function placeElsewhere(run: Run, destinationId: number): Promise<void> {
  const waiting = sql`
    select distinct c.id, c.module from delivery d join conversation k on k.id = d.conversation_id and k.side = 'advisor' and k.team is null and k.person_id is null
      join "case" c on c.id = d.case_id
    where d.destination_id = ${destinationId} and d.kind = 'card' and not d.withdrawn and d.external_id is null
      and d.state in ${Prisma.raw(waitingStates)}`;
  const places = sql`
    select waiting.id case_id, queue.platform::text::"TransportName" platform, queue.workspace_id, queue.channel_id
    from (${waiting}) waiting join lateral (${Prisma.raw(queuesOf('waiting.module'))}) queue on queue.works
    where exists (select from destination l join channel q on q.platform::text = l.platform::text and q.workspace_id = l.workspace_id
      and q.channel_id = l.channel_id and 'queue' = any (q.purposes) where l.id = ${destinationId})`;
  await run(sql`select id from "case" where id in (select id from (${waiting}) waiting) order by id for no key update`);
  await run(createDestinations(places));
  const card = { destination_id: sql`destination_id`, conversation_id: sql`id`, case_id: sql`case_id` };
  await run(sql`
    with opened as (
      insert into conversation (case_id, destination_id, side)
      select place.case_id, l.id, 'advisor' from (${places}) place join destination l using (platform, workspace_id, channel_id)
      order by place.case_id on conflict do nothing returning id, destination_id, case_id
    ), enqueued as (${enqueue('card', card, sql`from opened order by case_id`)})
    select`);
}
