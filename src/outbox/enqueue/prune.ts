// Deletes deliveries that nothing needs any longer. What stays: whatever is not sent yet, every card and banner (a reply to its message finds the
// case by it), and the messages of a case for as long as an edit or a deletion of a post must reach them.
// A legal hold on a case keeps its messages: they prove who was sent what.
import type { Pool } from 'pg';
import { isHeldCase } from '../../db/legal-holds.ts';

/** Until when deliveries were made that may be deleted. */
export interface PruneBefore {
  /** messages that belong to no case and no open notice, and mails of closed cases */
  messages: Date;
  /** the other messages of cases that were closed before */
  closedCases: Date;
}

/** Deliveries read per statement, so that none holds locks for long. */
const page = 2_000;

// Walks the table by id, because what stays among old rows would be read again by every statement that starts from the oldest. The condition is
// checked on the locked row, and a row that a worker or a change holds is left for the next time.
const statement = `
with page as (
  select id, created_at from delivery where id > $1 order by id limit ${page}
), old as (
  select d.id from delivery d join page using (id) join destination l on l.id = d.destination_id
    left join "case" c on c.id = d.case_id left join banner b on b.id = d.banner_id left join notice n on n.id = coalesce(d.notice_id, b.notice_id)
  where d.state in ('sent', 'dead') and coalesce(d.sent_at, d.started_at, d.created_at) < $2 and case
    when d.kind in ('card', 'banner', 'release', 'report', 'reinstall') then false
    when d.case_id is not null then
      not (${isHeldCase.text}) and c.status = 'Closed' and c.closed_at < case when d.withdrawn or l.platform = 'mail' then $2 else $3 end
    when d.kind in ('broadcast', 'nudge') then n.closed_at < $2
    when d.kind in ('outage', 'recovery') then not exists (select from outage where outage.id = d.outage_id and outage.ended_at is null)
    else true end
  order by d.id for update of d skip locked
), gone as (
  delete from delivery using old where delivery.id = old.id returning delivery.id
)
select (select max(id) from page) as last, coalesce((select min(created_at) >= $2 from page), true) as "isNew", (select count(*) from gone) as deleted`;

/** Deletes the deliveries that are no longer needed. Safe to run concurrently. @returns how many */
export async function pruneDeliveries(pool: Pool, { messages, closedCases }: PruneBefore): Promise<number> {
  let [after, deleted] = [0, 0];
  for (;;) {
    const values = [after, messages, closedCases];
    const { rows } = await pool.query<Page>({ name: 'outbox-prune', text: statement, values });
    const [found] = rows;
    deleted += found?.deleted ?? 0;
    if (!found?.last || found.isNew) return deleted;
    after = found.last;
  }
}

interface Page {
  /** the last id of the page; null at the end */
  last: number | null;
  /** whether nothing on it, and so nothing behind it, is old enough */
  isNew: boolean;
  deleted: number;
}
