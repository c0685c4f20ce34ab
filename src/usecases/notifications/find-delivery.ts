import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';

/** The delivery whose message stands at this place. @returns null for any other message */
export async function findDelivery(
  services: Services,
  where: { platform: PlatformName; workspaceId: string; channelId: string; ref: string },
): Promise<number | null> {
  const { ref, ...destination } = where;
  const found = await services.db.prisma.delivery.findFirst({
    where: { externalId: ref, destination, gone: false },
    select: { id: true },
  });
  return found?.id ?? null;
}
