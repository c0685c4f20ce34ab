// A case card or a post as one conversation shows it: contacts get no internal facts, and only people who must act are mentioned.
import { readerOf, type CaseDeliveryRow } from './case-delivery-row.ts';
import type { CaseDelivery } from './case-delivery.ts';
import type { CaseBasics, PostFacts } from './case-facts.ts';
import type { Services } from './context.ts';
import { findMentions, isNewestReminder } from './find-mentions.ts';
import { joinedPosts } from './joined-posts.ts';
import { caseFacts, forContacts, postedCase, postFacts, type LinkTo } from './read-case-facts.ts';

/** Loads what a card or post shows in its conversation. @throws Error if the delivery belongs to no case */
export async function loadCaseDelivery(
  services: Services,
  row: CaseDeliveryRow,
  kind: CaseDelivery['kind'],
): Promise<CaseDelivery> {
  const { case: of, conversation, post } = row;
  if (!of || !conversation) throw new Error(`delivery ${row.id} belongs to no case`);
  const { side, personId, team } = conversation;
  const place = { id: Number(row.id), side, personId, ...(await readerOf(services, row)), team };
  const seen = <T extends CaseBasics>(facts: T): T => (side === 'contact' ? forContacts(facts) : facts);
  if (kind === 'card') {
    const asked = team !== null && team === of.team ? await escalationNote(services, of.id) : null;
    return { ...place, kind, case: seen(caseFacts(services, of)), asked };
  }
  const isMail = row.destination.platform === 'mail';
  return {
    ...place,
    kind,
    case: seen(postedCase(services, of, post?.id ?? null)),
    post: post && postFacts(post, linkFor(services, conversation.id)),
    waiting: await pendingPost(services, row),
    mentions: await findMentions(services, row),
    authorPicture: pictureOf(row),
    isMail,
    asksToRate: isMail && asksToRate(row),
    isToAuthor: isMail && post !== null && personId !== null && post.authorId === personId,
    earlier: isMail ? await joinedPosts(services, row, linkFor(services, conversation.id)) : [],
    separateFiles: row.separateFiles,
  };
}

/** Tells whether a post is the closing that asked the owner of the mailbox, who has not answered yet. */
function asksToRate({ case: of, post, conversation }: CaseDeliveryRow): boolean {
  const asked = of?.satisfaction;
  if (!asked || !post || asked.score !== null || asked.personId !== conversation?.personId) return false;
  return post.kind === 'event' && post.createdAt.getTime() === asked.askedAt.getTime();
}

/** Makes the links to files that everybody in a conversation may use while it is a conversation of the case. */
export function linkFor({ links }: Services, conversationId: number): LinkTo {
  return (fileId) => links?.download(fileId, { conversationId }) ?? null;
}

/** Finds the picture of an author, from the platform on which they wrote if there is one. */
export function pictureOf({ post, pictures }: CaseDeliveryRow): string | null {
  return (pictures.find(({ platform }) => platform === post?.platform) ?? pictures[0])?.picture ?? null;
}

/** The note of the newest escalation. */
async function escalationNote(services: Services, caseId: number): Promise<PostFacts | null> {
  const where = { caseId, kind: 'note' as const, action: 'escalate' };
  const note = await services.db.prisma.post.findFirst({ where, orderBy: { id: 'desc' } });
  return note && postFacts(note);
}

/** The pending question or resolution. Only the newest reminder quotes it. */
async function pendingPost(services: Services, { post, case: of }: CaseDeliveryRow): Promise<PostFacts | null> {
  if (!post || !of || of.pendingPostId === null || !isNewestReminder(of, post)) return null;
  const pending = await services.db.prisma.post.findUnique({ where: { id: of.pendingPostId } });
  return pending && postFacts(pending);
}
