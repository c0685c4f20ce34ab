// Erases the content of cases, with their account or by retention. What stays are facts without texts and names: dates, status, priority,
// module, the SLA, who supported it, how it was rated, and the entries of the history that statistics count. Other cases that refer to it
// (follow-ups, duplicates, a defect) keep a case to refer to.
import { Prisma } from '../../db/generated/client.ts';
import { erasedSubject } from '../../domain/pseudonym.ts';
import { eventsToContact } from '../../domain/sla.ts';
import { detachDeliveries } from '../../outbox/enqueue/erase.ts';
import type { Tx } from '../context.ts';
import { countOfCases, type OtherSystems } from './other-systems.ts';

/** What was erased, by what it was. */
export interface ErasedCases {
  cases: number;
  posts: number;
  files: number;
  historyEntries: number;
  incomingMails: number;
  /** messages in chats that will be deleted */
  messagesDeleted: number;
  /** what nobody can erase from here: emails that were sent, and what other systems got */
  unreached: { mailsSent: number } & OtherSystems;
}

const { sql } = Prisma;

/** SQL: the entries of the history that statistics count (usecases/search/stats-figures.ts). */
const isCounted = sql`h.action in ('confirm', 'close', 'noResponse', 'reopen', 'resolve', 'sla-breach', 'escalate')`;

/**
 * Erases the content of these cases. Their rows must be locked. Messages are withdrawn, and the contents of files stay until
 * `clearErased` has taken them out of the store.
 * A person takes the place of the contact, unless `contactId` is null because the contact is erased themselves.
 */
export async function eraseCases(
  tx: Tx,
  ids: readonly number[],
  { at, contactId, by }: { at: Date; contactId: number | null; by: string },
): Promise<ErasedCases> {
  const these = [...ids];
  const others = await countOfCases(tx, these);
  const { messages, mails } = await detachDeliveries(tx, these);
  const of = { caseId: { in: these } };
  await tx.$executeRaw`delete from post_revision r using post p where p.id = r.post_id and p.case_id = any (${these}::int[])`;
  await tx.$executeRaw`delete from joined_post j using post p where p.id = j.post_id and p.case_id = any (${these}::int[])`;
  const files = await tx.$executeRaw`
    update file set post_id = null, name = '', problem = null, media_type = null, size = null, width = null, height = null, link = null,
      platform = null, workspace_id = null, source = null, lease_until = null, uploaded_by_id = null, uploaded_by_name = '',
      deleted_at = coalesce(deleted_at, ${at}), deleted_by = ${by}
    where case_id = any (${these}::int[])`;
  // the first answer of support is what statistics know of the posts
  const posts = await tx.$executeRaw`
    with first as (
      select distinct on (p.case_id) p.id from post p where p.case_id = any (${these}::int[]) and p.author_side = 'advisor'
        and (p.kind = 'public' or p.kind = 'event' and p.action = any (${[...eventsToContact]}::text[])) order by p.case_id, p.created_at, p.id
    )
    delete from post p where p.case_id = any (${these}::int[]) and p.id not in (select id from first)`;
  const kept = await tx.$executeRaw`
    update post p set body = '', author_id = null, author_name = '', deleted_by = null, origin_destination_id = null, origin_message_id = null,
      platform = null
    where p.case_id = any (${these}::int[])`;
  const historyEntries = await tx.$executeRaw`
    delete from history_entry h where h.case_id = any (${these}::int[]) and not ${isCounted}`;
  const emptied = await tx.$executeRaw`
    update history_entry h set actor_id = null, actor_name = '', "from" = null, "to" = null, why = null where h.case_id = any (${these}::int[])`;
  // the ids of the other product stay, so that its export does not bring the case back
  await tx.$executeRaw`
    update imported_post i set post_id = null from post p where p.id = i.post_id and p.case_id = any (${these}::int[])`;
  await tx.$executeRaw`update imported_case set case_id = null where case_id = any (${these}::int[])`;
  await tx.conversation.deleteMany({ where: of });
  await tx.recipient.deleteMany({ where: of });
  await tx.followUp.deleteMany({ where: of });
  await tx.replication.deleteMany({ where: of });
  await tx.searchDocument.deleteMany({ where: of });
  await tx.caseMerge.deleteMany({ where: { OR: [{ sourceId: { in: these } }, { targetId: { in: these } }] } });
  await tx.satisfaction.updateMany({
    where: of,
    data: { comment: null, ...(contactId === null ? {} : { personId: contactId }) },
  });
  await tx.$executeRaw`delete from bulk_item b using "case" c where b.number = c.number and c.id = any (${these}::int[])`;
  // the key stays, so that a mailbox that still has the email does not bring it back
  const incomingMails = await tx.$executeRaw`
    update incoming_mail set case_id = null, person_id = null, message_id = null, from_address = '', from_name = '', subject = '', text = '', whole = '', files = null,
      decided_by_id = null, state = case when state = 'waiting' then 'dismissed' else state end
    where case_id = any (${these}::int[])`;
  await tx.$executeRaw`
    update "case" set erased_at = ${at}, subject = ${erasedSubject}, description = '', replication_steps = null, expected = null, actual = null,
      impact = null, due_reason = null, source_link = null, imported_from = null, scheduled_work = null, triage = null, contact_change = null, snoozes = null,
      snooze_due_at = null, asked_from = null, phone_call_expected = false, sla_due_at = null, sla_alert_at = null, page_at = null, paged = '{}',
      pending_post_id = null, answered = false, closed_at = coalesce(closed_at, ${at}), close_reason = coalesce(close_reason, ${erasedSubject}),
      status = 'Closed', contact_id = coalesce(${contactId}::int, contact_id)
    where id = any (${these}::int[])`;
  return {
    cases: these.length,
    posts: posts + kept,
    files,
    historyEntries: historyEntries + emptied,
    incomingMails,
    messagesDeleted: messages,
    unreached: { mailsSent: mails, ...others },
  };
}

/** Locks cases in the order of their ids, and leaves out those that somebody is changing. @param condition on `"case" c` */
export async function lockCases(tx: Tx, condition: Prisma.Sql, limit: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    select c.id from "case" c where ${condition} order by c.id limit ${limit} for update of c skip locked`;
  return rows.map(({ id }) => id);
}
