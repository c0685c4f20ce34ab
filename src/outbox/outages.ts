// The outages that are going on, for `casebridge doctor`, `casebridge deliveries` and the alarms themselves.
import type { Pool } from 'pg';
import { announceWork } from '../db/announce-work.ts';
import type { DestinationRef } from '../ports.ts';
import { waitingStates } from './delivery-states.ts';

/** A channel, direct conversation or whole workspace in which nothing is accepted. */
export interface OutageReport extends DestinationRef {
  /** the name of the channel or, for a whole workspace, of the workspace; null where it is not known */
  name: string | null;
  /** the platform's error code */
  code: string;
  since: Date;
  /** messages that wait for it to work again */
  waiting: number;
}

/**
 * Lists the outages that are going on, oldest first. The channel of a whole workspace is ''. A mailbox belongs to no workspace, and does not
 * count once it is nobody's address anymore.
 */
export async function listOutages(pool: Pool): Promise<OutageReport[]> {
  const text = `
    select o.platform, o.workspace_id as "workspaceId", o.channel_id as "channelId", nullif(coalesce(c.name, i.name, e.name), '') as name, o.code, o.started_at as since, (
      select count(*)::int from destination l join delivery d on d.destination_id = l.id
      where l.outage_id = o.id and d.state in ${waitingStates}) as waiting
    from outage o
      left join channel c on c.platform::text = o.platform::text and c.workspace_id = o.workspace_id and c.channel_id = o.channel_id
      left join installation i on o.channel_id = '' and i.platform::text = o.platform::text and i.workspace_id = o.workspace_id
      left join webhook_endpoint e on o.platform = 'webhook' and e.id::text = o.workspace_id
    where o.ended_at is null and (o.platform <> 'mail' or exists (select from person p where p.email = o.channel_id and p.active))
    order by o.id`;
  const { rows } = await pool.query<OutageReport>(text);
  return rows;
}

/** Has the next attempt made now in every destination that is in an outage. @returns how many there are */
export async function retryOutages(pool: Pool): Promise<number> {
  const text = `
    with broken as (select id from destination where outage_id is not null order by id for no key update)
    update destination set next_at = least(next_at, now()), attempts = 0 from broken where destination.id = broken.id`;
  const { rowCount } = await pool.query(text);
  announceWork(pool);
  return rowCount ?? 0;
}

/** Names where an outage is, for operators: by name where it is known, and by the ids that the directory uses. */
export function outagePlace({
  platform,
  workspaceId,
  channelId,
  name,
}: Omit<OutageReport, 'code' | 'since' | 'waiting'>): string {
  if (platform === 'webhook') return `webhook ${name ?? workspaceId}`;
  const id = channelId === '' ? workspaceId : channelId;
  const named = name === null ? id : `${channelId === '' ? '' : '#'}${name} (${id})`;
  return (channelId === '' ? [platform, 'workspace', named] : [platform, workspaceId, named])
    .filter((part) => part !== '')
    .join(' ');
}
