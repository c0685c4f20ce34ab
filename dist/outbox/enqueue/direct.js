// What single people are to read in their own conversation with the bot, once each. Call these in the transaction of the change itself.
import { Prisma } from "../../db/generated/client.js";
/** It stands with a person once. A notice can be overdue again: whoever nudges counts. */
const onceEach = (thing) => thing.kind === 'nudge'
    ? Prisma.sql `true`
    : Prisma.sql `not exists (select from delivery where ${of(thing)} and delivery.person_id = place.person_id)`;
/** Its deliveries. */
const of = (thing) => thing.kind === 'cluster'
    ? Prisma.sql `delivery.kind = 'cluster' and delivery.cluster_id = ${thing.clusterId} and not delivery.gone`
    : Prisma.sql `delivery.kind = 'nudge' and delivery.notice_id = ${thing.noticeId} and not delivery.gone`;
/**
 * The thing should stand in the newest conversation each of these people has with the bot; a cluster that stands already, or is on its way
 * to them, stays as it is.
 * @returns how many of them have a conversation
 */
export function placeToPeople(tx, personIds, thing) {
    return placeTo(tx, Prisma.sql `p.id = any (${personIds}::int[])`, thing);
}
/** As `placeToPeople`, for every lead. */
export function placeToLeads(tx, thing) {
    return placeTo(tx, Prisma.sql `p.kind = 'advisor' and p.lead`, thing);
}
async function placeTo(tx, actor, thing) {
    const places = Prisma.sql `
    select p.id person_id, i.platform::text::"Carrier" platform, i.workspace_id, i.direct_channel channel_id
    from person p join lateral (
      select platform, workspace_id, direct_channel from identity where person_id = p.id and direct_channel <> ''
      order by checked_at desc, id desc limit 1
    ) i on true
    where ${actor} and p.active`;
    // a lane that another transaction makes meanwhile is seen by the second statement only
    await tx.$executeRaw `
    insert into lane (platform, workspace_id, channel_id)
    select distinct platform, workspace_id, channel_id from (${places}) place order by 1, 2, 3
    on conflict do nothing`;
    return tx.$executeRaw `
    with place as (select place.person_id, lane.id lane_id from (${places}) place join lane using (platform, workspace_id, channel_id)),
    placed as (
      insert into delivery (lane_id, person_id, kind, cluster_id, notice_id)
      select lane_id, person_id, ${thing.kind}::"DeliveryKind",
        ${thing.kind === 'cluster' ? thing.clusterId : null}::int, ${thing.kind === 'nudge' ? thing.noticeId : null}::int
      from place where ${onceEach(thing)}
      order by person_id
    )
    select pg_notify('outbox', '') from place`;
}
/** Wherever the thing stands, it shows the present state soon. */
export async function refreshPlaced(tx, thing) {
    await tx.$executeRaw `
    with locked as (
      select id from delivery where ${of(thing)} and state <> 'dead' order by id for no key update
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}
//# sourceMappingURL=direct.js.map