import type { Pool } from 'pg';
import type { Act, TransportName } from '../ports.ts';

/** A call to a platform that was made a moment ago. */
export interface RecentCall {
  platform: TransportName;
  workspaceId: string;
  act: Act;
  /** ms since then */
  ago: number;
}

/**
 * What was sent a moment ago, or was under way, whichever process did it: one that starts right after another has died, or beside it, does
 * not take the platforms' whole allowance once more. Of a message that was sent and changed in that time it knows the change only.
 * @returns oldest first
 */
export async function recentCalls(pool: Pool, withinMs: number): Promise<RecentCall[]> {
  const text = `
    with recent as (
      select destination_id, case when withdrawn then 'remove' when delivered_version > 1 then 'update' else 'send' end as act, sent_at as at
      from delivery where sent_at > now() - $1 * interval '1 ms'
      union all
      select destination_id, case when withdrawn then 'remove' when external_id is not null then 'update' else 'send' end, started_at
      from delivery where state = 'sending' and started_at > now() - $1 * interval '1 ms'
    )
    select platform, workspace_id as "workspaceId", act, extract(epoch from now() - at)::float * 1000 as ago
    from recent join destination on destination.id = destination_id order by at`;
  const { rows } = await pool.query<RecentCall>(text, [withinMs]);
  return rows;
}
