// Where a new case stands: one statement, because opening a case is the hottest write (test/bench).
import type { Pool } from 'pg';
import type { ChannelRef, PlatformName } from '../../ports.ts';
import type { Side } from '../../domain/person.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { NewConversation } from './insert-case.ts';

export interface FiledAt {
  /** null: no conversation with the contact is known, and none is made */
  platform: PlatformName | null;
  workspaceId: string;
  /** the channel it was filed in, if any */
  channelId: string | null;
  /** the contact's conversation with the bot */
  directChannel: string | null;
  accountId: number;
  contactId: number;
  module: string;
}

/** What the account's calendar is made of. */
export interface AccountDays {
  timezone: string;
  holidays: string | null;
  closed: string[];
}

/** The queue of a module, else the one for everything else. @param module a parameter of the statement */
const queueOf = (module: string): string => `
  select platform, workspace_id, channel_id from channel
  where 'queue' = any(purposes) and active and (coalesce(cardinality(modules), 0) = 0 or ${module} = any(modules))
  order by coalesce(cardinality(modules), 0) = 0, id limit 1`;

// The contact's place: the channel, where the directory lists it for cases of that account; else the direct conversation. The advisors':
// the queue. Destinations that are missing are made; a destination is never changed. The account's days come along: they cost no round trip here.
const statement = `
with listed as (
  select channel_id from channel
  where platform = $1::text::"Platform" and workspace_id = $2 and channel_id = $3 and account_id = $5 and active and 'cases' = any(purposes)
), place as (
  select $1::text::"TransportName" platform, $2::text workspace_id, coalesce((select channel_id from listed), $4::text) channel_id, 'contact' side,
    case when exists (select from listed) then null else $6::int end person_id
  where $1::text is not null
  union all
  select platform::text::"TransportName", workspace_id, channel_id, 'advisor', null from (${queueOf('$7')}) queue
), made as (
  insert into destination (platform, workspace_id, channel_id) select platform, workspace_id, channel_id from place where channel_id <> ''
  on conflict do nothing returning id, platform, workspace_id, channel_id
)
select coalesce(destination.id, made.id) "destinationId", place.side, place.person_id "personId", account.timezone, account.holidays,
  coalesce(account.closed, '{}') closed
from account left join place on true left join destination using (platform, workspace_id, channel_id) left join made using (platform, workspace_id, channel_id)
where account.id = $5`;

/** @returns null where the contact has no conversation with the bot yet */
export async function casePlaces(pool: Pool, at: FiledAt): Promise<{ places: NewConversation[]; days: AccountDays } | null> {
  const values = [at.platform, at.workspaceId, at.channelId, at.directChannel, at.accountId, at.contactId, at.module];
  for (;;) {
    const { rows } = await pool.query<
      AccountDays & Partial<NewConversation> & { destinationId: number | null; side: Side | null }
    >({
      name: 'case-places',
      text: statement,
      values,
    });
    if (at.directChannel === '' && rows.some(({ side, destinationId }) => side === 'contact' && destinationId === null))
      return null;
    const [days] = rows;
    if (!days) throw new Error(`there is no account ${at.accountId}`);
    // no queue and no conversation known: the account stands alone
    const wanted = rows.filter(({ side }) => side !== null);
    const places = wanted.flatMap(({ destinationId, side, personId = null }) =>
      destinationId && side ? [{ destinationId, side, personId }] : [],
    );
    // a destination that another request made at this moment is seen the next time
    if (places.length === wanted.length) return { places, days };
  }
}

/** The queue channel that answers for a module; null where there is none. */
export async function queueChannel(
  db: Pick<Prisma.TransactionClient, '$queryRawUnsafe'>,
  module: string,
): Promise<ChannelRef | null> {
  const [row] = await db.$queryRawUnsafe<{ platform: PlatformName; workspace_id: string; channel_id: string }[]>(
    queueOf('$1'),
    module,
  );
  return row ? { platform: row.platform, workspaceId: row.workspace_id, channelId: row.channel_id } : null;
}
