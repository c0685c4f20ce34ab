// Whom a post mentions: only people who must act on it.
import type { CaseDeliveryRow } from './case-delivery-row.ts';
import type { Mentioned } from './case-delivery.ts';
import { objectAction } from '../domain/priority.ts';
import { pageAction } from '../domain/on-call.ts';
import { isOpen } from '../domain/status.ts';
import type { Services } from './context.ts';

/** Actions that bring a case back to its advisor. */
const returningActions = ['return', 'resume-scheduled'];

/** A larger team is not mentioned person by person. */
const maxMentions = 10;

/** Finds the people a post mentions, as users of its platform and workspace. People without a user there are left out. */
export async function findMentions(services: Services, row: CaseDeliveryRow): Promise<Mentioned[]> {
  const people = await whoMustAct(services, row);
  const { platform, workspaceId } = row.destination;
  if (people.length === 0 || platform === 'mail' || platform === 'webhook') return [];
  const { contactId, advisorId } = row.case ?? {};
  if (people.every((one) => one === contactId || one === advisorId)) return distinctUsers(row, people);
  return services.db.prisma.identity.findMany({
    where: { personId: { in: people }, platform, workspaceId },
    distinct: ['personId'],
    select: { userId: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/** A person may have several users in a workspace. */
function distinctUsers({ users }: CaseDeliveryRow, people: readonly number[]): Mentioned[] {
  const first = people.flatMap((one) => users.find(({ personId }) => personId === one) ?? []);
  return users.filter((user) => first.includes(user)).map(({ userId, name }) => ({ userId, name }));
}

/** Tells whether a post is the newest reminder of its case. */
export function isNewestReminder(of: NonNullable<CaseDeliveryRow['case']>, post: { id: number }): boolean {
  return of.followUp?.reminderPostId === post.id;
}

/**
 * - The case contact: of the pending question or resolution, and of the newest reminder.
 * - The assigned advisor: of a contact's post on an open case, of a case that comes back, and of an SLA warning. An SLA breach also goes to the leads.
 * - The assigned advisor and the leads: of an objection to a lowered priority.
 * - The people on call: of the note that pages them.
 * - The members of a team: of a case that was escalated to it.
 * - Nobody on a closed case, where there is nothing to do.
 */
async function whoMustAct(services: Services, { post, case: of, conversation }: CaseDeliveryRow): Promise<number[]> {
  if (!post || !of || !isOpen(of.status)) return [];
  if (conversation?.team)
    return post.kind === 'event' && post.action === 'escalate' ? membersOf(services, conversation.team) : [];
  if (post.kind === 'note' && post.action?.startsWith('sla-')) return slaOwners(services, of, post.action === 'sla-breach');
  if (post.kind === 'note' && post.action === pageAction) return of.paged;
  if (post.action === objectAction) return conversation?.side === 'advisor' ? slaOwners(services, of, true) : [];
  const asked = conversation?.side === 'contact' && (of.pendingPostId === post.id || isNewestReminder(of, post));
  const comesBack = post.kind === 'event' && returningActions.includes(post.action ?? '') && post.authorId !== of.advisorId;
  const answered = conversation?.side === 'advisor' && (needsSupport(post) || comesBack);
  const personId = asked ? of.contactId : answered ? of.advisorId : null;
  return personId === null ? [] : [personId];
}

/** Events of contacts after which support has nothing to do. */
const settledBy = ['confirm', 'close'];

/** Tells whether support has to act on a contact's post: not when the post is what closed the case, even if it was reopened since. */
function needsSupport(post: { authorSide: string | null; action: string | null }): boolean {
  return post.authorSide === 'contact' && !settledBy.includes(post.action ?? '');
}

/** What these queries need: the services, or a transaction in their place. */
interface Reader {
  db: { prisma: Pick<Services['db']['prisma'], 'person'> };
}

/** Lists the assigned advisor, if there is one, and the leads too if asked. */
export async function slaOwners(
  services: Reader,
  { advisorId }: { advisorId: number | null },
  withLeads: boolean,
): Promise<number[]> {
  const where = { kind: 'advisor' as const, active: true, lead: true };
  const leads = withLeads
    ? await services.db.prisma.person.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })
    : [];
  return [...(advisorId === null ? [] : [advisorId]), ...leads.map(({ id }) => id)];
}

/** Lists the members of an escalation team. A larger team is not notified person by person. */
export async function membersOf(services: Reader, team: string): Promise<number[]> {
  const where = { kind: 'advisor' as const, active: true, team };
  const members = await services.db.prisma.person.findMany({
    where,
    select: { id: true },
    orderBy: { id: 'asc' },
    take: maxMentions,
  });
  return members.map(({ id }) => id);
}
