// A case card or a post as one conversation shows it: contacts get no internal facts, and only people who must act are mentioned.
import type { CaseDeliveryRow } from './case-delivery-row.ts';
import type { CaseDelivery, PostFacts } from './case-facts.ts';
import type { Services } from './context.ts';
import { findMentions, isNewestReminder } from './find-mentions.ts';
import { caseFacts, forContacts, postFacts } from './read-case-facts.ts';

/** Loads what a card or post shows in its conversation. @throws Error if the delivery belongs to no case */
export async function loadCaseDelivery(
  services: Services,
  row: CaseDeliveryRow,
  kind: CaseDelivery['kind'],
): Promise<CaseDelivery> {
  if (!row.case || !row.conversation) throw new Error(`delivery ${row.id} belongs to no case`);
  const facts = caseFacts(services, row.case);
  const { side, personId, team, person } = row.conversation;
  return {
    id: row.id,
    kind,
    side,
    personId,
    isReadOnly: person?.contactType === 'readOnly',
    team,
    asked: kind === 'card' && team !== null && team === row.case.team ? await escalationNote(services, row.case.id) : null,
    case: side === 'contact' ? forContacts(facts) : facts,
    post: row.post && postFacts(row.post),
    waiting: await pendingPost(services, row),
    mentions: await findMentions(services, row),
  };
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
