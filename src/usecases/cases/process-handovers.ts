// Moves many cases at a time: the rest of the handovers that start-handover.ts has begun, and the open cases of former advisors, which go
// back to the queue. Each case is a transaction of its own.
import { isOpen } from '../../domain/status.ts';
import { unassigned } from '../../domain/transition.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Case, Handover, Person } from '../../db/generated/client.ts';
import { changeCaseByClock, lockCase } from '../change-case.ts';
import { Failures } from '../failures.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { everyAccount } from '../scope.ts';
import type { Services } from '../context.ts';
import type { Change } from '../case-change.ts';
import { writeChange } from '../write-change.ts';

/** Cases moved between two updates of what is left. */
const batch = 50;

/**
 * Processes the remaining cases of every handover.
 * @throws AggregateError after all of them, when some failed; those are tried again next time
 */
export async function processHandovers(services: Services): Promise<{ moved: number }> {
  const failures = new Failures();
  let moved = 0;
  for (const row of await services.db.prisma.handover.findMany({ orderBy: { id: 'asc' } }))
    moved += (await failures.past(() => processHandover(services, row))) ?? 0;
  failures.raise('handovers failed in part');
  return { moved };
}

/**
 * Processes the remaining cases of a handover. Safe to run concurrently.
 * @returns how many cases this call moved
 */
export async function processHandover(services: Services, row: Handover): Promise<number> {
  const [from, to, by] = await Promise.all([row.fromId, row.toId, row.requestedById].map((id) => personOf(services, id)));
  if (!from || !by) throw new Error(`handover ${row.id} names somebody who no longer exists`);
  const failures = new Failures();
  const failed: number[] = [];
  let moved = 0;
  for (let next = 0; next < row.remaining.length; next += batch) {
    for (const number of row.remaining.slice(next, next + batch)) {
      const done = await failures.past(() => moveOne(services, row, number, { from, to: to ?? null, by }));
      if (done === null) failed.push(number);
      else if (done) moved += 1;
    }
    await services.db.prisma.handover.updateMany({
      where: { id: row.id },
      data: { remaining: [...failed, ...row.remaining.slice(next + batch)] },
    });
  }
  failures.raise('cases could not be handed over');
  await services.db.prisma.handover.deleteMany({ where: { id: row.id } });
  return moved;
}

async function personOf(services: Services, id: number | null): Promise<Person | null> {
  return id === null ? null : services.db.prisma.person.findUnique({ where: { id } });
}

/** Moves one case in the name of the person who started the handover; skips it if it was closed or reassigned meanwhile. */
async function moveOne(
  services: Services,
  row: Handover,
  number: number,
  { from, to, by }: { from: Person; to: Person | null; by: Person },
): Promise<boolean> {
  const idempotencyKey = `handover:${row.id}:${number}`;
  const outcome = await runOnce(services, async (tx) => {
    await recordOnce(tx, idempotencyKey);
    const locked = await lockCase(everyAccount, tx, number);
    if (locked.advisorId !== from.id || !isOpen(locked.status)) return false;
    const actor: Advisor = { kind: 'advisor', id: by.id, name: by.name, email: by.email, lead: by.lead, team: by.team };
    const entry = { caseId: locked.id, at: services.clock.now(), actorId: by.id, actorName: by.name };
    // contacts read the entry of the assignment but not this one, which has the reason
    await tx.historyEntry.create({ data: { ...entry, action: 'hand-over', why: row.reason } });
    const change = to ? toAdvisor(from, to) : toQueue(locked, from);
    await writeChange(services, tx, actor, locked, { idempotencyKey, platform: null }, change);
    return true;
  });
  return outcome === true;
}

function toAdvisor(from: Person, to: Person): Change {
  return {
    action: 'assign',
    patch: { advisorId: to.id },
    post: { kind: 'event', action: 'assign', body: `handed the case over to ${to.name}` },
    why: `from ${from.name} to ${to.name}`,
  };
}

function toQueue(locked: Case, from: Person): Change {
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
 * @throws AggregateError after all of them, when some failed
 */
export async function freeCasesOfFormerAdvisors(services: Services): Promise<{ freed: number }> {
  const now = services.clock.now().toISOString();
  const failures = new Failures();
  let [freed, after] = [0, 0];
  for (;;) {
    const rows = await services.db.prisma.case.findMany({
      where: { id: { gt: after }, status: { not: 'Closed' }, advisor: { OR: [{ active: false }, { kind: 'contact' }] } },
      select: { id: true, number: true },
      orderBy: { id: 'asc' },
      take: batch,
    });
    for (const { number } of rows) {
      await failures.past(() =>
        changeCaseByClock(services, number, `free:${number}:${now}`, async (locked, tx) => {
          const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
          if (!former || !isOpen(locked.status) || (former.active && former.kind === 'advisor')) return null;
          freed += 1;
          return toQueue(locked, former);
        }),
      );
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  failures.raise('cases could not be returned to the queue');
  return { freed };
}
