// Posts a case or banner again from its first message, for a chat that has lost its messages. Delete the former deliveries first.
import type { Pool } from 'pg';
import { Prisma } from '../../db/generated/client.ts';
import { enqueue, wakeWorkers } from './deliveries.ts';

const { sql } = Prisma;

/** Enqueues the card and all posts of a case in its chat conversations. */
export async function repostCase(pool: Pool, caseId: number): Promise<void> {
  const inChats = sql`from conversation k join destination l on l.id = k.destination_id and l.platform <> 'mail'`;
  const columns = { destination_id: sql`k.destination_id`, conversation_id: sql`k.id`, case_id: sql`k.case_id` };
  await run(pool, enqueue('card', columns, sql`${inChats} where k.case_id = ${caseId} order by k.id`));
  const posts = sql`${inChats} join post on post.case_id = k.case_id and post.deleted_at is null
    where k.case_id = ${caseId} and (post.kind <> 'note' or k.side = 'advisor') order by post.id, k.id`;
  await run(pool, enqueue('post', { ...columns, post_id: sql`post.id` }, posts));
}

/** Enqueues a banner and the broadcasts of all its updates. */
export async function repostBanner(pool: Pool, bannerId: number): Promise<void> {
  const columns = { destination_id: sql`b.destination_id`, banner_id: sql`b.id` };
  await run(pool, enqueue('banner', columns, sql`from banner b where b.id = ${bannerId}`));
  const updates = sql`from banner b join notice_update u on u.notice_id = b.notice_id and u.action <> 'declare'
    where b.id = ${bannerId} order by u.id`;
  await run(pool, enqueue('broadcast', { ...columns, update_id: sql`u.id` }, updates));
}

async function run(pool: Pool, statement: Prisma.Sql): Promise<void> {
  const { text, values } = sql`with enqueued as (${statement}) ${wakeWorkers}`;
  await pool.query(text, values);
}
