import { Prisma } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import { enqueue } from './deliveries.ts';
import { ensureDestination } from './destinations.ts';

const { sql } = Prisma;

/** Announces in a channel that somebody changed which notices it gets. */
export async function announceChannelChange(tx: Prisma.TransactionClient, channel: ChannelRef, changeId: number): Promise<void> {
  const destinationId = await ensureDestination(tx, channel);
  const columns = { destination_id: sql`${destinationId}::int`, channel_change_id: sql`${changeId}::int` };
  await tx.$executeRaw`with enqueued as (${enqueue('announcement', columns, Prisma.empty)}) select`;
}
