// Where a new case stands: one statement, because opening a case is the hottest write (test/bench).
import type { Pool } from 'pg';
import type { PlatformName } from '../ports.ts';
import type { NewConversation } from './insert-case.ts';

export interface FiledAt {
  platform: PlatformName;
  workspaceId: string;
  /** the channel it was filed in, if any */
  channelId: string | null;
  /** the contact's conversation with the bot */
  directChannel: string;
  accountId: number;
  contactId: number;
  module: string;
}

// The contact's place: the channel, where the directory lists it for cases of that account; else the direct conversation. The advisors':
// the queue of the module, else the one for everything else. Lanes that are missing are made; a lane is never changed.
const statement = `
with listed as (
  select channel_id from channel
  where platform = $1::text::"Platform" and workspace_id = $2 and channel_id = $3 and account_id = $5 and active and 'cases' = any(purposes)
), place as (
  select $1::text::"Carrier" platform, $2::text workspace_id, coalesce((select channel_id from listed), $4::text) channel_id, 'contact' side,
    case when exists (select from listed) then null else $6::int end person_id
  union all
  (select platform::text::"Carrier", workspace_id, channel_id, 'advisor', null from channel
   where 'queue' = any(purposes) and active and (coalesce(cardinality(modules), 0) = 0 or $7 = any(modules))
   order by coalesce(cardinality(modules), 0) = 0, id limit 1)
), made as (
  insert into lane (platform, workspace_id, channel_id) select platform, workspace_id, channel_id from place where channel_id <> ''
  on conflict do nothing returning id, platform, workspace_id, channel_id
)
select coalesce(lane.id, made.id) "laneId", place.side, place.person_id "personId"
from place left join lane using (platform, workspace_id, channel_id) left join made using (platform, workspace_id, channel_id)`;

/** @returns null where the contact has no conversation with the bot yet */
export async function casePlaces(pool: Pool, at: FiledAt): Promise<NewConversation[] | null> {
  const values = [at.platform, at.workspaceId, at.channelId, at.directChannel, at.accountId, at.contactId, at.module];
  for (;;) {
    const { rows } = await pool.query<NewConversation & { laneId: number | null }>({
      name: 'case-places',
      text: statement,
      values,
    });
    if (at.directChannel === '' && rows.some(({ side, laneId }) => side === 'contact' && laneId === null)) return null;
    // a lane that another request made at this moment is seen the next time
    if (rows.every(({ laneId }) => laneId !== null)) return rows;
  }
}
