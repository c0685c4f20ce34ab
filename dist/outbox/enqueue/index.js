// Writes down what should stand where, in the transaction of the change itself; the commit wakes the workers.
// Call these while the case row is locked: a lane sends in the order of delivery ids, and under the lock ids follow commits.
// Rows are locked by ascending id everywhere, so that two refreshes never deadlock.
import { Prisma } from "../../db/generated/client.js";
import { filedHere, listedStill, eligibleConversations, unsent } from "./eligible-conversations.js";
import { levelsNotifiedOf, notificationLevels } from "../../domain/notification.js";
export { placeMail } from "./mail.js";
/** Returns the id of a destination and creates its row on first use. */
export async function ensureDestination(tx, { platform, workspaceId, channelId }) {
    const key = { platform, workspaceId, channelId };
    const find = { where: { platform_workspaceId_channelId: key }, select: { id: true } };
    const found = await tx.destination.findUnique(find);
    if (found)
        return found.id;
    await tx.destination.createMany({ data: [key], skipDuplicates: true });
    return (await tx.destination.findUniqueOrThrow(find)).id;
}
/** The conversation of a case in a lane. One that was there before is returned as it is: its side never changes. */
export async function openConversation(tx, place) {
    await tx.conversation.createMany({ data: [place], skipDuplicates: true });
    const { caseId, destinationId } = place;
    return tx.conversation.findUniqueOrThrow({ where: { caseId_destinationId: { caseId, destinationId } } });
}
/** The case's card should stand in this conversation; one that is there already is drawn anew, one that was withdrawn comes anew. */
export async function enqueueCard(tx, conversation) {
    await tx.$executeRaw `
    with refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      where conversation_id = ${conversation.id} and kind = 'card' and state <> 'dead' and not gone
    ), placed as (
      insert into delivery (lane_id, conversation_id, case_id, kind)
      select lane_id, id, case_id, 'card' from conversation
      where id = ${conversation.id}
        and not exists (select from delivery where conversation_id = conversation.id and kind = 'card' and not gone)
      returning conversation_id
    ), unthreaded as (
      -- what hung under a withdrawn card stays there; its successor begins a thread of its own
      update conversation set thread_ref = null from placed where id = placed.conversation_id and thread_ref is not null
    )
    select pg_notify('outbox', '')`;
}
/**
 * The post should stand in every conversation of its case but the one it was typed in; a note only in those of advisors. In a contact's
 * own conversation it stands as far as they want to be told; nobody reads by mail what they wrote, nor in chat what they typed elsewhere.
 * @param options.exceptLaneId where it was typed
 */
