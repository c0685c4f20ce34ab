import { isUsableConversation } from '../../outbox/enqueue/eligible-conversations.ts';
import { inAccount } from '../../domain/person.ts';
import type { DownloadableFile, FileAudience } from '../../ports.ts';
import type { Services } from '../context.ts';
import { personById } from '../people/person-by-mail.ts';

/**
 * Finds a file that somebody wants to download. It is asked at every download, because a link stays in messages and mails for long.
 * @param audience the person, or the conversation of the case, for whom the link was made
 * @returns null when the file was deleted or is in quarantine, or the audience may not see it now
 */
export async function mayDownload(services: Services, fileId: number, audience: FileAudience): Promise<DownloadableFile | null> {
  const file = await services.db.prisma.file.findFirst({
    where: { id: fileId, state: 'stored', deletedAt: null, post: { deletedAt: null } },
    include: { post: { select: { kind: true } }, case: { select: { accountId: true } } },
  });
  if (!file?.post || file.checksum === null || file.size === null || file.mediaType === null) return null;
  const isNote = file.post.kind === 'note';
  const isAllowed =
    'personId' in audience
      ? await isForPerson(services, audience.personId, file.case.accountId, isNote)
      : await isForConversation(services, audience.conversationId, file.caseId, isNote);
  const { checksum, name, size, mediaType, width, height } = file;
  const pixels = width === null || height === null ? {} : { width, height };
  return isAllowed ? { checksum, name, size, mediaType, ...pixels } : null;
}

async function isForPerson(services: Services, personId: number, accountId: number, isNote: boolean): Promise<boolean> {
  const person = await personById(services, personId);
  if (person?.kind === 'advisor') return true;
  return person?.kind === 'contact' && inAccount(person, accountId) !== null && !isNote;
}

async function isForConversation({ db }: Services, id: number, caseId: number, isNote: boolean): Promise<boolean> {
  const conversation = await db.prisma.conversation.findUnique({
    where: { id },
    select: { caseId: true, side: true, case: { select: { account: { select: { active: true } } } } },
  });
  if (!conversation) return false;
  if (conversation.side !== 'advisor' && (isNote || !conversation.case.account.active)) return false;
  if (conversation.caseId !== caseId && !(await isMerged(db, conversation.caseId, caseId))) return false;
  return isUsableConversation(db.prisma, { id, caseId: conversation.caseId });
}

/** Tells whether the posts of a case moved to another one. Messages that were sent before still show their files. */
async function isMerged({ prisma }: Services['db'], sourceId: number, targetId: number): Promise<boolean> {
  return (await prisma.caseMerge.count({ where: { sourceId, targetId, undoneAt: null } })) > 0;
}
