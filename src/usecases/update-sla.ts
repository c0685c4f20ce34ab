// Applies every change of a case to its SLA clocks. The rules are in `domain/sla.ts`.
import type { Case, Prisma } from '../db/generated/client.ts';
import type { Calendar } from '../domain/business-time.ts';
import { priorities } from '../domain/priority.ts';
import { eventsToContact, followSla, startSla } from '../domain/sla.ts';
import { readSla, type Sla } from '../domain/sla-state.ts';
import { accountOf, calendarOf } from './account-calendar.ts';
import { slaColumns, slaTargets } from './sla-columns.ts';
import type { CaseChange } from './case-change.ts';
import type { Tx, Services } from './context.ts';

/** Updates the SLA clocks after a change. @returns the columns that change */
export async function updateSla(services: Services, tx: Tx, happened: CaseChange): Promise<Prisma.CaseUncheckedUpdateInput> {
  const { before, status, change, answered, at } = happened;
  const priority = priorities.find((one) => one === change.patch?.priority) ?? before.priority;
  const spoke = wroteToContact(happened);
  const retargeted = priority !== before.priority;
  if (!change.action && !spoke && !retargeted && answered === before.answered) return {};
  const account = await accountOf(tx, before);
  const calendar = calendarOf(services, account);
  const sla = followSla(readSla(before.sla) ?? (await startLate(services, tx, before, calendar, at)), calendar, {
    at,
    status,
    answered,
    spoke,
    resolved: change.action === 'resolve',
    reopened: change.action === 'reopen',
    targets: slaTargets(services, priority),
    retargeted,
  });
  return { ...slaColumns(sla, calendar) };
}

/** Tells whether an advisor wrote something the contact reads: a post, or one of the events above. */
function wroteToContact({ actor, change: { post } }: CaseChange): boolean {
  if (actor?.kind !== 'advisor' || !post) return false;
  return post.kind === 'public' || (post.kind === 'event' && (post.asks === true || eventsToContact.includes(post.action ?? '')));
}

/**
 * Starts the clocks of a case without any. One that was opened before SLAs existed gets those that its posts and its history lead to; one that was
 * imported begins now, because nobody here promised anything before.
 */
async function startLate(services: Services, tx: Tx, before: Case, calendar: Calendar, now: Date): Promise<Sla> {
  const targets = slaTargets(services, before.priority);
  if (before.importedFrom !== null) return startSla(targets, now);
  const { id: caseId, status, answered, createdAt } = before;
  const events = { kind: 'event' as const, action: { in: [...eventsToContact] } };
  const posts = { caseId, authorSide: 'advisor' as const, createdAt: { lt: now }, OR: [{ kind: 'public' as const }, events] };
  const newest = await tx.post.findFirst({ where: posts, orderBy: { id: 'desc' } });
  const resolve = await tx.historyEntry.findFirst({ where: { caseId, action: 'resolve' } });
  return followSla(startSla(targets, createdAt), calendar, {
    at: newest?.createdAt ?? createdAt,
    status,
    answered,
    spoke: newest !== null,
    resolved: resolve !== null,
    reopened: false,
    targets,
    retargeted: false,
  });
}
