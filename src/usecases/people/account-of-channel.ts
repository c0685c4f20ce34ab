import type { ChannelRef } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Finds the account of a channel that the directory lists. @returns null for any other channel */
export async function accountOfChannel({ db }: Services, place: ChannelRef): Promise<number | null> {
  const { platform, workspaceId, channelId } = place;
  const where = { platform, workspaceId, channelId, active: true };
  const found = await db.prisma.channel.findFirst({ where, select: { accountId: true } });
  return found?.accountId ?? null;
}
