// The question how support did, to the contact of a closed case: in one conversation of theirs, and by mail to those who closed the case from
// a mail. Everybody else reads the question in the mail that the case is closed.
import { Prisma } from '../../db/generated/client.ts';
import type { NotificationLevel } from '../../domain/notification.ts';
import { enqueue, refresh } from './deliveries.ts';
import { eligibleConversations } from './eligible-conversations.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** The question is not worth a message to people who want to hear less. */
const levels: readonly NotificationLevel[] = ['all', 'status'];

const columns = (state: 'pending' | 'held', until: Sql): Parameters<typeof enqueue<'satisfaction'>>[1] => ({
  destination_id: sql`k.destination_id`,
  conversation_id: sql`k.id`,
  case_id: sql`k.case_id`,
  state: sql`${Prisma.raw(`'${state}'`)}::"DeliveryState"`,
  held_until: until,
});

/**
 * Enqueues the question. Lock the row of the case first.
 * @param mailAt when it is mailed, if it has not been answered by then; null: it is not mailed
 */
export async function enqueueSatisfaction(tx: Tx, caseId: number, personId: number, mailAt: Date | null): Promise<void> {
  const eligible = sql`from ${eligibleConversations([caseId], levels)} k join destination l on l.id = k.destination_id
    where k.side = 'contact'`;
  const chat = sql`${eligible} and l.platform <> 'mail' and (k.person_id is null or k.person_id = ${personId})
    order by k.person_id is null, k.id desc limit 1`;
  await tx.$executeRaw`with enqueued as (${enqueue('satisfaction', columns('pending', sql`null::timestamptz`), chat)}) select`;
  if (mailAt === null) return;
  const mail = sql`${eligible} and l.platform = 'mail' and k.person_id = ${personId}`;
  await tx.$executeRaw(enqueue('satisfaction', columns('held', sql`${mailAt}::timestamptz`), mail));
}

/** Refreshes the question in the chat after it was answered. */
export async function refreshSatisfaction(tx: Tx, caseId: number): Promise<void> {
  const chat = sql`exists (select from destination l where l.id = d.destination_id and l.platform <> 'mail')`;
  await tx.$executeRaw`with ${refresh({ where: sql`d.case_id = ${caseId} and d.kind = 'satisfaction' and ${chat}` })} select`;
}
