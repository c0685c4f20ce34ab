// The outages that are going on, for `casebridge doctor`, `casebridge deliveries` and the alarms themselves.
import type { Pool } from 'pg';
import type { DestinationRef } from '../ports.ts';
import { waitingStates } from './delivery-states.ts';

/** A channel, direct conversation or whole workspace in which nothing is accepted. */
export interface OutageReport extends DestinationRef {
  /** the platform's error code */
  code: string;
  since: Date;
  /** messages that wait for it to work again */
  waiting: number;
}

/** Lists the outages that are going on, oldest first. The channel of a whole workspace is ''. */
export async function listOutages(pool: Pool): Promise<OutageReport[]> {
  const text = `
    select o.platform, o.workspace_id as "workspaceId", o.channel_id as "channelId", o.code, o.started_at as since, (
      select count(*)::int from destination l join delivery d on d.destination_id = l.id
      where l.outage_id = o.id and d.state in ${waitingStates}) as waiting
    from outage o where o.ended_at is null order by o.id`;
  const { rows } = await pool.query<OutageReport>(text);
  return rows;
}

/** Has the next attempt made now in every destination that is in an outage. @returns how many there are */
export async function retryOutages(pool: Pool): Promise<number> {
  const text = `
    with broken as (select id from destination where outage_id is not null order by id for no key update)
    update destination set next_at = least(next_at, now()), attempts = 0 from broken where destination.id = broken.id`;
  const { rowCount } = await pool.query(text);
  await pool.query(`select pg_notify('outbox', '')`);
  return rowCount ?? 0;
}
