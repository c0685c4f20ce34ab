// Which cases a redaction looks through: a case with those it was merged with and its follow-ups, or all cases of an account.
import type { Tx } from '../context.ts';

/**
 * Returns the ids of a case and of every case that it is connected with: merged ones, also where the merge was undone, and follow-ups in both
 * directions. They are all of one account.
 */
export async function connectedCases(tx: Pick<Tx, '$queryRaw'>, caseId: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    with recursive link as (
      select source_id one, target_id other from case_merge union select target_id, source_id from case_merge
      union select id, previous_case_id from "case" where previous_case_id is not null
      union select previous_case_id, id from "case" where previous_case_id is not null
    ), connected as (
      select ${caseId}::int id union select link.other from connected join link on link.one = connected.id
    )
    select c.id from connected join "case" c using (id) where c.account_id = (select account_id from "case" where id = ${caseId})
    order by c.id`;
  return rows.map(({ id }) => id);
}

/** Returns the ids of all cases of an account, newest first. */
export async function accountCases(tx: Pick<Tx, '$queryRaw'>, accountId: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`select id from "case" where account_id = ${accountId} order by id desc`;
  return rows.map(({ id }) => id);
}
