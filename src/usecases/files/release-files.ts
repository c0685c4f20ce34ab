import type { File, Post } from '../../db/generated/client.ts';
import { inlineTypes } from '../../domain/files.ts';
import {
  enqueueFileNotice,
  enqueueFiles,
  enqueuePost,
  openMailConversations,
  refreshCards,
  refreshPost,
} from '../../outbox/enqueue/index.ts';
import type { Services, Tx } from '../context.ts';
import { mailHold } from '../mail-hold.ts';
import { indexFiles } from '../search-index.ts';
import { alertLeads } from './alert-leads.ts';

/**
 * Sends the files of a post once it is known what became of each of them: the post shows them, platforms that show files themselves get them,
 * the mail that waited for them goes out, and the author learns what could not be kept. The row of the case must be locked.
 */
export async function releaseFiles(
  services: Services,
  tx: Tx,
  post: Pick<Post, 'id' | 'kind' | 'action' | 'caseId'>,
): Promise<void> {
  if (post.kind !== 'note' && services.mail) await openMailConversations(tx, [post.caseId]);
  const files = await tx.file.findMany({ where: { postId: post.id, deletedAt: null }, orderBy: { position: 'asc' } });
  await refreshPost(tx, post.id);
  await enqueueFiles(tx, post.id, services.files?.native ?? {}, inlineTypes);
  await enqueuePost(tx, post, { mail: 'only', hold: mailHold(services.settings) });
  await indexFiles(tx, post.caseId, { isNote: post.kind === 'note', files });
  for (const { id, state, problem } of files)
    if (state === 'quarantined' || (state === 'refused' && problem !== 'elsewhere' && problem !== 'redacted'))
      await enqueueFileNotice(tx, id);
  // the virus scan found something in it, or the bot may not read files where it was sent
  const isInfected = files.some(({ state }) => state === 'quarantined');
  if (isInfected || (await isFirstWithoutConsent(services, tx, files))) await alertLeads(services, tx, post.id);
  // contacts must not even notice that there is an internal note
  await refreshCards(tx, post.caseId, post.kind === 'note' ? 'advisor' : undefined);
}

/** The leads hear once a month that the bot may not read the files of a workspace. */
const remindMs = 30 * 86_400_000;

async function isFirstWithoutConsent({ clock }: Services, tx: Tx, files: readonly File[]): Promise<boolean> {
  const refused = files.find(({ problem }) => problem === 'no-consent');
  if (!refused) return false;
  const { platform, workspaceId, postId } = refused;
  const since = new Date(clock.now().getTime() - remindMs);
  const where = { problem: 'no-consent', platform, workspaceId, createdAt: { gt: since }, NOT: { postId } };
  return (await tx.file.count({ where })) === 0;
}
