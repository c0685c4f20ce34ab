// The files of a post that platforms show themselves, and the notice to an author whose file could not be kept.
import { Prisma } from '../../db/generated/client.ts';
import type { PlatformName } from '../../ports.ts';
import { enqueue } from './deliveries.ts';
import { ensureDestination, newestDirectConversation } from './destinations.ts';

type Tx = Prisma.TransactionClient;
const { sql } = Prisma;

/** In which conversations each platform shows files itself. */
export type NativeFiles = Partial<Record<PlatformName, 'everywhere' | 'direct'>>;

/**
 * Enqueues the files of a post, in order, wherever the post was sent and the platform shows files itself. Files that the post shows are left
 * out. A file that is enqueued in a conversation already stays as it is.
 * @param shown media types that the post shows
 */
export async function enqueueFiles(tx: Tx, postId: number, native: NativeFiles, shown: readonly string[]): Promise<void> {
  const where = (wanted: 'everywhere' | 'direct'): string[] =>
    Object.entries(native).flatMap(([platform, one]) => (one === wanted ? [platform] : []));
  if (Object.keys(native).length === 0) return;
  const columns = {
    destination_id: sql`d.destination_id`,
    conversation_id: sql`d.conversation_id`,
    case_id: sql`d.case_id`,
    post_id: sql`d.post_id`,
    file_id: sql`f.id`,
  };
  await tx.$executeRaw`
    with enqueued as (${enqueue(
      'file',
      columns,
      sql`from file f join delivery d on d.post_id = f.post_id and d.kind = 'post' and not d.withdrawn
        join conversation k on k.id = d.conversation_id join destination l on l.id = d.destination_id
      where f.post_id = ${postId} and f.state = 'stored' and f.deleted_at is null and f.media_type <> all (${[...shown]}::text[])
        and (l.platform::text = any (${where('everywhere')}::text[])
          or l.platform::text = any (${where('direct')}::text[]) and k.person_id is not null)
        and not exists (select from delivery x where x.file_id = f.id and x.conversation_id = d.conversation_id and x.kind = 'file')
      order by d.conversation_id, f.position`,
    )})
    select`;
}

/**
 * Tells the author of a post that one of its files was not kept: where they posted, or else in their newest direct conversation. An internal
 * note's file is never named on the contact's side.
 */
export async function enqueueFileNotice(tx: Tx, fileId: number): Promise<void> {
  const [place] = await tx.$queryRaw<{ destinationId: number; conversationId: number }[]>`
    select k.destination_id "destinationId", k.id "conversationId"
    from file f join post p on p.id = f.post_id join conversation k on k.case_id = p.case_id and k.destination_id = p.origin_destination_id
    where f.id = ${fileId} and (p.kind <> 'note' or k.side = 'advisor')`;
  const destinationId = place?.destinationId ?? (await directDestination(tx, fileId));
  if (destinationId === null) return;
  const columns = {
    destination_id: sql`${destinationId}::int`,
    conversation_id: sql`${place?.conversationId ?? null}::int`,
    case_id: sql`f.case_id`,
    post_id: sql`f.post_id`,
    file_id: sql`f.id`,
  };
  await tx.$executeRaw`with enqueued as (${enqueue('file', columns, sql`from file f where f.id = ${fileId}`)}) select`;
}

async function directDestination(tx: Tx, fileId: number): Promise<number | null> {
  const [place] = await tx.$queryRaw<{ platform: PlatformName; workspaceId: string; channelId: string }[]>`
    select i.platform::text, i.workspace_id "workspaceId", i.channel_id "channelId"
    from file f join post p on p.id = f.post_id join lateral ${newestDirectConversation(sql`p.author_id`)} i on true
    where f.id = ${fileId}`;
  return place ? ensureDestination(tx, place) : null;
}
