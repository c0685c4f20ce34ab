import type { Prisma } from '../db/generated/client.ts';
import type { DeliveryFacts } from './facts.ts';
import { caseFacts, postFacts, withCaseFacts } from './read-facts.ts';
import type { Work } from './work.ts';

const withFacts = {
  lane: { select: { platform: true, workspaceId: true } },
  conversation: { select: { side: true, personId: true } },
  case: { include: withCaseFacts },
  post: true,
} satisfies Prisma.DeliveryInclude;

type Row = Prisma.DeliveryGetPayload<{ include: typeof withFacts }>;

/** What a delivery is about, as things stand now. @returns null for a delivery that is no more */
export async function loadDelivery(work: Work, deliveryId: number): Promise<DeliveryFacts | null> {
  const row = await work.db.prisma.delivery.findUnique({ where: { id: deliveryId }, include: withFacts });
  if (!row) return null;
  const facts = caseFacts(work, row.case);
  const { side, personId } = row.conversation;
  return {
    id: row.id,
    kind: row.kind,
    side,
    personId,
    case: side === 'contact' ? { ...facts, undelivered: [] } : facts,
    post: row.post && postFacts(row.post),
    mention: await whomToMention(work, row),
  };
}

/** Only who must act: the case contact of a live question or resolution, the assigned advisor of a contact's words. */
async function whomToMention(work: Work, row: Row): Promise<DeliveryFacts['mention']> {
  if (!row.post) return null;
  const asked = row.conversation.side === 'contact' && row.case.pendingPostId === row.postId;
  const answered = row.conversation.side === 'advisor' && row.post.authorSide === 'contact';
  const personId = asked ? row.case.contactId : answered ? row.case.advisorId : null;
  if (personId === null) return null;
  const { platform, workspaceId } = row.lane;
  return work.db.prisma.identity.findFirst({ where: { personId, platform, workspaceId }, select: { userId: true, name: true } });
}
