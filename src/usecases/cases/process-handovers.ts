// Moves many cases in the background: the rest of the handovers that start-handover.ts has started, and the open cases of former advisors,
// which go back to the queue.
import { unassigned } from '../../domain/transition.ts';
import { Prisma, type Case, type Handover, type Person } from '../../db/generated/client.ts';
import { asAdvisor } from '../as-advisor.ts';
import { Failures } from '../failures.ts';
import type { Services, Tx } from '../context.ts';
import type { Change } from '../case-change.ts';
import { sweepCases } from '../sweep-cases.ts';
import { writeChange } from '../write-change.ts';

/**
 * Processes the remaining cases of every handover.
 * @throws AggregateError at the end, if some failed; those are tried again next time
 */
export async function processHandovers(services: Services): Promise<{ moved: number }> {
  const failures = new Failures();
  let moved = 0;
  for (const handover of await services.db.prisma.handover.findMany({ select: { id: true }, orderBy: { id: 'asc' } }))
    moved += (await failures.past(() => processHandover(services, handover))) ?? 0;
  failures.raise('handovers failed in part');
  return { moved };
}

/**
 * Processes the remaining cases of a handover, and deletes it when none is left. Safe to run concurrently.
 * @returns how many cases this call moved
 * @throws AggregateError at the end, if single cases failed; the others are done
 */
export async function processHandover(services: Services, { id }: Pick<Handover, 'id'>): Promise<number> {
  const { prisma } = services.db;
  const parties = { from: true, to: true, requestedBy: true };
  const handover = await prisma.handover.findUnique({ where: { id }, include: parties });
  if (!handover) return 0; // another process has finished it
  const failures = new Failures();
  const moved = await sweepCases(
    services,
    Prisma.sql`"case" c join handover h on h.id = ${id}
      where c.number = any (h.remaining) and c.advisor_id = h.from_id and c.status <> 'Closed'`,
    (tx, locked) => moveCase(services, tx, locked, handover),
    failures,
  );
  // cases that were closed or reassigned in the meantime are no longer part of the handover
  await prisma.$executeRaw`
    update handover h set remaining = array(
      select c.number from "case" c where c.number = any (h.remaining) and c.advisor_id = h.from_id and c.status <> 'Closed' order by c.id)
    where h.id = ${id}`;
  failures.raise('cases could not be handed over');
  await prisma.handover.deleteMany({ where: { id, remaining: { isEmpty: true } } });
  return moved;
}

type HandoverParties = Handover & { from: Person; to: Person | null; requestedBy: Person };

/** Moves one case in the name of the person who started the handover. */
async function moveCase(services: Services, tx: Tx, locked: Case, handover: HandoverParties): Promise<void> {
  const { id, from, to, requestedBy, reason } = handover;
  const entry = { caseId: locked.id, at: services.clock.now(), actorId: requestedBy.id, actorName: requestedBy.name };
  // contacts read the entry of the assignment but not this one, which has the reason
  await tx.historyEntry.create({ data: { ...entry, action: 'hand-over', why: reason } });
  const change = to ? toAdvisor(from, to) : toQueue(locked, from);
  await writeChange(services, tx, asAdvisor(requestedBy), locked, { idempotencyKey: '', platform: null }, change);
  // last, so that two processes wait for this row only briefly
  await tx.$executeRaw`update handover set remaining = array_remove(remaining, ${locked.number}::int) where id = ${id}`;
}

function toAdvisor(from: Person, to: Person): Change {
  return {
    action: 'assign',
    patch: { advisorId: to.id },
    post: { kind: 'event', action: 'assign', body: `handed the case over to ${to.name}` },
    why: `from ${from.name} to ${to.name}`,
  };
}

/** Builds the change that returns a locked case to the queue. @param from the advisor who had it */
export function toQueue(locked: Case, from: { name: string }): Change {
  const { status, askedFrom } = unassigned(locked);
  return {
    patch: { advisorId: null, status, askedFrom },
    post: { kind: 'event', action: 'assign', body: 'returned the case to the queue' },
    history: { action: 'assign', from: locked.status, to: status },
    why: `from ${from.name} to the queue`,
  };
}

/**
 * Returns the open cases of former advisors (removed from the directory, or contacts now) to the queue.
 * @throws AggregateError at the end, if single cases failed; the others are done
 */
export async function freeCasesOfFormerAdvisors(services: Services): Promise<{ freed: number }> {
  const failures = new Failures();
  const freed = await sweepCases(
    services,
    Prisma.sql`"case" c join person former on former.id = c.advisor_id
      where c.status <> 'Closed' and not (former.active and former.kind = 'advisor')`,
    async (tx, locked) => {
      const former = await tx.person.findUniqueOrThrow({ where: { id: locked.advisorId ?? 0 } });
      await writeChange(services, tx, null, locked, { idempotencyKey: '', platform: null }, toQueue(locked, former));
    },
    failures,
  );
  failures.raise('cases could not be returned to the queue');
  return { freed };
}
