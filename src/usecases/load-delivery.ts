import type { Prisma } from '../db/generated/client.ts';
import type { CaseDelivery, DeliveryFacts, Mentioned } from './facts.ts';
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
  if (row.kind === 'digest') return row.digestId === null ? null : { kind: row.kind, digestId: row.digestId };
  if (row.kind === 'release') return row.releaseId === null ? null : { kind: row.kind, releaseId: row.releaseId };
  return caseDelivery(work, row, row.kind);
}

async function caseDelivery(work: Work, row: Row, kind: CaseDelivery['kind']): Promise<CaseDelivery> {
  if (!row.case || !row.conversation) throw new Error(`delivery ${row.id} is of no case`);
  const facts = caseFacts(work, row.case);
  const { side, personId } = row.conversation;
  return {
    id: row.id,
    kind,
    side,
    personId,
    case: side === 'contact' ? { ...facts, undelivered: [] } : facts,
    post: row.post && postFacts(row.post),
    mentions: await mentioned(work, row, whoMustAct(row)),
  };
}

/** Only who must act: the case contact of a live question or resolution, the assigned advisor of a contact's words. */
function whoMustAct({ post, case: of, conversation }: Row): number[] {
  if (!post || !of) return [];
  const asked = conversation?.side === 'contact' && of.pendingPostId === post.id;
  const answered = conversation?.side === 'advisor' && post.authorSide === 'contact';
  const personId = asked ? of.contactId : answered ? of.advisorId : null;
  return personId === null ? [] : [personId];
}

/** These people as users of the workspace in which it is said; who is none there is not mentioned. */
async function mentioned(work: Work, { lane }: Row, people: number[]): Promise<Mentioned[]> {
  if (people.length === 0 || lane.platform === 'mail') return [];
  const { platform, workspaceId } = lane;
  return work.db.prisma.identity.findMany({
    where: { personId: { in: people }, platform, workspaceId },
    distinct: ['personId'],
    select: { userId: true, name: true },
  });
}
