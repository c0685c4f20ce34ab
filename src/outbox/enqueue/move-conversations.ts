import { Prisma } from '../../db/generated/client.ts';

type Tx = Prisma.TransactionClient;

/**
 * Moves conversations of one case to another, with everything that was sent in them. A conversation stays where the other case has one in the
 * same channel, direct conversation or mailbox.
 * @param only the ids of the conversations that may move; all of them by default
 * @returns the ids of those that moved
 */
export async function moveConversations(
  tx: Tx,
  fromCaseId: number,
  toCaseId: number,
  only?: readonly number[],
): Promise<number[]> {
  const wanted = only ? Prisma.sql`and k.id = any (${[...only]}::int[])` : Prisma.empty;
  const moved = await tx.$queryRaw<{ id: number }[]>`
    update conversation k set case_id = ${toCaseId}
    where k.case_id = ${fromCaseId} ${wanted}
      and not exists (select from conversation other where other.case_id = ${toCaseId} and other.destination_id = k.destination_id)
    returning k.id`;
  const ids = moved.map(({ id }) => id).sort((one, other) => one - other);
  await tx.$executeRaw`
    with held as (select id from delivery where conversation_id = any (${ids}::int[]) order by id for no key update)
    update delivery set case_id = ${toCaseId} from held where delivery.id = held.id`;
  return ids;
}
