// Messages to single people in their newest direct conversation with the bot, or by mail: suggested incidents, nudges and
// digests.
import { Prisma } from '../../db/generated/client.ts';
import type { DestinationRef } from '../../ports.ts';
import { enqueue, refresh } from './deliveries.ts';
import { createDestinations, ensureDestination, newestDirectConversation } from './destinations.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/**
 * A message to a person: a suggested incident (cluster), a reminder of an overdue update of a notice (nudge), an email that waits for an
 * advisor (mail), or the workspaces that must install the app again (reinstall).
 */
export type PersonalMessage =
  | { kind: 'cluster'; clusterId: number }
  | { kind: 'nudge'; noticeId: number }
  | { kind: 'mail'; mailId: number }
  | { kind: 'reinstall' };

/**
 * Enqueues the message for each of these people, in their direct conversation, or by mail if they have none that works. A suggested incident
 * and the workspaces that must install the app again are sent to a person once; a notice can be overdue again, so the caller counts its nudges.
 * @param mail whether a mail server is configured
 * @returns how many of them it is sent to
 */
export function notifyPeople(tx: Tx, personIds: readonly number[], message: PersonalMessage, mail: boolean): Promise<number> {
  return notifyEach(tx, sql`p.id = any (${personIds}::int[])`, message, mail);
}

/** Enqueues the message for every lead, like `notifyPeople`. @returns how many of them it is sent to */
export function notifyLeads(tx: Tx, message: PersonalMessage, mail: boolean): Promise<number> {
  return notifyEach(tx, sql`p.kind = 'advisor' and p.lead`, message, mail);
}

/** Enqueues a message for every person who meets a condition. @param who SQL condition on the person `p` */
async function notifyEach(tx: Tx, who: Sql, message: PersonalMessage, mail: boolean): Promise<number> {
  const works = mail ? sql`l.outage_id is null` : sql`true`;
  const recipients = sql`
    select p.id person_id, coalesce(i.platform, 'mail') platform, coalesce(i.workspace_id, '') workspace_id,
      coalesce(i.channel_id, p.email) channel_id
    from person p left join lateral ${newestDirectConversation(sql`p.id`, works)} i on true
    where ${who} and p.active and (i.platform is not null or ${mail})`;
  // a separate statement, because a destination that another transaction creates now is visible only to the next statement
  await tx.$executeRaw(createDestinations(recipients));
  const person = { destination_id: sql`destination_id`, person_id: sql`person_id` };
  const once = sql`from place where not exists (select from delivery d where ${copiesOf(message)} and d.person_id = place.person_id)
    order by person_id`;
  const statement =
    message.kind === 'nudge'
      ? enqueue('nudge', { ...person, notice_id: sql`${message.noticeId}::int` }, sql`from place order by person_id`)
      : message.kind === 'cluster'
        ? enqueue('cluster', { ...person, cluster_id: sql`${message.clusterId}::int` }, once)
        : message.kind === 'mail'
          ? enqueue('mail', { ...person, mail_id: sql`${message.mailId}::int` }, once)
          : enqueue('reinstall', person, once);
  return tx.$executeRaw`
    with place as (
      select r.person_id, destination.id destination_id
      from (${recipients}) r join destination using (platform, workspace_id, channel_id)
    ), enqueued as (${statement})
    select from place`;
}

/** Enqueues a suggested incident in a channel, for when no lead has a direct conversation. */
export async function enqueueCluster(tx: Tx, channel: DestinationRef, clusterId: number): Promise<void> {
  const destinationId = await ensureDestination(tx, channel);
  const columns = { destination_id: sql`${destinationId}::int`, person_id: sql`null::int`, cluster_id: sql`${clusterId}::int` };
  await tx.$executeRaw`with enqueued as (${enqueue('cluster', columns, Prisma.empty)}) select`;
}

/** Enqueues an email that waits for an advisor in a channel. */
export async function enqueueMail(tx: Tx, channel: DestinationRef, mailId: number): Promise<void> {
  const destinationId = await ensureDestination(tx, channel);
  const columns = { destination_id: sql`${destinationId}::int`, person_id: sql`null::int`, mail_id: sql`${mailId}::int` };
  await tx.$executeRaw`with enqueued as (${enqueue('mail', columns, Prisma.empty)}) select`;
}

/** Refreshes every copy of the message in a chat. Mail cannot be changed once it is sent. */
export async function refreshCopies(tx: Tx, message: PersonalMessage): Promise<void> {
  const inChat = sql`exists (select from destination l where l.id = d.destination_id and l.platform <> 'mail')`;
  await tx.$executeRaw`with ${refresh({ where: sql`${copiesOf(message)} and ${inChat}` })} select`;
}

/** SQL: whether the delivery `d` is a copy of the message that was not withdrawn. */
const copiesOf = (message: PersonalMessage): Sql =>
  message.kind === 'cluster'
    ? sql`d.kind = 'cluster' and d.cluster_id = ${message.clusterId} and not d.withdrawn`
    : message.kind === 'nudge'
      ? sql`d.kind = 'nudge' and d.notice_id = ${message.noticeId} and not d.withdrawn`
      : message.kind === 'mail'
        ? sql`d.kind = 'mail' and d.mail_id = ${message.mailId} and not d.withdrawn`
        : sql`d.kind = 'reinstall' and not d.withdrawn`;

/**
 * Enqueues a digest in its person's newest direct conversation, and in their mailbox if mail is configured and they did not unsubscribe.
 * @returns whether there is anywhere to send it
 */
export async function enqueueDigest(tx: Tx, digest: { id: number; personId: number }, mail: boolean): Promise<boolean> {
  const places = await tx.$queryRaw<DestinationRef[]>`
    select platform::text, workspace_id "workspaceId", channel_id "channelId" from ${newestDirectConversation(sql`${digest.personId}`)} i
    union all select 'mail', '', email from person where id = ${digest.personId} and ${mail} and not mail_off`;
  for (const place of places) {
    const destinationId = await ensureDestination(tx, place);
    const columns = { destination_id: sql`${destinationId}::int`, digest_id: sql`${digest.id}::int` };
    await tx.$executeRaw(enqueue('digest', columns, Prisma.empty));
  }
  return places.length > 0;
}
