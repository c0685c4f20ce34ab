// The one rule for who gets notifications about a case, and where.
//
// - Advisors: in every channel on their side. An active advisor who watches the case: in their direct conversation, while it shows the card.
// - A contact's channel: while the directory lists it for cases of the account. A channel the directory does not know counts as listed.
// - A person's direct conversation or mailbox: while they are an active contact of the case's active account, the case contact, a
//   recipient or the person who filed the case there, and their notification level includes the post. The mailbox must still have the
//   person's email address, and somebody who unsubscribed from mail is mailed only what cannot be muted. The direct conversation must show the case's card, still belong to the person,
//   and not be in the workspace of other accounts.
import { isContactOf, isElsewhere } from '../../db/accounts.ts';
import { Platform, Prisma } from '../../db/generated/client.ts';
import type { NotificationLevel } from '../../domain/notification.ts';

type Sql = Prisma.Sql;

/**
 * SQL: whether a case was filed in the conversation `k`: the first one on the contact's side, unless somebody called by phone.
 * @param source an SQL expression of the case's source
 */
export const filedHere = (source: Sql): Sql => Prisma.sql`(${source} in ('slack', 'teams') and k.id = (
  select min(first.id) from conversation first join destination on destination.id = first.destination_id
  where first.case_id = k.case_id and first.side = 'contact' and destination.platform <> 'mail'))`;

/**
 * SQL: whether the identity `i` means that the direct conversation in destination `l` belongs to somebody other than the person `p`.
 * An identity without a known email address stays with its owner.
 */
const takenOver = Prisma.sql`(i.person_id <> p.id or i.person_id is null and i.email <> p.email)`;

/**
 * SQL: the chat platform of a transport, null for mail and webhooks, whose names a cast refuses. A cast by way of text also looks both names up in
 * the catalog for every row, which took a third of what finding the conversations of many cases takes.
 */
export const platformOf = (transport: Sql): Sql =>
  Prisma.sql`case ${transport} ${Prisma.raw(
    Object.values(Platform)
      .map((one) => `when '${one}'::"TransportName" then '${one}'::"Platform"`)
      .join(' '),
  )} end`;

/** SQL: whether destination `l` is the direct conversation of the identity `i`. */
const isOfIdentity = Prisma.sql`(i.platform = ${platformOf(Prisma.sql`l.platform`)} and i.workspace_id = l.workspace_id
  and i.direct_channel = l.channel_id)`;

/** SQL: whether the case `c` is one of these. One case is compared for equality, so that a prepared plan knows that it is one. */
export function areCases(caseIds: readonly number[] | Sql): Sql {
  if ('text' in caseIds) return Prisma.sql`c.id = any (${caseIds})`;
  return caseIds.length === 1 ? Prisma.sql`c.id = ${caseIds[0]}` : Prisma.sql`c.id = any (${caseIds}::int[])`;
}

/**
 * Subquery for the conversations of these cases that may still be used, regardless of notification levels: channels of advisors, listed
 * channels of contacts, and direct conversations and mailboxes of active people. It uses plain joins, because a check per conversation took as long as
 * the rest of a reminder.
 * @param caseIds ids, or an SQL expression of an array of them
 * @returns id, case_id, destination_id, side and person_id of conversations, with what else `eligibleConversations` has to know of the case,
 *   the place and the person: joining their tables again made the planner count on one row where there are thousands
 */
export const usableConversations = (caseIds: readonly number[] | Sql): Sql => Prisma.sql`(
  select k.id, k.case_id, k.destination_id, k.side, k.person_id, c.account_id, c.contact_id, c.source, l.platform, l.channel_id, p.email,
    p.notify, p.mail_off
  from conversation k join "case" c on c.id = k.case_id join destination l on l.id = k.destination_id
    left join person p on p.id = k.person_id and p.active
      and case k.side when 'advisor' then p.kind = 'advisor' else ${isContactOf(Prisma.sql`c.account_id`)} end
    left join identity i on ${isOfIdentity} and (${takenOver} or p.id is not null and k.side = 'contact' and ${isElsewhere(Prisma.sql`c.account_id`)})
    left join channel h on h.platform = ${platformOf(Prisma.sql`l.platform`)} and h.workspace_id = l.workspace_id
      and h.channel_id = l.channel_id and not (h.active and 'cases' = any (h.purposes) and h.account_id is not distinct from c.account_id)
  where ${areCases(caseIds)}
    and (k.person_id is null and (k.side = 'advisor' or h.id is null) or p.id is not null and i.id is null))`;

/** SQL: whether the conversation `k` shows the case's card. */
const showsCard = Prisma.sql`exists (select from delivery d where d.conversation_id = k.id and d.kind = 'card' and not d.withdrawn)`;

/**
 * Subquery for the conversations of these cases that get a post of these notification levels.
 * @returns id, case_id, destination_id, side and person_id of conversations
 */
export const eligibleConversations = (caseIds: readonly number[] | Sql, levels: readonly NotificationLevel[]): Sql => Prisma.sql`(
  select k.id, k.case_id, k.destination_id, k.side, k.person_id
  from ${usableConversations(caseIds)} k join account a on a.id = k.account_id
    left join recipient r on r.case_id = k.case_id and r.person_id = k.person_id
  where k.person_id is null or k.side = 'advisor' and ${showsCard}
    or k.side = 'contact' and a.active and (r.person_id is not null or k.person_id = k.contact_id or ${filedHere(Prisma.sql`k.source`)})
      and coalesce(r.notify, k.notify) = any (${levels}::"NotificationLevel"[])
      and case when k.platform = 'mail' then k.channel_id = k.email and (${levels.includes('mute')} or not (k.mail_off or coalesce(r.mail_off, false)))
        else ${showsCard} end)`;

type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** Returns whether a conversation may still be used. It is checked again right before sending, because this may have changed. */
export async function isUsableConversation(db: Reader, conversation: { id: number; caseId: number }): Promise<boolean> {
  const { id, caseId } = conversation;
  const found = await db.$queryRaw<object[]>`select k.id from ${usableConversations([caseId])} k where k.id = ${id}`;
  return found.length > 0;
}

/** Returns whether a direct conversation still belongs to a person. */
export async function isOwnConversation(db: Reader, destinationId: number, personId: number): Promise<boolean> {
  const found = await db.$queryRaw<object[]>`
    select l.id from destination l join person p on p.id = ${personId}
    where l.id = ${destinationId} and l.platform <> 'mail' and not exists (select from identity i where ${isOfIdentity} and ${takenOver})`;
  return found.length > 0;
}
