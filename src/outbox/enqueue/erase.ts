// What an erasure does with deliveries: has messages deleted or updated, and takes addresses out of destinations.
import { Prisma } from '../../db/generated/client.ts';
import { platformOf } from './eligible-conversations.ts';
import { byMail, isRefreshedPost, refresh, withdraw, withdrawUnsent } from './deliveries.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/** SQL: whether destination `l` is the direct conversation of one of these people. */
const isDirectOf = (
  personIds: readonly number[],
): Prisma.Sql => sql`exists (select from identity i where i.person_id = any (${[...personIds]}::int[])
  and i.platform = ${platformOf(sql`l.platform`)} and i.workspace_id = l.workspace_id and i.direct_channel = l.channel_id)`;

/**
 * Deletes the messages in the direct conversations of people, and holds back every mail to them that was not sent. Call it while their
 * identities are still stored.
 * @returns how many messages will be deleted
 */
export async function withdrawPersonal(tx: Tx, personIds: readonly number[], emails: readonly string[]): Promise<number> {
  const direct = sql`d.destination_id in (select l.id from destination l where ${isDirectOf(personIds)}
    union select k.destination_id from conversation k join destination l on l.id = k.destination_id
      where k.person_id = any (${[...personIds]}::int[]) and l.platform <> 'mail')`;
  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    with ${withdraw({ where: direct })} select count(*)::int count from to_withdraw join delivery using (id) where external_id is not null`;
  const mailbox = sql`(d.person_id = any (${[...personIds]}::int[]) or d.destination_id in (
    select l.id from destination l where l.platform = 'mail' and l.channel_id = any (${[...emails]}::text[])))`;
  await tx.$executeRaw`with ${withdrawUnsent({ where: mailbox })} select`;
  return counted?.count ?? 0;
}

/** Counts the mails that were sent to these addresses. */
export async function countSentMails(tx: Pick<Tx, '$queryRaw'>, emails: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int count from delivery d join destination l on l.id = d.destination_id
    where l.platform = 'mail' and l.channel_id = any (${[...emails]}::text[]) and d.external_id is not null`;
  return row?.count ?? 0;
}

/** Takes addresses out of mailboxes. @returns how many mailboxes had one */
export function eraseMailboxes(tx: Pick<Tx, '$executeRaw'>, emails: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    update destination l set channel_id = 'erased-mailbox-' || l.id || '@erased.invalid'
    where l.platform = 'mail' and l.channel_id = any (${[...emails]}::text[])`;
}

/**
 * Has the messages of some cases updated that showed a name: their cards, the posts of people, and events that name them now as `shownAs`.
 * @returns how many messages
 */
export async function refreshNamed(
  tx: Tx,
  caseIds: readonly number[],
  { personIds, shownAs }: { personIds: readonly number[]; shownAs: string },
): Promise<number> {
  const posts = sql`select p.id from post p where p.case_id = any (${[...caseIds]}::int[])
    and (p.author_id = any (${[...personIds]}::int[]) or p.kind = 'event' and strpos(p.body, ${shownAs}) > 0)`;
  const where = sql`not ${byMail} and (d.case_id = any (${[...caseIds]}::int[]) and d.kind = 'card'
    or d.post_id in (${posts}) and ${isRefreshedPost})`;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    with ${refresh({ where })} select count(*)::int count from to_refresh join delivery using (id) where external_id is not null`;
  return row?.count ?? 0;
}

