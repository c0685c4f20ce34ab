import type { Side } from '../../domain/person.ts';
import type { ChannelRef, MessageRef } from '../../ports.ts';
import type { Services } from '../context.ts';
import { readActor, type ChatIdentity, type StoredActor } from '../people/resolve-actor.ts';

/** A case and the side of the conversation in which a thread was found. */
export interface CaseThread {
  number: number;
  accountId: number;
  side: Side;
  /** set in the conversation of an internal team, where everything written is internal */
  team: string | null;
  /** the conversation as the case knows it; a channel shared with another workspace has the same id in both */
  channel: ChannelRef;
}

const select = { side: true, team: true, case: { select: { number: true, accountId: true } } } as const;

/**
 * Finds the case that a message replies to, by its thread or, on platforms without threads, by the message it quotes: the card, a post
 * that was delivered there, or one that was typed there.
 * @param message the root of the thread, or the quoted message
 * @returns null when it belongs to no case
 * @throws Error while a card is being sent there, because its thread is not known yet; the platform delivers the message again
 */
export async function caseOfThread(services: Services, message: MessageRef): Promise<CaseThread | null> {
  return (await threadIn(services, message)) ?? (await threadElsewhere(services, message));
}

/**
 * Finds the case like `caseOfThread`, and what is stored of the user who wrote there. Usually it takes one statement.
 * @throws Error like `caseOfThread`
 */
export async function speakerInThread(
  services: Services,
  message: MessageRef,
  speaker: ChatIdentity,
): Promise<{ thread: CaseThread | null; stored?: StoredActor }> {
  const stored = await readActor<{ thread: Found | null }>(services, speaker, {
    name: 'thread',
    column: `(select to_json(t) from (${threadAt('$4', '$5', '$6', '$7')}) t) thread`,
    values: [message.platform, message.workspaceId, message.channelId, message.messageId],
  });
  const { messageId: _, ...channel } = message;
  if (stored?.row.thread) return { thread: { ...stored.row.thread, channel }, stored };
  return {
    thread: (await threadIn(services, message, stored !== undefined)) ?? (await threadElsewhere(services, message)),
    stored,
  };
}

async function threadElsewhere(services: Services, message: MessageRef): Promise<CaseThread | null> {
  const workspaceId = await otherWorkspace(services, message);
  return workspaceId === null ? null : threadIn(services, { ...message, workspaceId });
}

/**
 * Finds the case whose card a message is. In a channel the card is the root of the case's thread.
 * @returns null for every other message
 */
export async function caseOfCard(services: Services, message: MessageRef): Promise<CaseThread | null> {
  const found = await cardIn(services, message);
  if (found) return found;
  const workspaceId = await otherWorkspace(services, message);
  return workspaceId === null ? null : cardIn(services, { ...message, workspaceId });
}

async function cardIn(services: Services, { messageId, ...destination }: MessageRef): Promise<CaseThread | null> {
  const { prisma } = services.db;
  const root = await prisma.conversation.findFirst({ where: { threadRef: messageId, destination }, select });
  const where = { externalId: messageId, kind: 'card' as const, destination };
  const shown = root ?? (await prisma.delivery.findFirst({ where, select: { conversation: { select } } }))?.conversation;
  return shown ? { side: shown.side, team: shown.team, channel: destination, ...shown.case } : null;
}

/**
 * Finds the workspace under which a shared channel is known, when its events arrive under the id of the other one. Ids of channels are
 * unique across workspaces.
 */
async function otherWorkspace(services: Services, { platform, workspaceId, channelId }: MessageRef): Promise<string | null> {
  const where = { platform, channelId, workspaceId: { not: workspaceId }, conversations: { some: {} } };
  const found = await services.db.prisma.destination.findFirst({ where, select: { workspaceId: true } });
  return found?.workspaceId ?? null;
}

type Found = Omit<CaseThread, 'channel'>;

/** SQL: the case of the thread with this root, in one statement because every message in a thread asks for it. */
const threadAt = (platform: string, workspaceId: string, channelId: string, root: string): string => `
  select c.number, c.account_id "accountId", k.side, k.team
  from destination l join conversation k on k.destination_id = l.id and k.thread_ref = ${root} join "case" c on c.id = k.case_id
  where l.platform = ${platform}::"TransportName" and l.workspace_id = ${workspaceId} and l.channel_id = ${channelId} limit 1`;

/** @param isQuote it is known that the message is not the root of a thread */
async function threadIn(services: Services, message: MessageRef, isQuote = false): Promise<CaseThread | null> {
  const { messageId: threadRef, ...destination } = message;
  const { platform, workspaceId, channelId } = destination;
  const text = threadAt('$1', '$2', '$3', '$4');
  const values = [platform, workspaceId, channelId, threadRef];
  const [found] = isQuote ? [] : (await services.db.pool.query<Found>({ name: 'case-of-thread', text, values })).rows;
  if (found) return { ...found, channel: destination };
  const replied = await quotedIn(services, message);
  if (replied) return { side: replied.side, team: replied.team, channel: destination, ...replied.case };
  const beingSent = await services.db.prisma.delivery.findFirst({
    where: { destination, kind: 'card', state: 'sending', externalId: null },
    select: { id: true },
  });
  if (beingSent) throw new Error('a card is being sent to this channel, so its thread is not known yet');
  return null;
}

async function quotedIn(services: Services, { messageId, ...destination }: MessageRef) {
  const delivered = await services.db.prisma.delivery.findFirst({
    where: { externalId: messageId, destination },
    select: { conversation: { select } },
  });
  if (delivered) return delivered.conversation;
  const typed = await services.db.prisma.post.findFirst({
    where: { originMessageId: messageId, originDestination: destination },
    select: { caseId: true },
  });
  return typed && services.db.prisma.conversation.findFirst({ where: { caseId: typed.caseId, destination }, select });
}
