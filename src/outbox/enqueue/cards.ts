import type { Pool } from 'pg';
import { announceWork } from '../../db/announce-work.ts';
import { Prisma } from '../../db/generated/client.ts';
import { enqueue, isRefreshedPost, refresh } from './deliveries.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Enqueues or refreshes the case's card in a conversation. After a withdrawn card, a new one starts a new thread. */
export async function enqueueCard(tx: Tx, conversation: { id: number }): Promise<void> {
  const { id } = conversation;
  const card = { destination_id: sql`destination_id`, conversation_id: sql`id`, case_id: sql`case_id` };
  await tx.$executeRaw`
    with ${refresh({ where: sql`d.conversation_id = ${id} and d.kind = 'card'` })}, enqueued as (
      ${enqueue(
        'card',
        card,
        sql`from conversation where id = ${id}
          and not exists (select from delivery where conversation_id = conversation.id and kind = 'card' and not withdrawn)`,
      )}
      returning conversation_id
    ), new_thread as (
      -- earlier posts stay in the thread of the withdrawn card
      update conversation set thread_ref = null from enqueued where id = enqueued.conversation_id and thread_ref is not null
    )
    select`;
}

/** Refreshes every card of a case, or only those that advisors see. */
export async function refreshCards(tx: Tx, caseId: number, side?: 'advisor'): Promise<void> {
  const seen = side
    ? sql`and exists (select from conversation k where k.id = d.conversation_id and k.side = 'advisor')`
    : Prisma.empty;
  await tx.$executeRaw`with ${refresh({ where: sql`d.case_id = ${caseId} and d.kind = 'card' ${seen}` })} select`;
}

/** Refreshes the cards of the open cases of a defect, or only those that advisors see. */
export async function refreshDefectCards(tx: Tx, defectId: number, side?: 'advisor'): Promise<void> {
  const cards = refresh({
    join: sql`join "case" c on c.id = d.case_id join conversation k on k.id = d.conversation_id`,
    where: sql`c.defect_id = ${defectId} and c.status <> 'Closed' and d.kind = 'card' ${side ? sql`and k.side = 'advisor'` : Prisma.empty}`,
  });
  await tx.$executeRaw`with ${cards} select`;
}

/**
 * Builds the CTEs that refresh what shows a case: every card of it, or none, and the posts with these ids (queries) wherever they were
 * sent except by mail.
 */
export function refreshShown(caseId: number, { cards, posts }: { cards: boolean; posts: readonly Sql[] }): Sql {
  const card = sql`d.case_id = ${caseId} and d.kind = 'card'`;
  if (posts.length === 0) return refresh({ where: cards ? card : sql`false` });
  const shown = sql`select d.id from delivery d where d.post_id in (${Prisma.join(posts, ' union all ')}) and ${isRefreshedPost}`;
  return refresh({
    where: sql`d.id in (${cards ? sql`select d.id from delivery d where ${card} union all` : Prisma.empty} ${shown})`,
  });
}

/** Refreshes the cards that advisors see, which list undelivered messages, in the cases of these deliveries. */
export async function refreshAdvisorCards(pool: Pool, deliveryIds: number[]): Promise<void> {
  const cards = refresh({
    join: sql`join conversation k on k.id = d.conversation_id and k.side = 'advisor'`,
    where: sql`d.case_id in (select case_id from delivery where id = any (${deliveryIds}::bigint[])) and d.kind = 'card'`,
  });
  const { text, values } = sql`with ${cards} select`;
  await pool.query({ name: 'outbox-advisor-cards', text, values });
  announceWork(pool);
}
