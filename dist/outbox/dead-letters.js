import { refreshAdvisorCards } from "./record.js";
/** @returns the dead letters, of one case or all, in the order in which they would have been sent; at most `limit` */
export async function listDeadLetters(pool, only = {}) {
    const text = `
    select d.id, "case".number as "caseNumber", d.kind, side, platform, workspace_id as "workspaceId", channel_id as "channelId",
      coalesce(error_code, 'unknown') as code, d.created_at as since
    from delivery d join lane on lane.id = d.lane_id left join "case" on "case".id = d.case_id
      left join conversation on conversation.id = d.conversation_id
    where d.state = 'dead' and ($1::int is null or "case".number = $1) order by d.id limit $2`;
    const { rows } = await pool.query(text, [only.caseNumber ?? null, only.limit ?? 1000]);
    return rows;
}
/**
 * Sends dead letters again, in their order, before what is newer in their lanes. A post brings the dead card along that its thread
 * would hang under. What was begun and never answered is looked for first.
 * @param which ids of dead letters (of others nothing happens), or all of them
 * @returns how many are on their way
 */
export async function replayDeadLetters(pool, which) {
    const text = `
    with asked as (
      select id, conversation_id from delivery where state = 'dead' and ($1::int[] is null or id = any ($1))
    ), locked as (
      select d.id from delivery d
      where d.state = 'dead' and (d.id in (select id from asked) or d.kind = 'card' and d.conversation_id in (
        select asked.conversation_id from asked join conversation c on c.id = asked.conversation_id and c.thread_ref is null))
      order by d.id for no key update
    )
    update delivery set state = 'pending', attempts = 0, error_code = null from locked where delivery.id = locked.id
    returning delivery.id`;
    const { rows } = await pool.query(text, [which === 'all' ? null : which]);
    const ids = rows.map((row) => row.id);
    await refreshAdvisorCards(pool, ids); // wakes the workers, too
    return ids.length;
}
//# sourceMappingURL=dead-letters.js.map