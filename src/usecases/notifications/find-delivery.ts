import type { PlatformName } from '../../ports.ts';
import type { Work } from '../context.ts';

/** The delivery whose message stands at this place. @returns null for any other message */
export async function messageStanding(
  work: Work,
  where: { platform: PlatformName; workspaceId: string; channelId: string; ref: string },
): Promise<number | null> {
  const { ref, ...lane } = where;
  const found = await work.db.prisma.delivery.findFirst({ where: { externalId: ref, lane, gone: false }, select: { id: true } });
  return found?.id ?? null;
}
