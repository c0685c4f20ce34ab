import type { WriteBatch } from '../../db/write-batch.ts';
import { Prisma, type Post } from '../../db/generated/client.ts';
import { levelsNotifiedOf, mailTiming, notificationLevels, type MailTiming } from '../../domain/notification.ts';
import { byMail, enqueue, isRefreshedPost, refresh, unsent, withdraw } from './deliveries.ts';
import { enqueueDirectCards, missingDirectCards } from './direct-cards.ts';
import { eligibleConversations } from './eligible-conversations.ts';
import { activeBefore, holdMail, isMailed, takeAlongHeld, type MailHold } from './held-mail.ts';
import { missingMailboxes, openMailConversations } from './mail.ts';

type Tx = Prisma.TransactionClient;
type Sql = Prisma.Sql;
const { sql } = Prisma;

/** Of a row `post` and one of its conversations `k`. */
const columns = {
  destination_id: sql`k.destination_id`,
  conversation_id: sql`k.id`,
  case_id: sql`post.case_id`,
  post_id: sql`post.id`,
};

/** A post, as far as its deliveries are concerned. */
type PostFacts = Pick<Post, 'kind' | 'action' | 'caseId'>;

/** Which deliveries of a post are enqueued. */
export interface PostOptions {
  /** `later` keeps its mail back, until `only` enqueues it, once */
  mail?: 'later' | 'only';
  /** how long mail may wait for other events, or until its reader has left the chat; without it, all mail goes out at once */
  hold?: MailHold;
}

/**
 * Enqueues a post in every eligible conversation of its case, except the one it was typed in. Internal notes go to advisors only.
 * Authors get no mail about their own post, and no chat message if they typed it in another conversation.
 * @param options.exceptDestinationId the destination it was typed in
 */
export async function enqueuePost(
  tx: Tx,
  post: PostFacts & { id: number },
  options: PostOptions & { exceptDestinationId?: number } = {},
): Promise<void> {
  const { kind, caseId } = post;
  const { levels, carried } = planOf(post, options);
  if (kind !== 'note' && options.mail !== 'only') await enqueueDirectCards(tx, caseId, levels);
  const once = sql`(select * from post where id = ${post.id})`;
  const deliveries = deliveriesOf(once, {
    caseId,
    levels,
    carried: sql`${carried} and not exists (select from delivery d where d.post_id = post.id and d.conversation_id = k.id and d.kind = 'post')`,
    // what somebody sent by email is shown in their chat
    isTyped: sql`exists (select from destination typed where typed.id = post.origin_destination_id and typed.platform <> 'mail')`,
    exceptIn: sql`${options.exceptDestinationId ?? null}::int`,
  });
  const [mailboxes] = await tx.$queryRaw<{ any: boolean }[]>`
    with enqueued as (${deliveries}) select ${hasMailboxes(caseId)} "any"`;
  if (mailboxes?.any) await updateHeldMail(tx, post, options);
}

/** What a batch tells of the post in it. */
export interface EnqueuedPost {
  /** somebody who should get the post has no conversation yet */
  incomplete: boolean;
  hasMailboxes: boolean;
  /** somebody on the contact's side gets it at once */
  reachesContact: boolean;
}

/**
 * Adds the deliveries of a post, like `enqueuePost`, to the batch that writes the post under the name `posted`. Call `completePost` once the
 * batch was sent.
 * @param options.isTyped whether it was typed in a destination, which the batch may not know yet
 * @param options.inOrigin also enqueues it there
 * @param options.byMail whether a mail server is configured
 */
