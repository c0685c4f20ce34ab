/**
 * One of our own messages came back from the platform: it stands there, whatever became of the answer to its sending. The first proof
 * counts. Whether it needs an update is the worker's to see; a dead letter that was only in doubt is taken up again for that.
 * @param externalId the platform's id of the message
 */
export async function confirmDelivery(pool, deliveryId, externalId) {
    const text = `
    with proven as (
      update delivery set external_id = $2, state = case
          when state = 'dead' and started_at is not null then 'pending'
          else state end
      where id = $1 and external_id is null and started_at is not null returning conversation_id, banner_id, kind, gone
    ), threaded as (
      update conversation set thread_ref = $2 from proven
      where conversation.id = proven.conversation_id and kind = 'card' and not gone and thread_ref is null
    ), hung as (
      update banner set thread_ref = $2 from proven
      where banner.id = proven.banner_id and kind = 'banner' and not gone and thread_ref is null
    )
    select pg_notify('outbox', '') from proven`;
    await pool.query({ name: 'outbox-settle', text, values: [deliveryId, externalId] });
}
//# sourceMappingURL=confirm-delivery.js.map