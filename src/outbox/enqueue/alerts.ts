// A post for people who must act on it and whom it cannot mention, because they are no users where it is shown or nothing is accepted
// there: it is sent to each of them, in their direct conversation, else by mail.
import { Prisma } from '../../db/generated/client.ts';
import { enqueue } from './deliveries.ts';
import { createDestinations, newestDirectConversation } from './destinations.ts';

const { sql } = Prisma;

/** The post, and who must act on it. */
export interface Alert {
  postId: number;
  personIds: readonly number[];
  /** counts only the team's channel as a place in which they are mentioned */
  team: string | null;
  /** whether a mail server is configured */
  mail: boolean;
  /** also for those who are mentioned where it is shown */
  always?: boolean;
}

/** Enqueues the post for those whom its other deliveries do not mention, or for all of them. Call it after `enqueuePost`. */
export async function enqueueAlerts(
  tx: Prisma.TransactionClient,
  { postId, personIds, team, mail, always }: Alert,
): Promise<void> {
  if (personIds.length === 0) return;
  const recipients = sql`
    select p.id person_id, coalesce(i.platform, 'mail') platform, coalesce(i.workspace_id, '') workspace_id, coalesce(i.channel_id, p.email) channel_id
    from person p left join lateral ${newestDirectConversation(sql`p.id`, sql`l.outage_id is null`)} i on true
    where p.id = any (${personIds}::int[]) and p.active and (i.platform is not null or ${mail})
      and (${always === true} or not exists (
        select from delivery d join destination l on l.id = d.destination_id and l.outage_id is null
          join conversation k on k.id = d.conversation_id and k.side = 'advisor' and (k.person_id is null or k.person_id = p.id)
          join identity n on n.person_id = p.id and n.platform::text = l.platform::text and n.workspace_id = l.workspace_id
        where d.post_id = ${postId} and d.kind = 'post' and (${team}::text is null or k.team = ${team})))`;
  // a separate statement, because a destination that another transaction creates now is visible only to the next statement
  await tx.$executeRaw(createDestinations(recipients));
  const columns = {
    destination_id: sql`destination.id`,
    person_id: sql`r.person_id`,
    case_id: sql`post.case_id`,
    post_id: sql`post.id`,
  };
  const from = sql`
    from post cross join (${recipients}) r
      join destination on (destination.platform, destination.workspace_id, destination.channel_id) = (r.platform, r.workspace_id, r.channel_id)
    where post.id = ${postId} order by r.person_id`;
  await tx.$executeRaw`with enqueued as (${enqueue('alert', columns, from)}) select`;
}
