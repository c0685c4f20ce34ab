import { Prisma } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import { enqueue } from './deliveries.ts';
import { ensureDestination } from './destinations.ts';

const { sql } = Prisma;

/** Enqueues a report of statistics in a channel. */
export async function enqueueReport(tx: Prisma.TransactionClient, channel: ChannelRef, reportId: number): Promise<void> {
  const destinationId = await ensureDestination(tx, channel);
  const columns = { destination_id: sql`${destinationId}::int`, report_id: sql`${reportId}::int` };
  await tx.$executeRaw`with enqueued as (${enqueue('report', columns, Prisma.empty)}) select`;
}
