import { Prisma } from '../../db/generated/client.ts';
import { enqueue } from './deliveries.ts';
import { ensureDestination } from './destinations.ts';

const { sql } = Prisma;

/** Enqueues the release notes once in every notices channel. Lock the release's row first. */
export async function enqueueRelease(tx: Prisma.TransactionClient, releaseId: number): Promise<void> {
  const channels = await tx.channel.findMany({
    where: { active: true, purposes: { has: 'notices' }, OR: [{ accountId: null }, { account: { active: true } }] },
    orderBy: { id: 'asc' },
  });
  for (const channel of channels) {
    const destinationId = await ensureDestination(tx, channel);
    const columns = { destination_id: sql`${destinationId}::int`, release_id: sql`${releaseId}::int` };
    const sent = sql`select from delivery where destination_id = ${destinationId} and release_id = ${releaseId}`;
    await tx.$executeRaw(enqueue('release', columns, sql`where not exists (${sent})`));
  }
}
