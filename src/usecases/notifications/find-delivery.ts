import type { MessageRef } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Finds the delivery that this message shows. @returns null for any other message */
export async function findDelivery(services: Services, message: MessageRef): Promise<number | null> {
  const { messageId, ...destination } = message;
  const found = await services.db.prisma.delivery.findFirst({
    where: { externalId: messageId, destination, withdrawn: false },
    select: { id: true },
  });
  return found?.id ?? null;
}
