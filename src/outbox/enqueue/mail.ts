// Mail conversations: one per case and recipient, in the mailbox of the recipient's current address. They get posts and never a card.
import { isContactOf } from '../../db/accounts.ts';
import { Prisma } from '../../db/generated/client.ts';
import { unsent } from './deliveries.ts';
import { createDestinations } from './destinations.ts';
import { areCases } from './eligible-conversations.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/** Query for the recipients of these cases without a mail conversation in the mailbox of their current address. */
export const missingMailboxes = (caseIds: readonly number[]): Prisma.Sql => sql`
    select c.id case_id, c.number, p.id person_id, p.email
    from "case" c join recipient r on r.case_id = c.id
      join person p on p.id = r.person_id and p.active and ${isContactOf(sql`c.account_id`)}
      join account a on a.id = c.account_id and a.active
    where ${areCases(caseIds)} and not exists (
      select from conversation k join destination l on l.id = k.destination_id
      where k.case_id = c.id and k.person_id = p.id and l.platform = 'mail' and l.channel_id = p.email)`;

/**
 * Creates the missing mail conversations of the recipients of these cases. If a recipient's address has changed, their conversation moves to
 * the new mailbox, together with everything that was not sent yet.
 */
export async function openMailConversations(tx: Tx, caseIds: readonly number[]): Promise<void> {
  const recipients = missingMailboxes(caseIds);
  // two statements, because a destination that another transaction creates now is visible only to the next statement; usually nothing is missing
  const mailboxes = sql`select 'mail'::"TransportName" platform, '' workspace_id, email channel_id from recipients`;
  const missing = await tx.$executeRaw`
    with recipients as (${recipients}), created as (${createDestinations(mailboxes)})
    select 1 from recipients`;
  if (missing === 0) return;
  const mailbox = sql`destination l on l.platform = 'mail' and l.workspace_id = '' and l.channel_id = email`;
  await tx.$executeRaw`
    with recipients as (${recipients}), moved as (
      update conversation k set destination_id = l.id
      from recipients join ${mailbox}, destination former
      where k.case_id = recipients.case_id and k.person_id = recipients.person_id and former.id = k.destination_id and former.platform = 'mail'
        and not exists (select from conversation taken where taken.case_id = k.case_id and taken.destination_id = l.id)
      returning k.id, k.destination_id, k.case_id, k.person_id
    ), redirected as (
      update delivery d set destination_id = moved.destination_id from moved where d.conversation_id = moved.id and ${unsent}
    )
    insert into conversation (case_id, destination_id, side, person_id, thread_ref)
    select case_id, l.id, 'contact', person_id, 'CB-' || number
    from recipients join ${mailbox}
    where not exists (select from conversation k join destination former on former.id = k.destination_id
      where k.case_id = recipients.case_id and k.person_id = recipients.person_id and former.platform = 'mail')
    on conflict do nothing`;
}

/** Moves the mail conversations of people whose address has changed, together with everything that was not sent yet. */
export async function moveMailConversations(tx: Tx, personIds: readonly number[]): Promise<void> {
  const cases = await tx.$queryRaw<{ id: number }[]>`
    select distinct k.case_id id from conversation k join destination l on l.id = k.destination_id join person p on p.id = k.person_id
    where k.person_id = any (${personIds}::int[]) and l.platform = 'mail' and l.channel_id <> p.email`;
  if (cases.length > 0)
    await openMailConversations(
      tx,
      cases.map(({ id }) => id),
    );
}