/** Has the banners and announcements updated that showed a name. @returns how many messages */
export async function refreshNotices(tx: Tx, { personId, shownAs }: { personId: number; shownAs: string }): Promise<number> {
  const notices = sql`select u.notice_id from notice_update u where u.author_id = ${personId}
    union select n.id from notice n where n.owner_id = ${personId}`;
  const where = sql`(d.banner_id in (select b.id from banner b where b.notice_id in (${notices}))
    or d.channel_change_id in (select c.id from channel_change c where c.by_name = ${shownAs})) and not ${byMail}`;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    with ${refresh({ where })} select count(*)::int count from to_refresh join delivery using (id) where external_id is not null`;
  return row?.count ?? 0;
}

/**
 * Withdraws every message of some cases and lets go of what they showed, so that the case can lose its texts at once. A worker needs only the
 * destination and the id of a message to delete it.
 * @returns how many messages will be deleted, and how many mails were sent
 */
export async function detachDeliveries(tx: Tx, caseIds: readonly number[]): Promise<{ messages: number; mails: number }> {
  const of = sql`d.case_id = any (${[...caseIds]}::int[])`;
  // emails that waited for an advisor show as messages to leads, which know no case
  await tx.$executeRaw`
    update delivery d set case_id = m.case_id from incoming_mail m where m.id = d.mail_id and m.case_id = any (${[...caseIds]}::int[])`;
  const [sent] = await tx.$queryRaw<{ mails: number }[]>`
    select count(*)::int mails from delivery d where ${of} and ${byMail} and d.external_id is not null`;
  await tx.$executeRaw`delete from joined_post j using delivery d where d.id = j.delivery_id and ${of}`;
  // what never left, and mails, which cannot be taken back
  await tx.$executeRaw`delete from delivery d where ${of} and (${byMail} and d.state <> 'sending'
    or d.external_id is null and d.started_at is null and d.state <> 'sending')`;
  const [rest] = await tx.$queryRaw<{ messages: number }[]>`
    with ${withdraw({ where: of })} select count(*)::int messages from to_withdraw`;
  await tx.$executeRaw`
    update delivery d set conversation_id = null, post_id = null, mail_id = null, withdrawn = true
    where ${of} and (d.conversation_id is not null or d.post_id is not null or d.mail_id is not null)`;
  return { messages: rest?.messages ?? 0, mails: sent?.mails ?? 0 };
}

/** SQL: whether destination `l` is in a workspace or channel of this account alone. */
const isDestinationOf = (accountId: number): Prisma.Sql => sql`(exists (select from workspace w where w.account_id = ${accountId}
    and w.also_account_ids = '{}' and w.platform = ${platformOf(sql`l.platform`)} and w.external_id = l.workspace_id)
  or exists (select from channel h where h.account_id = ${accountId} and h.platform = ${platformOf(sql`l.platform`)}
    and h.workspace_id = l.workspace_id and h.channel_id = l.channel_id))`;

/** Deletes the messages in the workspaces and channels of an account, whatever they are about. @returns how many will be deleted */
export async function withdrawInAccount(tx: Tx, accountId: number): Promise<number> {
  const where = sql`d.destination_id in (select l.id from destination l where ${isDestinationOf(accountId)})`;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    with ${withdraw({ where })} select count(*)::int count from to_withdraw join delivery using (id) where external_id is not null`;
  return row?.count ?? 0;
}

/** Counts the messages in the workspaces and channels of an account that are still to be deleted. */
export async function countWaitingInAccount(tx: Pick<Tx, '$queryRaw'>, accountId: number, giveUp: GiveUp): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int count from delivery d join destination l on l.id = d.destination_id
    where d.withdrawn and d.state in ('pending', 'sending') and ${isDestinationOf(accountId)} and not ${isGivenUp(giveUp)}`;
  return row?.count ?? 0;
}

/** Which messages that wait to be deleted are given up: none, those where nothing arrives, or all of them. */
export type GiveUp = 'none' | 'unreachable' | 'all';

/** SQL: whether the message of delivery `d` will not be deleted, because its platform refuses or because nobody waits for it any longer. */
export const isGivenUp = (giveUp: GiveUp): Prisma.Sql => {
  const unreachable = sql`exists (select from destination out where out.id = d.destination_id and out.outage_id is not null)`;
  const waits = { none: sql`false`, unreachable, all: sql`true` }[giveUp];
  return sql`(d.state = 'dead' or d.state <> 'sent' and ${waits})`;
};

/** Deletes everything of the outbox that is in the workspaces and channels of an account. Call it when nothing waits there any longer. */
export async function forgetDestinations(tx: Tx, accountId: number): Promise<void> {
  const these = sql`select l.id from destination l where ${isDestinationOf(accountId)}`;
  await tx.$executeRaw`delete from delivery where destination_id in (${these})`;
  await tx.$executeRaw`delete from banner where destination_id in (${these})`;
  await tx.$executeRaw`delete from conversation where destination_id in (${these})`;
  await tx.$executeRaw`update post set origin_destination_id = null, origin_message_id = null where origin_destination_id in (${these})`;
  await tx.$executeRaw`delete from destination where id in (${these})`;
}

/** Has the files of cases deleted where a platform shows them as messages of their own. @returns how many messages */
export async function withdrawFiles(tx: Tx, caseIds: readonly number[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    with ${withdraw({ where: sql`d.case_id = any (${[...caseIds]}::int[]) and d.kind = 'file'` })}
    select count(*)::int count from to_withdraw join delivery using (id) where external_id is not null`;
  return row?.count ?? 0;
}
