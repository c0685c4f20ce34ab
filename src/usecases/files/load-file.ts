// A file of a post as a message of its own (outbox/enqueue/files.ts).
import { isOwnConversation } from '../../outbox/enqueue/eligible-conversations.ts';
import type { File } from '../../db/generated/client.ts';
import { readerOf, type CaseDeliveryRow } from '../case-delivery-row.ts';
import type { FileDelivery } from '../case-delivery.ts';
import type { Services } from '../context.ts';
import { linkFor, pictureOf } from '../load-case-delivery.ts';
import { caseBasics, fileFacts, forContacts, postFacts } from '../read-case-facts.ts';

type Row = CaseDeliveryRow & { file: File | null; destinationId: number };

/** Loads a file for the conversation that shows it. @returns null if it was deleted, or must not be shown there anymore */
export async function loadFile(services: Services, row: Row): Promise<FileDelivery | null> {
  const { file, post, case: of, conversation } = row;
  if (!file || !post || !of || file.deletedAt || post.deletedAt || !(await isStillShown(services, row))) return null;
  const facts = caseBasics(services, of);
  // without a conversation, it is the author's own
  const side = conversation?.side ?? (post.authorSide === 'advisor' ? 'advisor' : 'contact');
  const linkTo = conversation ? linkFor(services, conversation.id) : () => null;
  return {
    kind: 'file',
    side,
    case: side === 'contact' ? forContacts(facts) : facts,
    post: postFacts(post, linkTo),
    file: fileFacts(file, linkTo),
    authorPicture: pictureOf(row),
    isReadOnly: (await readerOf(services, row)).isReadOnly,
  };
}

async function isStillShown({ db }: Services, { conversation, destinationId, post, isUsable }: Row): Promise<boolean> {
  if (conversation) return isUsable;
  return post?.authorId != null && isOwnConversation(db.prisma, destinationId, post.authorId);
}
