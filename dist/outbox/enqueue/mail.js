import { Prisma } from "../../db/generated/client.js";
import { unsent } from "./eligible-conversations.js";
/**
 * The mail conversations of the cases' recipients that are missing are made; one of somebody whose address has changed moves to the new
 * one, with what was not sent yet. They get posts and never a card.
 */
export async function placeMail(tx, caseIds) {
    const recipients = Prisma.sql `
    select c.id case_id, c.number, p.id person_id, p.email
    from "case" c join recipient r on r.case_id = c.id
      join person p on p.id = r.person_id and p.active and p.kind = 'contact' and p.account_id = c.account_id
      join account a on a.id = c.account_id and a.active
    where c.id = any (${caseIds}::int[]) and not exists (
      select from conversation k join lane on lane.id = k.lane_id
      where k.case_id = c.id and k.person_id = p.id and lane.platform = 'mail' and lane.channel_id = p.email)`;
    // most often nothing is missing. A lane that another transaction makes meanwhile is seen by the second statement only
    const missing = await tx.$executeRaw `
    with recipients as (${recipients}), made as (
      insert into lane (platform, workspace_id, channel_id)
      select distinct 'mail'::"Carrier", '', email from recipients order by email on conflict do nothing
    )
    select 1 from recipients`;
    if (missing === 0)
        return;
    await tx.$executeRaw `
    with recipients as (${recipients}), moved as (
      update conversation k set lane_id = lane.id
      from recipients join lane on lane.platform = 'mail' and lane.workspace_id = '' and lane.channel_id = email, lane former
      where k.case_id = recipients.case_id and k.person_id = recipients.person_id and former.id = k.lane_id and former.platform = 'mail'
        and not exists (select from conversation taken where taken.case_id = k.case_id and taken.lane_id = lane.id)
      returning k.id, k.lane_id, k.case_id, k.person_id
    ), turned as (
      update delivery set lane_id = moved.lane_id from moved where delivery.conversation_id = moved.id and ${unsent}
    )
    insert into conversation (case_id, lane_id, side, person_id, thread_ref)
    select case_id, lane.id, 'contact', person_id, 'CB-' || number
    from recipients join lane on lane.platform = 'mail' and lane.workspace_id = '' and lane.channel_id = email
    where not exists (select from conversation k join lane former on former.id = k.lane_id
      where k.case_id = recipients.case_id and k.person_id = recipients.person_id and former.platform = 'mail')
    on conflict do nothing`;
}
/** These people may have other addresses now: mail to them that was not sent yet goes there. */
export async function moveMail(tx, personIds) {
    const cases = await tx.$queryRaw `
    select distinct k.case_id id from conversation k join lane on lane.id = k.lane_id join person p on p.id = k.person_id
    where k.person_id = any (${personIds}::int[]) and lane.platform = 'mail' and lane.channel_id <> p.email`;
    if (cases.length > 0)
        await placeMail(tx, cases.map(({ id }) => id));
}
//# sourceMappingURL=mail.js.map