import { Prisma, type Post } from '../../db/generated/client.ts';
import { levelsNotifiedOf, mailTiming, notificationLevels, type MailTiming } from '../../domain/notification.ts';
import { enqueue, refresh, unsent, withdraw } from './deliveries.ts';
import { enqueueDirectCards } from './direct-cards.ts';
import { eligibleConversations } from './eligible-conversations.ts';
import { activeBefore, holdMail, isMailed, takeAlongHeld, type MailHold } from './held-mail.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/** Of a row `post` and one of its conversations `k`. */
const columns = {
  destination_id: sql`k.destination_id`,
  conversation_id: sql`k.id`,
  case_id: sql`post.case_id`,
  post_id: sql`post.id`,
};

/**
 * Enqueues a post in every eligible conversation of its case, except the one it was typed in. Internal notes go to advisors only.
 * Authors get no mail about their own post, and no chat message if they typed it in another conversation.
 * @param options.exceptDestinationId the destination it was typed in
 * @param options.mail `later` keeps its mail back, until `only` enqueues it, once
 * @param options.hold how long mail may wait for other events, or until its reader has left the chat; without it, all mail goes out at once
 */
export async function enqueuePost(
  tx: Tx,
  post: Pick<Post, 'id' | 'kind' | 'action' | 'caseId'>,
  options: { exceptDestinationId?: number; mail?: 'later' | 'only'; hold?: MailHold } = {},
): Promise<void> {
  const { id, kind, action, caseId } = post;
  const { mail, hold = { joinMs: 0, activeMs: 0 } } = options;
  const levels = levelsNotifiedOf({ kind, action });
  const timing = timingOf({ kind, action }, hold);
  const byMailNow = timing === 'at-once' ? sql`true` : timing === 'joined' ? sql`false` : sql`not ${activeBefore(hold.activeMs)}`;
  const carried =
    mail === 'later'
      ? sql`destination.platform <> 'mail'`
      : mail === 'only'
        ? sql`destination.platform = 'mail' and ${byMailNow} and not ${isMailed}`
        : sql`(destination.platform <> 'mail' or ${byMailNow})`;
  if (kind !== 'note' && mail !== 'only') await enqueueDirectCards(tx, caseId, levels);
  const [mailboxes] = await tx.$queryRaw<{ any: boolean }[]>`
    with enqueued as (${enqueue(
      'post',
      columns,
      sql`from post join ${eligibleConversations([caseId], levels)} k on k.case_id = post.case_id
        join destination on destination.id = k.destination_id
      where post.id = ${id} and ${carried}
        and k.destination_id is distinct from ${options.exceptDestinationId ?? null}::int
        and (post.kind <> 'note' or k.side = 'advisor')
        and not (coalesce(k.person_id = post.author_id, false)
          and (destination.platform = 'mail' or post.origin_destination_id is not null))
      order by k.id`,
    )})
    select exists (select from conversation k join destination l on l.id = k.destination_id and l.platform = 'mail'
      where k.case_id = ${caseId}) "any"`;
  if (kind === 'note' || mail === 'later' || !mailboxes?.any) return;
  await takeAlongHeld(tx, id);
  if (timing !== 'at-once') await holdMail(tx, { id, caseId }, { timing, levels, hold });
}

/** Decides when a post is mailed, where mail may wait at all. */
function timingOf(post: Parameters<typeof mailTiming>[0], { joinMs, activeMs }: MailHold): MailTiming {
  const timing = mailTiming(post);
  if (timing === 'joined' && joinMs > 0) return timing;
  return timing === 'at-once' || activeMs === 0 ? 'at-once' : 'unless-active';
}

/** Enqueues a post that still waits for a reply for a person who did not get it, such as a new case contact, in chat and by mail. */
export async function enqueuePostFor(tx: Tx, post: { id: number; caseId: number }, personId: number): Promise<void> {
  await tx.$executeRaw`
    with enqueued as (${enqueue(
      'post',
      columns,
      sql`from post join ${eligibleConversations([post.caseId], notificationLevels)} k on k.case_id = post.case_id
      where post.id = ${post.id} and post.kind <> 'note' and post.deleted_at is null and k.side = 'contact' and k.person_id = ${personId}
        and not exists (select from delivery d where d.post_id = post.id and d.conversation_id = k.id and not d.withdrawn)
      order by k.id`,
    )})
    select`;
}

/** SQL: whether the delivery `d` goes by mail, which cannot be changed once it is sent. */
const byMail = sql`exists (select from destination where destination.id = d.destination_id and destination.platform = 'mail')`;

/** Refreshes a post that was edited, or whose buttons or files changed, wherever it was sent except by mail. Its files stay as they are. */
export async function refreshPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`with ${refresh({ where: sql`d.post_id = ${postId} and d.kind <> 'file' and not ${byMail}` })} select`;
}

/** Withdraws a post everywhere. Mail that was sent, or may have been, stays. */
export async function withdrawPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`with ${withdraw({ where: sql`d.post_id = ${postId} and (${unsent} or not ${byMail})` })} select`;
}
