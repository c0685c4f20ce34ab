// A contact's own post in their mailbox: the email that answers what they wrote on a closed case. Nobody is mailed their own posts otherwise.
import { Prisma } from '../../db/generated/client.ts';
import { enqueue } from './deliveries.ts';
import { ensureDestination, openConversation } from './destinations.ts';
import { openMailConversations } from './mail.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/** How often a person is answered on one closed case. */
export interface OwnPostLimit {
  /** since this moment, at most `most` times */
  since: Date;
  most: number;
  /** and not again after a post that is newer than this */
  notAfter: Date;
}

/**
 * Enqueues a post for the mailbox of its author, unless they had it or the limit is reached. Lock the row of the case first.
 * @param author.threadRef of the emails about the case, e.g. `CB-10001`
 */
export async function enqueueOwnPost(
  tx: Tx,
  post: { id: number; caseId: number },
  author: { id: number; email: string; threadRef: string },
  limit: OwnPostLimit,
): Promise<void> {
  await openMailConversations(tx, [post.caseId]);
  const destinationId = await ensureDestination(tx, { platform: 'mail', workspaceId: '', channelId: author.email });
  const key = { caseId: post.caseId, destinationId, side: 'contact' as const, personId: author.id };
  // somebody who is not a recipient, such as a colleague who had the email forwarded, gets this answer and nothing else
  const conversation = await openConversation(tx, key);
  if (conversation.personId !== author.id) return;
  if (conversation.threadRef === null)
    await tx.conversation.update({ where: { id: conversation.id }, data: { threadRef: author.threadRef } });
  const { since, most, notAfter } = limit;
  const columns = {
    destination_id: sql`${destinationId}::int`,
    conversation_id: sql`${conversation.id}::int`,
    case_id: sql`${post.caseId}::int`,
    post_id: sql`${post.id}::int`,
  };
  const allowed = sql`from (
      select count(*) sent, max(own.created_at) latest, coalesce(bool_or(own.id = ${post.id}), false) had
      from delivery d join post own on own.id = d.post_id and own.author_id = ${author.id}
      where d.conversation_id = ${conversation.id} and d.kind = 'post' and own.created_at >= ${since}
    ) before where not had and sent < ${most} and (latest is null or latest <= ${notAfter})`;
  await tx.$executeRaw`with enqueued as (${enqueue('post', columns, allowed)}) select`;
}
