// Which conversations of a case are told what, for every statement that enqueues posts.
import { Prisma } from "../../db/generated/client.js";
/** Whether the case `c` was filed in the conversation `k`: the first on the contact's side; none where somebody phoned. */
export const filedHere = Prisma.sql `(c.source <> 'phone' and k.id = (
  select min(first.id) from conversation first join lane on lane.id = first.lane_id
  where first.case_id = k.case_id and first.side = 'contact' and lane.platform <> 'mail'))`;
/**
 * Whether the channel of the conversation `k` is (still) for cases of their account: the directory keeps a channel it lists no more. It
 * knows no direct conversation.
 */
export const listedStill = Prisma.sql `not exists (
  select from "case" c join lane l on l.id = k.lane_id join channel h on h.platform = nullif(l.platform::text, 'mail')::"Platform"
    and h.workspace_id = l.workspace_id and h.channel_id = l.channel_id
  where c.id = k.case_id and not (h.active and 'cases' = any (h.purposes) and h.account_id is not distinct from c.account_id))`;
/**
 * Whether a post of these levels belongs into the conversation `k`: the advisors' own always, a contact's channel while it is for
 * cases of the account; a person's own (direct, mail) while they are an active contact of the case's account and told of the case. A
 * mailbox must still be theirs; so must a direct conversation (a chat identity that is bound to nobody and has another address than
 * theirs is not), and the case's card must stand in it.
 */
export const eligibleConversations = (levels) => Prisma.sql `(k.side = 'advisor' or k.person_id is null and ${listedStill} or exists (
  select from "case" c
    join person p on p.id = k.person_id and p.active and p.kind = 'contact' and p.account_id = c.account_id
    join account a on a.id = p.account_id and a.active
    join lane l on l.id = k.lane_id
    left join recipient r on r.case_id = k.case_id and r.person_id = k.person_id
  where c.id = k.case_id
    and (r.person_id is not null or p.id = c.contact_id or ${filedHere})
    and coalesce(r.notify, p.notify)::text = any (${levels}::text[])
    and case when l.platform = 'mail' then l.channel_id = p.email else
      exists (select from delivery d where d.conversation_id = k.id and d.kind = 'card' and not d.gone)
      and not exists (select from identity i where i.platform = l.platform::text::"Platform" and i.workspace_id = l.workspace_id
        and i.direct_channel = l.channel_id and (i.person_id <> p.id or i.person_id is null and i.email <> p.email)) end))`;
/**
 * The same rule as `told` for many cases in one query of plain joins: asked once per conversation it takes as long as all else that a
 * reminder costs. (test/usecases/follow-up.test.ts holds the two together.)
 * @returns a subquery: id, case_id, lane_id and side of conversations
 */
export const eligibleAmong = (caseIds, levels) => Prisma.sql `(
  select k.id, k.case_id, k.lane_id, k.side
  from conversation k join "case" c on c.id = k.case_id join account a on a.id = c.account_id join lane l on l.id = k.lane_id
    left join person p on p.id = k.person_id and p.active and p.kind = 'contact' and p.account_id = c.account_id
    left join recipient r on r.case_id = k.case_id and r.person_id = k.person_id
    left join identity other on other.platform = nullif(l.platform::text, 'mail')::"Platform" and other.workspace_id = l.workspace_id
      and other.direct_channel = l.channel_id and (other.person_id <> k.person_id or other.person_id is null and other.email <> p.email)
    left join channel h on h.platform = nullif(l.platform::text, 'mail')::"Platform" and h.workspace_id = l.workspace_id
      and h.channel_id = l.channel_id and not (h.active and 'cases' = any (h.purposes) and h.account_id is not distinct from c.account_id)
  where c.id = any (${caseIds}::int[]) and (k.side = 'advisor' or k.person_id is null and h.id is null
    or p.id is not null and a.active and (r.person_id is not null or p.id = c.contact_id or ${filedHere})
      and coalesce(r.notify, p.notify)::text = any (${levels}::text[])
      and case when l.platform = 'mail' then l.channel_id = p.email else other.id is null
        and exists (select from delivery d where d.conversation_id = k.id and d.kind = 'card' and not d.gone) end))`;
/** Whether a delivery can still be held back. */
export const unsent = Prisma.sql `delivery.state in ('pending', 'dead') and delivery.started_at is null and delivery.external_id is null`;
//# sourceMappingURL=eligible-conversations.js.map