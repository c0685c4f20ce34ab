import { Prisma } from '../../db/generated/client.ts';
import { refresh } from './deliveries.ts';

/** Has the message of one delivery updated. */
export async function refreshDelivery(tx: Prisma.TransactionClient, deliveryId: number): Promise<void> {
  await tx.$executeRaw`with ${refresh({ where: Prisma.sql`d.id = ${deliveryId}` })} select`;
}
