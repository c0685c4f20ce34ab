// Updates the messages of cases that showed names of people who are erased. Their rows have the pseudonyms by then.
import { refreshNamed } from '../../outbox/enqueue/erase.ts';
import type { Services } from '../context.ts';
import { indexCases } from '../search-index.ts';
import type { StepResult } from './erase-journal.ts';

/** Cases whose messages are updated per transaction. */
const batch = 200;

/** Updates the messages of the next cases that people opened, support or wrote in, or whose events name them now as `shownAs`. */
export async function refreshCases(
  { db }: Services,
  personIds: readonly number[],
  shownAs: string,
  after: number,
): Promise<StepResult> {
  const ids = [...personIds];
  return db.transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<{ id: number }[]>`
        select c.id from "case" c where c.id > ${after} and c.erased_at is null
          and (c.contact_id = any (${ids}::int[]) or c.advisor_id = any (${ids}::int[])
            or exists (select from post p where p.case_id = c.id and (p.author_id = any (${ids}::int[])
              or p.kind = 'event' and strpos(p.body, ${shownAs}) > 0)))
        order by c.id limit ${batch}`;
      const last = rows.at(-1);
      if (!last) return {};
      const caseIds = rows.map(({ id }) => id);
      return { done: { messagesUpdated: await refreshNamed(tx, caseIds, { personIds: ids, shownAs }) }, after: last.id };
    },
    { timeout: 60_000 },
  );
}

/** Has searches find the next cases by what their events and requests to change a contact say now, in place of the name. */
export async function indexNamed(
  { db }: Services,
  shownAs: string,
  accountIds: readonly number[] | null,
  after: number,
): Promise<StepResult> {
  return db.transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<{ id: number }[]>`
        select c.id from "case" c where c.id > ${after} and c.erased_at is null
          and (c.contact_change is not null and strpos(c.subject || c.description, ${shownAs}) > 0
            or exists (select from post p where p.case_id = c.id and p.kind = 'event' and strpos(p.body, ${shownAs}) > 0))
          and (${accountIds === null} or c.account_id = any (${[...(accountIds ?? [])]}::int[]))
        order by c.id limit ${batch} for no key update of c`;
      const last = rows.at(-1);
      if (!last) return {};
      await indexCases(
        tx,
        rows.map(({ id }) => id),
      );
      return { after: last.id };
    },
    { timeout: 60_000 },
  );
}
