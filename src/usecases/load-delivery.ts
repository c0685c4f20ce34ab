import type { Prisma } from '../db/generated/client.ts';
import type { CaseDelivery, DeliveryFacts, Mentioned, PostFacts } from './facts.ts';
import { caseFacts, forContacts, postFacts, withCaseFacts } from './read-facts.ts';
import type { Work } from './work.ts';

const withFacts = {
  lane: { select: { platform: true, workspaceId: true } },
  conversation: {
    select: { side: true, personId: true, team: true, person: { select: { contactType: true, active: true, accountId: true } } },
  },
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
  return isOver(row) ? null : caseDelivery(work, row, row.kind);
}

/** The conversation is of somebody who is no contact of the case's account any more: what stands there stays, nothing new is shown. */
function isOver({ conversation, case: of }: Row): boolean {
  if (conversation?.side !== 'contact' || !conversation.person) return false;
  return !conversation.person.active || conversation.person.accountId !== of?.accountId;
}

async function caseDelivery(work: Work, row: Row, kind: CaseDelivery['kind']): Promise<CaseDelivery> {
  if (!row.case || !row.conversation) throw new Error(`delivery ${row.id} is of no case`);
  const facts = caseFacts(work, row.case);
  const { side, personId, team } = row.conversation;
  return {
    id: row.id,
    kind,
    side,
    personId,
    looksOnly: row.conversation.person?.contactType === 'readOnly',
    team,
    asked: kind === 'card' && team !== null && team === row.case.team ? await askedOfTeam(work, row.case.id) : null,
    case: side === 'contact' ? forContacts(facts) : facts,
    post: row.post && postFacts(row.post),
    waiting: await waiting(work, row),
    mentions: await mentioned(work, row, await whoMustAct(work, row)),
  };
}

/** The reason of the newest escalation. */
async function askedOfTeam(work: Work, caseId: number): Promise<PostFacts | null> {
  const where = { caseId, kind: 'note' as const, action: 'escalate' };
  const asked = await work.db.prisma.post.findFirst({ where, orderBy: { id: 'desc' } });
  return asked && postFacts(asked);
}

/** Read for the newest reminder only: no other post quotes another. */
async function waiting(work: Work, { post, case: of }: Row): Promise<PostFacts | null> {
  if (!post || !of || of.pendingPostId === null || !isNewestReminder(of, post)) return null;
  const pending = await work.db.prisma.post.findUnique({ where: { id: of.pendingPostId } });
  return pending && postFacts(pending);
}

function isNewestReminder(of: NonNullable<Row['case']>, post: { id: number }): boolean {
  return of.followUp?.reminderPostId === post.id;
}

/**
 * Only who must act: the case contact of a live question, resolution or reminder, the assigned advisor of a contact's words or of a case
 * that comes back to them or whose time is nearly over, the leads, too, where it is over; the team of what is escalated to it.
 */
async function whoMustAct(work: Work, { post, case: of, conversation }: Row): Promise<number[]> {
  if (!post || !of) return [];
  if (conversation?.team) return post.kind === 'event' && post.action === 'escalate' ? membersOf(work, conversation.team) : [];
  if (post.kind === 'note' && post.action?.startsWith('sla-')) return whoMustHurry(work, of, post.action === 'sla-breach');
  const asked = conversation?.side === 'contact' && (of.pendingPostId === post.id || isNewestReminder(of, post));
  const comesBack = post.kind === 'event' && comingBack.includes(post.action ?? '') && post.authorId !== of.advisorId;
  const answered = conversation?.side === 'advisor' && (post.authorSide === 'contact' || comesBack);
  const personId = asked ? of.contactId : answered ? of.advisorId : null;
  return personId === null ? [] : [personId];
}

/** Where nobody is assigned, the queue that reads it is told. */
async function whoMustHurry(work: Work, { advisorId }: { advisorId: number | null }, isBreach: boolean): Promise<number[]> {
  const where = { kind: 'advisor' as const, active: true, lead: true };
  const leads = isBreach ? await work.db.prisma.person.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } }) : [];
  return [...(advisorId === null ? [] : [advisorId]), ...leads.map(({ id }) => id)];
}

/** What brings a case back to its advisor. */
const comingBack = ['return', 'fall-due'];

/** A bigger team than this is not called together for one case. */
const mostMentions = 10;

async function membersOf(work: Work, team: string): Promise<number[]> {
  const where = { kind: 'advisor' as const, active: true, team };
  const members = await work.db.prisma.person.findMany({
    where,
    select: { id: true },
    orderBy: { id: 'asc' },
    take: mostMentions,
  });
  return members.map(({ id }) => id);
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
