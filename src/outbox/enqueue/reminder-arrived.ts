import type { Pool } from 'pg';
import { announceWork } from '../../db/announce-work.ts';
import { Prisma } from '../../db/generated/client.ts';
import { refresh } from './deliveries.ts';

const { sql } = Prisma;

/** Records that a reminder was accepted somewhere for the first time. Cards that were sent before that say so then. */
export async function recordReminderArrived(pool: Pool, deliveryId: number): Promise<void> {
  const cards = refresh({
    join: sql`join arrived on arrived.case_id = d.case_id`,
    where: sql`d.kind = 'card' and d.sent_at >= arrived.delivery_created_at`,
  });
  const { text, values } = sql`
    with arrived as (
      update follow_up f set reminder_arrived = true from delivery reminder
      where reminder.id = ${deliveryId} and f.reminder_post_id = reminder.post_id and f.case_id = reminder.case_id and not f.reminder_arrived
      returning f.case_id, reminder.created_at delivery_created_at
    ), ${cards}
    select`;
  await pool.query({ name: 'follow-up-arrived', text, values });
  announceWork(pool);
}
