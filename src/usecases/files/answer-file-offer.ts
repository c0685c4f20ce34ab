import { refreshDelivery } from '../../outbox/enqueue/refresh-delivery.ts';
import type { ChannelRef } from '../../ports.ts';
import type { Services } from '../context.ts';

/**
 * Records what a person decided about a file that a delivery offered them, and has its message updated. The first decision counts.
 * @param copy what the platform's transport remembers of it
 * @returns false for a repeat, and for a delivery that is not in this conversation or was withdrawn
 */
export async function answerFileOffer(
  { db }: Pick<Services, 'db'>,
  { platform, workspaceId, channelId }: ChannelRef,
  deliveryId: number,
  copy: string,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const offered = await tx.delivery.findFirst({
      where: { id: deliveryId, kind: 'file', withdrawn: false, destination: { platform, workspaceId, channelId } },
      select: { fileId: true },
    });
    if (!offered?.fileId) return false;
    const row = { deliveryId, fileId: offered.fileId, externalId: copy };
    const { count } = await tx.fileCopy.createMany({ data: [row], skipDuplicates: true });
    if (count > 0) await refreshDelivery(tx, deliveryId);
    return count > 0;
  });
}
