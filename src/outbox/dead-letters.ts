// Dead letters are deliveries that are not tried again by themselves. Operators list and replay them with `casebridge deliveries`.
import type { Pool } from 'pg';
import { Prisma } from '../db/generated/client.ts';
import type { DeliveryKind } from '../db/generated/enums.ts';
import type { Side } from '../domain/person.ts';
import type { DestinationRef } from '../ports.ts';
import { refreshAdvisorCards } from './enqueue/cards.ts';
import { retryDead } from './enqueue/deliveries.ts';

/** A delivery that is not tried again by itself. */
export interface DeadLetter extends DestinationRef {
  id: number;
  /** null if it does not belong to a case */
  caseNumber: number | null;
  kind: DeliveryKind;
  side: Side | null;
  /** the platform's error code, or one of ours: `thread_missing`, `note_leak`, `render_failed`, `transport_failed`, `no_answer` */
  code: string;
  /** when it was enqueued */
  since: Date;
}

/** Lists the dead letters of one case or of all, in the order in which they would be sent. @param only.limit 1,000 by default */
export async function listDeadLetters(pool: Pool, only: { caseNumber?: number; limit?: number } = {}): Promise<DeadLetter[]> {
  const text = `
    select d.id, "case".number as "caseNumber", d.kind, side, platform, workspace_id as "workspaceId", channel_id as "channelId",
      coalesce(error_code, 'unknown') as code, d.created_at as since
    from delivery d join destination on destination.id = d.destination_id left join "case" on "case".id = d.case_id
      left join conversation on conversation.id = d.conversation_id
    where d.state = 'dead' and ($1::int is null or "case".number = $1) order by d.id limit $2`;
  const { rows } = await pool.query<DeadLetter>(text, [only.caseNumber ?? null, only.limit ?? 1000]);
  return rows;
}

/**
 * Sends dead letters again, in their original order and before newer deliveries of their destinations. A post also revives the dead card
 * whose thread it belongs to. Messages in doubt are looked up first.
 * @param which ids of dead letters (other ids are ignored), or all of them
 * @returns how many are sent again
 */
export async function replayDeadLetters(pool: Pool, which: number[] | 'all'): Promise<number> {
  const ids = which === 'all' ? null : which;
  const retried = retryDead({
    where: Prisma.sql`(d.id in (select id from selected) or d.kind = 'card' and d.conversation_id in (
      select selected.conversation_id from selected join conversation k on k.id = selected.conversation_id and k.thread_ref is null))`,
  });
  const { text, values } = Prisma.sql`
    with selected as (
      select id, conversation_id from delivery where state = 'dead' and (${ids}::bigint[] is null or id = any (${ids}::bigint[]))
    ), ${retried}
    select id from retried`;
  const { rows } = await pool.query<{ id: number }>(text, values);
  const replayed = rows.map(({ id }) => id);
  await refreshAdvisorCards(pool, replayed); // also wakes the workers
  return replayed.length;
}
