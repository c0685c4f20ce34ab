// Posts of a case that waited and are mailed together (outbox/enqueue/held-mail.ts).
import { levelsNotifiedOf, type NotificationLevel } from '../../domain/notification.ts';
import { readerOf, type CaseDeliveryRow } from '../case-delivery-row.ts';
import type { CaseBasics, PostFacts } from '../case-facts.ts';
import type { Services } from '../context.ts';
import { joinedPosts } from '../joined-posts.ts';
import { linkFor } from '../load-case-delivery.ts';
import { caseBasics, forContacts } from '../read-case-facts.ts';

/** Posts of a case that are mailed together. */
export interface UpdatesDelivery {
  kind: 'updates';
  case: CaseBasics;
  /** oldest first; empty for a mail that only leads to the case, because its reader asked for a new link */
  posts: PostFacts[];
  isReadOnly: boolean;
}

/**
 * Loads a mail of posts that waited.
 * @returns null if its reader has seen all of them in the chat or wants less mail by now, or they were deleted
 */
export async function loadUpdates(services: Services, row: CaseDeliveryRow): Promise<UpdatesDelivery | null> {
  if (!row.case || !row.conversation) return null;
  const { isReadOnly } = await readerOf(services, row);
  const shown = { kind: 'updates' as const, case: forContacts(caseBasics(services, row.case)), isReadOnly };
  const isLink = (await services.db.prisma.joinedPost.count({ where: { deliveryId: row.id } })) === 0;
  if (isLink) return { ...shown, posts: [] };
  const wanted = await stillWanted(services, row);
  const posts = await joinedPosts(services, row, linkFor(services, row.conversation.id));
  const mailed = posts.filter(({ kind, action }) => levelsNotifiedOf({ kind, action }).some((level) => level === wanted));
  return mailed.length === 0 ? null : { ...shown, posts: mailed };
}

/** Reads how much the owner of a mailbox wants to hear now. @returns null for somebody who unsubscribed or is no longer a recipient */
export async function stillWanted(
  { db }: Services,
  { case: of, conversation }: CaseDeliveryRow,
): Promise<NotificationLevel | null> {
  const personId = conversation?.personId ?? null;
  if (!of || personId === null) return null;
  const caseId_personId = { caseId: of.id, personId };
  const select = { notify: true, mailOff: true, person: { select: { notify: true, mailOff: true } } };
  const recipient = await db.prisma.recipient.findUnique({ where: { caseId_personId }, select });
  if (!recipient || recipient.mailOff || recipient.person.mailOff) return null;
  return recipient.notify ?? recipient.person.notify;
}