export async function enqueuePost(tx, post, options = {}) {
    const { id } = post;
    const { kind, action, caseId } = await tx.post.findUniqueOrThrow({
        where: { id },
        select: { kind: true, action: true, caseId: true },
    });
    const levels = levelsNotifiedOf({ kind, action });
    if (kind !== 'note')
        await placeDirect(tx, caseId, levels);
    await tx.$executeRaw `
    with placed as (
      insert into delivery (lane_id, conversation_id, case_id, post_id, kind)
      select k.lane_id, k.id, post.case_id, post.id, 'post'
      from post join conversation k on k.case_id = post.case_id join lane on lane.id = k.lane_id
      where post.id = ${id}
        and k.lane_id is distinct from ${options.exceptDestinationId ?? null}::int
        and (post.kind <> 'note' or k.side = 'advisor')
        and ${eligibleConversations(levels)}
        and not (coalesce(k.person_id = post.author_id, false) and (lane.platform = 'mail' or post.origin_lane_id is not null))
      order by k.id
    )
    select pg_notify('outbox', '')`;
}
/** A release's notes should stand in every notices channel, once in each. Call it with the release's row locked. */
export async function enqueueRelease(tx, releaseId) {
    const channels = await tx.channel.findMany({
        where: { active: true, purposes: { has: 'notices' }, OR: [{ accountId: null }, { account: { active: true } }] },
        orderBy: { id: 'asc' },
    });
    for (const { platform, workspaceId, channelId } of channels) {
        const destinationId = await ensureDestination(tx, { platform, workspaceId, channelId });
        await tx.$executeRaw `
      insert into delivery (lane_id, release_id, kind) select ${destinationId}, ${releaseId}, 'release'
      where not exists (select from delivery where lane_id = ${destinationId} and release_id = ${releaseId})`;
    }
    await tx.$executeRaw `select pg_notify('outbox', '')`;
}
/** Every card of the case shows the present state soon. A card that is on its way keeps its place and is drawn again after it. */
export async function refreshCards(tx, caseId) {
    await tx.$executeRaw `
    with locked as (
      select id from delivery where case_id = ${caseId} and kind = 'card' and state <> 'dead' and not gone order by id for no key update
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}
/** Mail is drawn when it is sent and never again. */
const byMail = Prisma.sql `exists (select from lane where lane.id = delivery.lane_id and lane.platform = 'mail')`;
/** The post reads differently now: what stands of it is drawn anew. */
export async function refreshPost(tx, postId) {
    await tx.$executeRaw `
    with locked as (
      select id from delivery where post_id = ${postId} and state <> 'dead' and not gone and not ${byMail} order by id for no key update
    ), refreshed as (
      update delivery set wanted = wanted + 1, state = case state when 'sent' then 'pending' else state end
      from locked where delivery.id = locked.id
    )
    select pg_notify('outbox', '')`;
}
/** A dead letter that never arrived is settled by its withdrawal; what stands somewhere, or perhaps does, is taken up again to be removed. */
const withdrawn = Prisma.sql `
  update delivery set gone = true, wanted = wanted + 1, attempts = 0, error_code = null, state = case
      when state in ('pending', 'sending') then state
      when external_id is null and started_at is null then 'sent'::"DeliveryState"
      else 'pending' end
  from locked where delivery.id = locked.id`;
/** The post should stand nowhere any more. Mail that was sent, or perhaps was, stays. */
export async function withdrawPost(tx, postId) {
    await tx.$executeRaw `
    with locked as (
      select id from delivery where post_id = ${postId} and not gone and (${unsent} or not ${byMail}) order by id for no key update
    ), withdrawn as (${withdrawn})
    select pg_notify('outbox', '')`;
}
/**
 * The case's card should stand in the direct conversation of every recipient of these levels, as soon as they have one with the bot. The
 * case contact reads the case where they filed it, and there only.
 */
export async function placeDirect(tx, caseId, levels = notificationLevels) {
    const missing = await tx.$queryRaw `
    select p.id "personId", i.platform, i.workspace_id "workspaceId", i.direct_channel "channelId"
    from "case" c join recipient r on r.case_id = c.id
      join person p on p.id = r.person_id and p.active and p.kind = 'contact' and p.account_id = c.account_id
      join account a on a.id = c.account_id and a.active
      join lateral (
        select platform, workspace_id, direct_channel from identity where person_id = p.id and direct_channel <> ''
        order by checked_at desc, id desc limit 1
      ) i on true
    where c.id = ${caseId} and coalesce(r.notify, p.notify)::text = any (${levels}::text[])
      and not exists (
        select from conversation k join delivery d on d.conversation_id = k.id and d.kind = 'card' and not d.gone
        where k.case_id = c.id and k.person_id = p.id)
      and not (p.id = c.contact_id and exists (
        select from conversation k where k.case_id = c.id and k.side = 'contact' and k.person_id is null and ${listedStill}))
    order by i.platform, i.workspace_id, i.direct_channel`;
    for (const { personId, platform, workspaceId, channelId } of missing) {
        const destinationId = await ensureDestination(tx, { platform, workspaceId, channelId });
        const conversation = await openConversation(tx, { caseId, destinationId, side: 'contact', personId });
        if (conversation.side !== 'contact')
            continue; // it was an advisor's: what stands there is not for contacts
        // whoever had this chat identity before has it no more
        if (conversation.personId !== personId)
            await tx.conversation.update({ where: { id: conversation.id }, data: { personId } });
        await enqueueCard(tx, conversation);
    }
}
/**
 * The person is told of the case no more: its card disappears from their direct conversation, and what is on its way to them stays away.
 * Where the case was filed it stays.
 */
export async function withdrawDirect(tx, caseId, personId) {
    await tx.$executeRaw `
    with leaving as (
      select k.id from conversation k join "case" c on c.id = k.case_id
      where k.case_id = ${caseId} and k.person_id = ${personId} and k.side = 'contact' and not ${filedHere}
    ), locked as (
      select id from delivery
      where conversation_id in (select id from leaving) and not gone and (kind = 'card' or ${unsent}) order by id for no key update
    ), withdrawn as (${withdrawn})
    select pg_notify('outbox', '')`;
}
/**
 * The digest should stand in its person's conversation with the bot, the newest they have, and in their mailbox where there is mail.
 * @returns whether there is such a place
 */
export async function enqueueDigest(tx, digest, mail) {
    const places = await tx.$queryRaw `
    (select platform::text, workspace_id "workspaceId", direct_channel "channelId" from identity
     where person_id = ${digest.personId} and direct_channel <> '' order by checked_at desc, id desc limit 1)
    union all select 'mail', '', email from person where id = ${digest.personId} and ${mail}`;
    for (const { platform, workspaceId, channelId } of places) {
        const destinationId = await ensureDestination(tx, { platform, workspaceId, channelId });
        await tx.delivery.create({ data: { destinationId, digestId: digest.id, kind: 'digest' } });
    }
    await tx.$executeRaw `select pg_notify('outbox', '')`;
    return places.length > 0;
}
//# sourceMappingURL=index.js.map