export function batchPost(
  batch: WriteBatch,
  post: PostFacts,
  options: PostOptions & { isTyped: boolean; inOrigin: boolean; byMail: boolean },
): void {
  const { kind, caseId } = post;
  const { levels, carried } = planOf(post, options);
  const isTyped = sql`${options.isTyped}::boolean`;
  const exceptIn = options.inOrigin ? sql`null::int` : sql`post.origin_destination_id`;
  batch.write(
    'enqueued',
    sql`${deliveriesOf(sql`posted`, { caseId, levels, carried, isTyped, exceptIn })} returning conversation_id`,
  );
  const missing = [
    ...(kind === 'note' ? [] : [sql`exists (${missingDirectCards(caseId, levels)})`]),
    ...(kind === 'note' || !options.byMail ? [] : [sql`exists (${missingMailboxes([caseId])})`]),
  ];
  batch.answer('incomplete', missing.length > 0 ? Prisma.join(missing, ' or ') : sql`false`);
  batch.answer('hasMailboxes', hasMailboxes(caseId));
  batch.answer(
    'reachesContact',
    sql`exists (select from enqueued join conversation k on k.id = enqueued.conversation_id where k.side = 'contact')`,
  );
}

/** Does the rest of `batchPost`: conversations that were missing, and mail that waits. */
export async function completePost(
  tx: Tx,
  post: PostFacts & { id: number },
  enqueued: EnqueuedPost,
  options: PostOptions & { exceptDestinationId?: number; byMail: boolean },
): Promise<void> {
  if (enqueued.incomplete) {
    if (options.byMail) await openMailConversations(tx, [post.caseId]);
    await enqueuePost(tx, post, options);
  } else if (enqueued.hasMailboxes) await updateHeldMail(tx, post, options);
}

/** Builds the statement that enqueues the one row of `source`, a post. */
function deliveriesOf(
  source: Sql,
  { caseId, levels, carried, isTyped, exceptIn }: ReturnType<typeof planOf> & { caseId: number; isTyped: Sql; exceptIn: Sql },
): Sql {
  return enqueue(
    'post',
    columns,
    sql`from ${source} post join ${eligibleConversations([caseId], levels)} k on k.case_id = post.case_id
        join destination on destination.id = k.destination_id
      where ${carried} and k.destination_id is distinct from ${exceptIn}
        and (post.kind <> 'note' or k.side = 'advisor')
        and not (coalesce(k.person_id = post.author_id, false)
          and (destination.platform = 'mail' or ${isTyped}))
      order by k.id`,
  );
}

const hasMailboxes = (caseId: number): Sql => sql`exists (
  select from conversation k join destination l on l.id = k.destination_id and l.platform = 'mail' where k.case_id = ${caseId})`;

/** Decides who gets a post, and in which of their conversations now. */
function planOf(post: PostFacts, { mail, hold = atOnce }: PostOptions) {
  const timing = timingOf(post, hold);
  const byMailNow = timing === 'at-once' ? sql`true` : timing === 'joined' ? sql`false` : sql`not ${activeBefore(hold.activeMs)}`;
  const carried =
    mail === 'later'
      ? sql`destination.platform <> 'mail'`
      : mail === 'only'
        ? sql`destination.platform = 'mail' and ${byMailNow} and not ${isMailed}`
        : sql`(destination.platform <> 'mail' or ${byMailNow})`;
  return { levels: levelsNotifiedOf(post), carried };
}

const atOnce: MailHold = { joinMs: 0, activeMs: 0 };

/** Has a post wait in mailboxes, and mail that waited go out with it, as far as it is mailed now. */
async function updateHeldMail(tx: Tx, post: PostFacts & { id: number }, { mail, hold = atOnce }: PostOptions): Promise<void> {
  if (post.kind === 'note' || mail === 'later') return;
  const timing = timingOf(post, hold);
  await takeAlongHeld(tx, post.id);
  if (timing !== 'at-once') await holdMail(tx, post, { timing, levels: levelsNotifiedOf(post), hold });
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

/** Refreshes a post that was edited, or whose buttons or files changed, wherever it was sent except by mail. Its files stay as they are. */
export async function refreshPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`with ${refresh({ where: sql`d.post_id = ${postId} and ${isRefreshedPost}` })} select`;
}

/** Withdraws a post everywhere. Mail that was sent, or may have been, stays. */
export async function withdrawPost(tx: Tx, postId: number): Promise<void> {
  await tx.$executeRaw`with ${withdraw({ where: sql`d.post_id = ${postId} and (${unsent} or not ${byMail})` })} select`;
}
