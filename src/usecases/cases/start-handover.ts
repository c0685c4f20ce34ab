// Moves all open cases of an advisor to another advisor or back to the queue. The remaining cases are stored, and each case is moved in a
// transaction of its own, so that process-handovers.ts continues with the rest after a crash.
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Handover, Person } from '../../db/generated/client.ts';
import { processHandover } from './process-handovers.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';
import { textInput } from '../text-input.ts';

/** Cases moved at once while the person waits. A case takes 20 to 40 ms, and Slack allows 3 s; a scheduled job moves larger handovers. */
const maxAtOnce = 50;

/** The outcome of starting a handover. */
export interface HandedOver {
  total: number;
  /** whether all of them have moved already */
  done: boolean;
  from: string;
  /** null for the queue */
  to: string | null;
}

/**
 * Starts moving all open cases of an advisor.
 * @param input.to an advisor's id, or null for the queue
 * @param input.reason internal, for the history
 * @throws CaseError not-allowed, no-advisor, nothing-open, empty, too-long
 */
export async function startHandover(
  services: Services,
  advisor: Advisor,
  input: { from: number; to: number | null; reason: string },
  request: RequestContext,
): Promise<HandedOver | 'repeat'> {
  authorize(advisor, 'assign');
  if (!advisor.lead && input.from !== advisor.id)
    throw new CaseError('not-allowed', "Only leads can hand over someone else's cases.", 'You can hand over your own.');
  const reason = textInput(input.reason, 'reason', 'Enter a reason.');
  const started = await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const [from, to] = await people(tx, input);
    const open = await tx.case.findMany({
      where: { advisorId: from.id, status: { not: 'Closed' } },
      orderBy: { id: 'asc' },
      select: { number: true },
    });
    if (open.length === 0) throw fieldError('nothing-open', 'from', `${from.name} has no open cases.`);
    const remaining = open.map(({ number }) => number);
    const ids = { fromId: from.id, toId: to?.id, requestedById: advisor.id };
    const row = await tx.handover.create({
      data: { ...ids, reason, total: remaining.length, remaining, createdAt: services.clock.now() },
    });
    return { row, from: from.name, to: to?.name ?? null };
  });
  if (started === 'repeat') return 'repeat';
  const { row, from, to } = started;
  if (row.total <= maxAtOnce) await processHandover(services, row);
  // a case that another change held at that moment is moved by the scheduled job
  const done = (await services.db.prisma.handover.count({ where: { id: row.id } })) === 0;
  return { total: row.total, done, from, to };
}

/** Counts the open cases of an advisor and reads their handovers in progress. */
export async function casesToHandOver(
  services: Services,
  advisorId: number,
): Promise<{ open: number; moving: Pick<Handover, 'total' | 'remaining'>[] }> {
  return {
    open: await services.db.prisma.case.count({ where: { advisorId, status: { not: 'Closed' } } }),
    moving: await services.db.prisma.handover.findMany({
      where: { fromId: advisorId },
      select: { total: true, remaining: true },
    }),
  };
}

async function people(tx: Tx, input: { from: number; to: number | null }): Promise<[from: Person, to: Person | null]> {
  const from = await tx.person.findFirst({ where: { id: input.from, kind: 'advisor' } });
  if (!from) throw fieldError('no-advisor', 'from', 'Choose an advisor.');
  if (input.to === null) return [from, null];
  const to = await tx.person.findFirst({ where: { id: input.to, kind: 'advisor', active: true } });
  if (!to) throw fieldError('no-advisor', 'to', 'Choose an active advisor or the queue.');
  if (to.id === from.id) throw fieldError('no-advisor', 'to', `${from.name} already has these cases. Choose someone else.`);
  return [from, to];
}

function fieldError(code: string, field: string, message: string): CaseError {
  return new CaseError(code, message, undefined, { [field]: message });
}
