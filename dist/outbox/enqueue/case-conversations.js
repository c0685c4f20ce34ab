/** The queue of a module, else the one for everything else. @param module a parameter of the statement */
const queueOf = (module) => `
  select platform, workspace_id, channel_id from channel
  where 'queue' = any(purposes) and active and (coalesce(cardinality(modules), 0) = 0 or ${module} = any(modules))
  order by coalesce(cardinality(modules), 0) = 0, id limit 1`;
// The contact's place: the channel, where the directory lists it for cases of that account; else the direct conversation. The advisors':
// the queue. Lanes that are missing are made; a lane is never changed. The account's days come along: they cost no round trip here.
const statement = `
with listed as (
  select channel_id from channel
  where platform = $1::text::"Platform" and workspace_id = $2 and channel_id = $3 and account_id = $5 and active and 'cases' = any(purposes)
), place as (
  select $1::text::"Carrier" platform, $2::text workspace_id, coalesce((select channel_id from listed), $4::text) channel_id, 'contact' side,
    case when exists (select from listed) then null else $6::int end person_id
  where $1::text is not null
  union all
  select platform::text::"Carrier", workspace_id, channel_id, 'advisor', null from (${queueOf('$7')}) queue
), made as (
  insert into lane (platform, workspace_id, channel_id) select platform, workspace_id, channel_id from place where channel_id <> ''
  on conflict do nothing returning id, platform, workspace_id, channel_id
)
select coalesce(lane.id, made.id) "destinationId", place.side, place.person_id "personId", account.timezone, account.holidays,
  coalesce(account.closed, '{}') closed
from account left join place on true left join lane using (platform, workspace_id, channel_id) left join made using (platform, workspace_id, channel_id)
where account.id = $5`;
/** @returns null where the contact has no conversation with the bot yet */
export async function casePlaces(pool, at) {
    const values = [at.platform, at.workspaceId, at.channelId, at.directChannel, at.accountId, at.contactId, at.module];
    for (;;) {
        const { rows } = await pool.query({
            name: 'case-places',
            text: statement,
            values,
        });
        if (at.directChannel === '' && rows.some(({ side, destinationId }) => side === 'contact' && destinationId === null))
            return null;
        const [days] = rows;
        if (!days)
            throw new Error(`there is no account ${at.accountId}`);
        // no queue and no conversation known: the account stands alone
        const wanted = rows.filter(({ side }) => side !== null);
        const places = wanted.flatMap(({ destinationId, side, personId = null }) => destinationId && side ? [{ destinationId, side, personId }] : []);
        // a lane that another request made at this moment is seen the next time
        if (places.length === wanted.length)
            return { places, days };
    }
}
/** The queue channel that answers for a module; null where there is none. */
export async function queueChannel(db, module) {
    const [row] = await db.$queryRawUnsafe(queueOf('$1'), module);
    return row ? { platform: row.platform, workspaceId: row.workspace_id, channelId: row.channel_id } : null;
}
//# sourceMappingURL=case-conversations.js.map