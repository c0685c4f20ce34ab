// Messages about a case for single people, in their newest direct conversation with the bot, or by mail: pages, which call people on call to a
// critical case, and the end of a snooze.
import { Prisma } from '../../db/generated/client.ts';
import { enqueue, refresh } from './deliveries.ts';
import { createDestinations, newestDirectConversation } from './destinations.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/**
 * Pages people about a case: each in their direct conversation, or by mail if they have none. Somebody who was paged before gets another
 * message, because an edited one notifies nobody.
 * @param mail whether mail is configured
 */
export function enqueuePages(tx: Tx, caseId: number, personIds: readonly number[], mail: boolean): Promise<void> {
  return enqueueForPeople(tx, 'page', caseId, { personIds, mail });
}

/** Gives a case back to advisors who snoozed it, with a message like `enqueuePages`. */
export function enqueueSnoozesOver(tx: Tx, caseId: number, personIds: readonly number[], mail: boolean): Promise<void> {
  return enqueueForPeople(tx, 'snooze', caseId, { personIds, mail });
}

async function enqueueForPeople(
  tx: Tx,
  kind: 'page' | 'snooze',
  caseId: number,
  { personIds, mail }: { personIds: readonly number[]; mail: boolean },
): Promise<void> {
  const recipients = sql`
    select p.id person_id, coalesce(i.platform, 'mail') platform, coalesce(i.workspace_id, '') workspace_id,
      coalesce(i.channel_id, p.email) channel_id
    from person p left join lateral ${newestDirectConversation(sql`p.id`)} i on true
    where p.id = any (${personIds}::int[]) and p.active and (i.platform is not null or ${mail})`;
  // a separate statement, because a destination that another transaction creates now is visible only to the next statement
  await tx.$executeRaw(createDestinations(recipients));
  const columns = { destination_id: sql`destination_id`, person_id: sql`person_id`, case_id: sql`${caseId}::int` };
  await tx.$executeRaw`
    with place as (
      select r.person_id, destination.id destination_id
      from (${recipients}) r join destination using (platform, workspace_id, channel_id)
    ), enqueued as (${enqueue(kind, columns, sql`from place order by person_id`)})
    select`;
}

/** Refreshes the pages of a case, which lose their buttons when somebody has it. */
export async function refreshPages(tx: Tx, caseId: number): Promise<void> {
  const chat = sql`exists (select from destination where destination.id = d.destination_id and destination.platform <> 'mail')`;
  await tx.$executeRaw`with ${refresh({ where: sql`d.case_id = ${caseId} and d.kind = 'page' and ${chat}` })} select`;
}
