import type { Pool } from 'pg';
import { announceWork } from '../db/announce-work.ts';

/**
 * Records that a message arrived because the platform echoed it back to us, even if the call that sent it never got an answer. Only the
 * first echo counts. A dead letter that was in doubt becomes pending again, so that the worker checks whether it needs an update.
 * @param messageId the platform's id of the message
 */
export async function confirmDelivery(pool: Pool, deliveryId: number, messageId: string): Promise<void> {
  const text = `
    with confirmed as (
      update delivery set external_id = $2, state = case
          when state = 'dead' and started_at is not null then 'pending'
          else state end
      where id = $1 and external_id is null and started_at is not null returning conversation_id, banner_id, kind, withdrawn
    ), conversation_thread as (
      update conversation set thread_ref = $2 from confirmed
      where conversation.id = confirmed.conversation_id and kind = 'card' and not withdrawn and thread_ref is null
    ), banner_thread as (
      update banner set thread_ref = $2 from confirmed
      where banner.id = confirmed.banner_id and kind = 'banner' and not withdrawn and thread_ref is null
    )
    select from confirmed`;
  const { rowCount } = await pool.query({ name: 'outbox-confirm', text, values: [deliveryId, messageId] });
  if (rowCount) announceWork(pool);
}
