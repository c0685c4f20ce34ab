import type { Pool } from 'pg';
import type { Act, TransportName } from '../ports.ts';

/** A call to a platform that was made recently. */
export interface RecentCall {
  platform: TransportName;
  workspaceId: string;
  act: Act;
  /** milliseconds since the call */
  ago: number;
}

/**
 * Lists recent calls of all processes, including calls under way. A process that starts after or next to another one then does not use up the
 * platforms' limits again. Lists only the update of a message that was both sent and updated in that time.
 * @returns the oldest call first
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
