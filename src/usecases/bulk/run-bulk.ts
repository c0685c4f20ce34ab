// Carries out an action on several cases: one transaction per case, with the use case of the single action. A case that fails does not stop
// the others, and its result says why. The key of each case makes a second process, or a run after a crash, harmless.
import { placeholdersIn } from '../../cards/placeholders.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { Person } from '../../db/generated/client.ts';
import type { Advisor } from '../../domain/person.ts';
import { asAdvisor } from '../as-advisor.ts';
import { fillAnswer } from '../answers/fill-answer.ts';
import { addPost } from '../cases/add-post.ts';
import { assignChange } from '../cases/assign-case.ts';
import { closeCase } from '../cases/close-case.ts';
import { reachesContact } from '../cases/reaches-contact.ts';
import { viewCase } from '../cases/view-case.ts';
import { changeCase } from '../change-case.ts';
import { Failures } from '../failures.ts';
import { linkCase } from '../notices/link-case.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { firstCases } from '../sweep-cases.ts';
import type { RequestContext, Services } from '../context.ts';
import { bulkPlan, type BulkPlan } from './plan.ts';
import { undoAssignment } from './undo-assignment.ts';

/** How often a case is tried after unexpected failures. */
const maxAttempts = 3;

/**
 * Starts a prepared action and carries out its first cases; the clock does the rest.
 * @throws CaseError run-gone for one that was never prepared, was deleted, or belongs to somebody else
 */
export async function startBulk(services: Services, advisor: Advisor, id: string, request: RequestContext): Promise<void> {
  const started = await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const where = { id, personId: advisor.id, startedAt: null };
    const { count } = await tx.bulkRun.updateMany({ where, data: { startedAt: services.clock.now() } });
    if (count === 0)
      throw new CaseError('run-gone', 'This was started before, or is no longer there.', 'Choose the cases again.');
    return id;
  });
  if (started !== 'repeat') await new Failures().past(() => runBulk(services, id, firstCases));
}

/**
 * Continues every action that is not finished.
 * @throws AggregateError at the end, if cases failed in an unexpected way; those are tried again
 */
export async function processBulkRuns(services: Services): Promise<{ cases: number }> {
  const failures = new Failures();
  const where = { startedAt: { not: null }, finishedAt: null };
  const runs = await services.db.prisma.bulkRun.findMany({ where, select: { id: true }, orderBy: { startedAt: 'asc' } });
  let cases = 0;
  for (const { id } of runs) cases += (await failures.past(() => runBulk(services, id))) ?? 0;
  failures.raise('actions on several cases failed in part');
  return { cases };
}

/**
 * Carries out an action on the cases that are left.
 * @param max cases of this call
 * @returns how many cases were done or refused
 * @throws AggregateError at the end, if cases failed in an unexpected way
 */
export async function runBulk(services: Services, id: string, max = Infinity): Promise<number> {
  const { prisma } = services.db;
  const run = await prisma.bulkRun.findUniqueOrThrow({ where: { id }, include: { person: true } });
  const plan = bulkPlan.parse(run.plan);
  const take = Number.isFinite(max) ? max : undefined;
  const items = await prisma.bulkItem.findMany({ where: { runId: id, state: 'pending' }, orderBy: { number: 'asc' }, take });
  const failures = new Failures();
  let done = 0;
  for (const { number, attempts } of items) {
    const result = await resultOf(services, { id, plan, person: run.person, number }).catch(async (error: unknown) => {
      await failures.past(async () => {
        throw error;
      });
      if (attempts + 1 >= maxAttempts) return { state: 'failed', problem: 'Something went wrong on our side.' };
      await prisma.bulkItem.update({ where: { runId_number: { runId: id, number } }, data: { attempts: attempts + 1 } });
      return null;
    });
    if (!result) continue;
    // a second process may have finished the case in between
    await prisma.bulkItem.updateMany({ where: { runId: id, number, state: 'pending' }, data: result });
    done += 1;
  }
  const left = await prisma.bulkItem.count({ where: { runId: id, state: 'pending' } });
  if (left === 0)
    await prisma.bulkRun.updateMany({ where: { id, finishedAt: null }, data: { finishedAt: services.clock.now() } });
  failures.raise('cases of an action failed');
  return done;
}

/** One case of a run. */
interface Step {
  /** of the run */
  id: string;
  plan: BulkPlan;
  person: Person;
  number: number;
}

/** Carries out the action on one case. @returns what is stored of it */
async function resultOf(services: Services, step: Step): Promise<{ state: string; problem: string | null }> {
  if (!step.person.active || step.person.kind !== 'advisor')
    return { state: 'failed', problem: `${step.person.name} is no longer an advisor.` };
  try {
    return { state: 'done', problem: await applied(services, step, asAdvisor(step.person)) };
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    return { state: 'failed', problem: [error.message, error.next].filter((part) => part !== undefined).join(' ') };
  }
}

/** @returns what the advisor must know although it is done */
async function applied(services: Services, { id, plan, number }: Step, advisor: Advisor): Promise<string | null> {
  const request = { idempotencyKey: `bulk:${id}:${number}`, platform: null };
  switch (plan.action) {
    case 'assign':
      await changeCase(services, advisor, number, 'assign', request, async (locked, tx) => {
        const change = await assignChange(tx, locked, plan.to);
        const item = { runId_number: { runId: id, number } };
        await tx.bulkItem.update({ where: item, data: { state: 'done', formerId: locked.advisorId } });
        return change;
      });
      return null;
    case 'close':
      await closeCase(services, advisor, { number, reason: plan.reason, comment: plan.comment }, request);
      return null;
    case 'reply': {
      const outcome = await addPost(
        services,
        advisor,
        { number, text: await textFor(services, advisor, number, plan.text) },
        request,
      );
      const isCertain = outcome === 'repeat' || outcome.kind === 'note' || outcome.reachesContact;
      return !isCertain && (await reachesContact(services, number)) ? 'Saved, but nobody on the contact’s side gets it.' : null;
    }
    case 'link':
      await linkCase(services, advisor, { number, incidentId: plan.incidentId }, request);
      return null;
    case 'undo':
      await undoAssignment(services, advisor, { number, run: plan.run, to: plan.to }, request);
      return null;
  }
}

async function textFor(services: Services, advisor: Advisor, number: number, text: string): Promise<string> {
  if (placeholdersIn(text).length === 0) return text;
  const { case: shown } = await viewCase(services, advisor, number);
  return fillAnswer(services, text, shown, advisor);
}
