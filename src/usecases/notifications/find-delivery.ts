import type { MessageRef } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Finds the delivery that was sent as this message. @returns its id; null if the bot did not send the message or has withdrawn it */
export async function findDelivery(services: Services, message: MessageRef): Promise<number | null> {
  const { messageId, ...destination } = message;
  const found = await services.db.prisma.delivery.findFirst({
    where: { externalId: messageId, destination, withdrawn: false },
    select: { id: true },
  });
  return found && Number(found.id);
}
