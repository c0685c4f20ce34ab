import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Services } from '../context.ts';
import { bulkPlan, type BulkPlan } from './plan.ts';

/** The result of an action on several cases so far. */
export interface BulkResult {
  id: string;
  plan: BulkPlan;
  total: number;
  done: number;
  pending: number;
  /** cases that were left as they are, or whose advisor must know something, with the reason */
  problems: { number: number; subject: string; failed: boolean; problem: string }[];
  /** its assignments can be taken back now */
  canUndo: boolean;
}

/** How long assignments can be taken back, in milliseconds. */
const undoWithin = 24 * 60 * 60 * 1000;

/**
 * Reads the result of an action.
 * @throws CaseError run-gone for one that was deleted, or of somebody else
 */
export async function readBulk(services: Services, advisor: Advisor, id: string): Promise<BulkResult> {
  const run = await services.db.prisma.bulkRun.findFirst({
    where: { id, personId: advisor.id, startedAt: { not: null } },
    include: { items: { orderBy: { number: 'asc' } } },
  });
  if (!run) throw new CaseError('run-gone', 'The result is no longer there.', 'Results are kept for a week.');
  const problems = run.items.flatMap(({ number, problem, state }) =>
    problem === null ? [] : [{ number, problem, failed: state === 'failed' }],
  );
  const rows = await services.db.prisma.case.findMany({
    where: { number: { in: problems.map(({ number }) => number) } },
    select: { number: true, subject: true },
  });
  const subjects = new Map(rows.map(({ number, subject }) => [number, subject]));
  const plan = bulkPlan.parse(run.plan);
  const count = (state: string): number => run.items.filter((item) => item.state === state).length;
  return {
    id,
    plan,
    total: run.items.length,
    done: count('done'),
    pending: count('pending'),
    problems: problems.map((one) => ({ ...one, subject: subjects.get(one.number) ?? '' })),
    canUndo: plan.action === 'assign' && count('done') > 0 && isRecent(services, run.finishedAt) && !run.undone,
  };
}

/** Finds the newest action of an advisor that was started within a day. */
export async function newestBulk({ db, clock }: Services, advisor: Advisor): Promise<string | null> {
  const since = new Date(clock.now().getTime() - undoWithin);
  const where = { personId: advisor.id, startedAt: { gte: since } };
  const found = await db.prisma.bulkRun.findFirst({ where, select: { id: true }, orderBy: { startedAt: 'desc' } });
  return found?.id ?? null;
}

function isRecent({ clock }: Services, finishedAt: Date | null): boolean {
  return finishedAt !== null && clock.now().getTime() - finishedAt.getTime() <= undoWithin;
}
