// Posts a case or banner again from its first message, for a chat that has lost its messages. Delete the former deliveries first.
import type { Pool } from 'pg';
import { announceWork } from '../../db/announce-work.ts';
import type { Database } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { enqueue } from './deliveries.ts';
import { enqueueFiles, type NativeFiles } from './files.ts';

const { sql } = Prisma;

/**
 * Enqueues the card of a case and all its posts, each with its files, in its chat conversations.
 * @param files in which conversations platforms show files themselves, and the media types that posts show
 */
export async function repostCase(
  { pool, prisma }: Pick<Database, 'pool' | 'prisma'>,
  caseId: number,
  files: { native: NativeFiles; shown: readonly string[] },
): Promise<void> {
  const inChats = sql`from conversation k join destination l on l.id = k.destination_id and l.platform <> 'mail'`;
  const columns = { destination_id: sql`k.destination_id`, conversation_id: sql`k.id`, case_id: sql`k.case_id` };
  await run(pool, enqueue('card', columns, sql`${inChats} where k.case_id = ${caseId} order by k.id`));
  const posts = await prisma.post.findMany({ where: { caseId, deletedAt: null }, select: { id: true }, orderBy: { id: 'asc' } });
  for (const { id } of posts) {
    const one = sql`${inChats} join post on post.id = ${id} and post.case_id = k.case_id and (post.kind <> 'note' or k.side = 'advisor')
      order by k.id`;
    await run(pool, enqueue('post', { ...columns, post_id: sql`post.id` }, one));
    await enqueueFiles(prisma, id, files.native, files.shown);
  }
  announceWork(pool);
}

/** Enqueues a banner and the broadcasts of all its updates. */
export async function repostBanner(pool: Pool, bannerId: number): Promise<void> {
  const columns = { destination_id: sql`b.destination_id`, banner_id: sql`b.id` };
  await run(pool, enqueue('banner', columns, sql`from banner b where b.id = ${bannerId}`));
  const updates = sql`from banner b join notice_update u on u.notice_id = b.notice_id and u.action <> 'declare'
    where b.id = ${bannerId} order by u.id`;
  await run(pool, enqueue('broadcast', { ...columns, update_id: sql`u.id` }, updates));
  announceWork(pool);
}

async function run(pool: Pool, statement: Prisma.Sql): Promise<void> {
  await pool.query(statement.text, statement.values);
}
