// The rows of destinations (channels, direct conversations and mailboxes), and of the conversations about cases in them.
import { Prisma, type Conversation } from '../../db/generated/client.ts';
import type { Side } from '../../domain/person.ts';
import type { DestinationRef } from '../../ports.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;

/** Returns the id of a destination and creates its row on first use. */
export async function ensureDestination(tx: Tx, { platform, workspaceId, channelId }: DestinationRef): Promise<number> {
  const key = { platform, workspaceId, channelId };
  const find = { where: { platform_workspaceId_channelId: key }, select: { id: true } };
  const found = await tx.destination.findUnique(find);
  if (found) return found.id;
  await tx.destination.createMany({ data: [key], skipDuplicates: true });
  return (await tx.destination.findUniqueOrThrow(find)).id;
}

/**
 * Builds the statement that creates the missing destinations of a query. Rows are always created in the same order, so two of these statements
 * never deadlock.
 * @param places a query with the columns platform, workspace_id and channel_id
 */
export const createDestinations = (places: Sql): Sql => Prisma.sql`
  insert into destination (platform, workspace_id, channel_id)
  select distinct platform, workspace_id, channel_id from (${places}) place
  where not exists (select from destination known where known.platform = place.platform and known.workspace_id = place.workspace_id
    and known.channel_id = place.channel_id) -- a conflict takes an id from the sequence as well
  order by 1, 2, 3
  on conflict do nothing`;

/**
 * Subquery for a person's newest direct conversation with the bot: platform, workspace_id and channel_id. One in which messages arrive is
 * preferred to one in an outage.
 * @param personId an SQL expression
 * @param condition on the identity `i` and its destination `l`, which may be missing
 */
export const newestDirectConversation = (personId: Sql, condition: Sql = Prisma.sql`true`): Sql => Prisma.sql`(
  select i.platform::text::"TransportName" as platform, i.workspace_id, i.direct_channel as channel_id
  from identity i left join destination l on l.platform = i.platform::text::"TransportName" and l.workspace_id = i.workspace_id
    and l.channel_id = i.direct_channel
  where i.person_id = ${personId} and i.direct_channel <> '' and ${condition}
  order by l.outage_id is not null, i.checked_at desc, i.id desc limit 1)`;

/** A case and a destination, which together identify a conversation. */
export interface ConversationKey {
  caseId: number;
  destinationId: number;
  side: Side;
  /** the owner of a direct conversation or mailbox */
  personId?: number;
  /** the escalation team whose channel this is */
  team?: string;
}

/** Returns the conversation of a case in a destination and creates it on first use. An existing one keeps its side. */
export async function openConversation(tx: Tx, key: ConversationKey): Promise<Conversation> {
  await tx.conversation.createMany({ data: [key], skipDuplicates: true });
  const { caseId, destinationId } = key;
  return tx.conversation.findUniqueOrThrow({ where: { caseId_destinationId: { caseId, destinationId } } });
}
