// What people changed about the notices of a channel. The channel is notified, because one person decides for everybody in it.
import { announceChannelChange } from '../../outbox/enqueue/channel-changes.ts';
import type { Channel } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import type { Services, Tx } from '../context.ts';

/** A change of the notices of a channel. */
export type ChannelChangeKind = 'on' | 'off' | 'changes' | 'all';

/** A change as its announcement shows it. */
export interface ChannelChangeFacts {
  what: ChannelChangeKind;
  by: string;
}

/** Records a change and announces it in the channel. */
export async function recordChannelChange(
  services: Services,
  tx: Tx,
  channel: Pick<Channel, 'id' | 'platform' | 'workspaceId' | 'channelId'>,
  what: ChannelChangeKind,
  by: Person,
): Promise<void> {
  const data = { channelId: channel.id, what, byName: by.name, at: services.clock.now() };
  const { id } = await tx.channelChange.create({ data });
  const { platform, workspaceId, channelId } = channel;
  await announceChannelChange(tx, { platform, workspaceId, channelId }, id);
}

/** Loads an announcement. @returns null if it was deleted */
export async function loadChannelChange({ db }: Services, id: number | null): Promise<ChannelChangeFacts | null> {
  const row = id === null ? null : await db.prisma.channelChange.findUnique({ where: { id } });
  return row && { what: row.what as ChannelChangeKind, by: row.byName };
}
