// Fills a freshly started local-slack, which keeps no messages between runs. Open cases and notices are posted again, the most recently
// changed last. Closed cases are not posted: people find them by searching.
import type { Database } from '../db/client.ts';
import { inlineTypes } from '../domain/files.ts';
import { nativeFiles } from '../main.ts';
import { repostBanner, repostCase } from '../outbox/enqueue/repost.ts';

/** Schedules every open case and notice to be posted again in its conversations. */
export async function repostOpenCases({ pool, prisma }: Database): Promise<void> {
  // a new local Slack has new direct conversations
  await pool.query(`
    update destination l set channel_id = i.direct_channel
    from conversation v join identity i on i.person_id = v.person_id
    where v.destination_id = l.id and l.platform::text = i.platform::text and l.workspace_id = i.workspace_id`);
  // mail cannot be sent twice
  const chats = `select id from destination where platform <> 'mail'`;
  await pool.query(`update conversation set thread_ref = null where destination_id in (${chats})`);
  await pool.query('update post set origin_destination_id = null, origin_message_id = null');
  await pool.query(`delete from delivery where destination_id in (${chats})`);
  // in the order of their last change, so that the most active case is at the bottom of each channel
  const cases = await pool.query<{ id: number }>(`select id from "case" where status <> 'Closed' order by updated_at, id`);
  for (const { id } of cases.rows) await repostCase({ pool, prisma }, id, { native: nativeFiles, shown: inlineTypes });
  // incidents and maintenance come below the cases, with their updates
  await pool.query(`update banner set thread_ref = null, pinned = false, next_pin_at = '-infinity'`);
  const banners = await pool.query<{ id: number }>(
    'select b.id from banner b join notice n on n.id = b.notice_id where n.closed_at is null order by n.declared_at, b.id',
  );
  for (const { id } of banners.rows) await repostBanner(pool, id);
}
