import { Prisma } from '../db/generated/client.ts';
import { lastActive } from '../outbox/enqueue/index.ts';
import type { CaseDeliveryRow } from './case-delivery-row.ts';
import type { PostFacts } from './case-facts.ts';
import type { Services } from './context.ts';
import { postFacts, withFiles, type LinkTo } from './read-case-facts.ts';

/**
 * Lists the posts that waited for a mail, oldest first. Left out are those that its reader has seen: they arrived in a chat, and the reader
 * was active on the case there afterwards.
 */
export async function joinedPosts(
  { db: { prisma } }: Pick<Services, 'db'>,
  { id, conversation }: CaseDeliveryRow,
  linkTo: LinkTo,
): Promise<PostFacts[]> {
  if (!conversation || conversation.side !== 'contact') return [];
  const rows = await prisma.$queryRaw<{ id: number }[]>`
    select post.id from joined_post j join post on post.id = j.post_id join conversation k on k.id = ${conversation.id}
    where j.delivery_id = ${id} and post.case_id = k.case_id and post.kind <> 'note' and post.deleted_at is null
      and not (coalesce(${lastActive(Prisma.sql`k.case_id`, Prisma.sql`k.person_id`)} > post.created_at, false) and exists (
        select from delivery shown join conversation chat on chat.id = shown.conversation_id and chat.side = 'contact'
          join destination l on l.id = shown.destination_id and l.platform <> 'mail'
        where shown.post_id = post.id and shown.kind = 'post' and shown.external_id is not null
          and (chat.person_id is null or chat.person_id = k.person_id)))`;
  if (rows.length === 0) return [];
  const where = { id: { in: rows.map((row) => row.id) } };
  const posts = await prisma.post.findMany({ where, include: withFiles, orderBy: { id: 'asc' } });
  return posts.map((post) => postFacts(post, linkTo));
}
