// Finds the conversations of a new case. The statement that writes the case finds the usual ones itself (insert-case-statement.ts), so this is
// asked for the rest: for the first case of an account in this process, and where a conversation has to be created or is out of order.
import type { Pool } from 'pg';
import type { Prisma } from '../../db/generated/client.ts';
import type { Side } from '../../domain/person.ts';
import type { ChannelRef, PlatformName } from '../../ports.ts';
import { queuesOf } from './queues.ts';

/** A conversation that a new case starts with. */
export interface NewConversation {
  destinationId: number;
  side: Side;
  personId: number | null;
}

/** Where a case is opened, and for which contact. */
export interface CasePlace {
  /** null: the contact has no known conversation, and none is created */
  platform: PlatformName | null;
  workspaceId: string;
  /** the channel in which the case is opened; null for a direct conversation */
  channelId: string | null;
  /** the contact's direct conversation with the bot; '' if they have none yet */
  directChannel: string | null;
  accountId: number;
  contactId: number;
  module: string;
}

/** The time zone and holidays of an account. */
export interface AccountDays {
  timezone: string;
  holidays: string | null;
  closed: string[];
  worked: string[];
}

// The contact's conversation is the channel if the directory lists it for cases of their account, else their direct conversation. The
// advisors' is the queue. Missing destinations are created. The account's days are read along, which saves a round trip.
const statement = `
with listed as (
  select channel_id from channel
  where platform = $1::text::"Platform" and workspace_id = $2 and channel_id = $3 and account_id = $5 and active and 'cases' = any(purposes)
), place as (
  select $1::text::"TransportName" platform, $2::text workspace_id, coalesce((select channel_id from listed), $4::text) channel_id, 'contact' side,
    case when exists (select from listed) then null else $6::int end person_id
  where $1::text is not null
  union all
  select platform::text::"TransportName", workspace_id, channel_id, 'advisor', null from (${queuesOf('$7')}) queue
), created as (
  insert into destination (platform, workspace_id, channel_id) select platform, workspace_id, channel_id from place where channel_id <> ''
  on conflict do nothing returning id, platform, workspace_id, channel_id
)
select coalesce(destination.id, created.id) "destinationId", place.side, place.person_id "personId", account.timezone, account.holidays,
  coalesce(account.closed, '{}') closed, coalesce(account.worked, '{}') worked
from account left join place on true left join destination using (platform, workspace_id, channel_id) left join created using (platform, workspace_id, channel_id)
where account.id = $5`;

const daysOf = new WeakMap<Pool, Map<number, AccountDays>>();
/** Accounts whose days a process remembers. */
const maxRemembered = 10_000;

/**
 * Returns the days that an account had when this process last asked. They may have changed since, so `insertCaseAt` compares them with those of
 * the account.
 */
export function rememberedDays(pool: Pool, accountId: number): AccountDays | undefined {
  return daysOf.get(pool)?.get(accountId);
}

function rememberDays(pool: Pool, accountId: number, days: AccountDays): void {
  const remembered = daysOf.get(pool) ?? new Map<number, AccountDays>();
  daysOf.set(pool, remembered);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(accountId, days);
}

/**
 * Finds the conversations of a new case: the contact's, and the queue. Creates missing destinations.
 * @returns null if the contact has no conversation with the bot yet
 */
export async function newCaseConversations(
  pool: Pool,
  place: CasePlace,
): Promise<{ conversations: NewConversation[]; days: AccountDays } | null> {
  const { platform, workspaceId, channelId, directChannel, accountId, contactId, module } = place;
  const values = [platform, workspaceId, channelId, directChannel, accountId, contactId, module];
  for (;;) {
    const { rows } = await pool.query<
      AccountDays & Partial<NewConversation> & { destinationId: number | null; side: Side | null }
    >({
      name: 'new-case-conversations',
      text: statement,
      values,
    });
    if (directChannel === '' && rows.some(({ side, destinationId }) => side === 'contact' && destinationId === null)) return null;
    const [account] = rows;
    if (!account) throw new Error(`there is no account ${accountId}`);
    const { timezone, holidays, closed, worked } = account;
    const days = { timezone, holidays, closed, worked };
    rememberDays(pool, accountId, days);
    // without a queue and without a known conversation, the only row is the account's
    const expected = rows.filter(({ side }) => side !== null);
    const conversations = expected.flatMap(({ destinationId, side, personId = null }) =>
      destinationId && side ? [{ destinationId, side, personId }] : [],
    );
    // a destination that another request is creating right now is found by the next query
    if (conversations.length === expected.length) return { conversations, days };
  }
}

/** Finds the queue channel of a module, one that works if possible. @returns null if the directory lists none */
export async function queueChannel(
  db: Pick<Prisma.TransactionClient, '$queryRawUnsafe'>,
  module: string,
): Promise<ChannelRef | null> {
  const [row] = await db.$queryRawUnsafe<{ platform: PlatformName; workspace_id: string; channel_id: string }[]>(
    `select * from (${queuesOf('$1')}) queue order by works desc limit 1`,
    module,
  );
  return row ? { platform: row.platform, workspaceId: row.workspace_id, channelId: row.channel_id } : null;
}
