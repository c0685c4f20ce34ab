// Returns scheduled cases to their advisors when their day has come. The day is chosen in `usecases/cases/schedule-case.ts`.
import { changeCaseByClock } from '../change-case.ts';
import { Failures } from '../failures.ts';
import type { Services } from '../context.ts';

/** Cases per query. */
const batch = 100;

/**
 * Resumes every scheduled case that is due, each once. A case that is being changed at this moment is left for the next tick.
 * @throws AggregateError at the end when single cases failed; the others are done
 */
export async function resumeScheduled(services: Services): Promise<{ due: number }> {
  const now = services.clock.now();
  const failures = new Failures();
  let [due, after] = [0, 0];
  for (;;) {
    const rows = await services.db.prisma.$queryRaw<{ id: number; number: number }[]>`
      select id, number from "case" where status = 'Scheduled' and scheduled_at <= ${now} and id > ${after}
      order by id limit ${batch} for no key update skip locked`;
    for (const { number } of rows) {
      if (await failures.past(() => resume(services, number, now))) due += 1;
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  failures.raise('scheduled cases could not be resumed');
  return { due };
}

/** Resumes one case, unless it was answered or rescheduled before it could be locked. */
async function resume(services: Services, number: number, now: Date): Promise<boolean> {
  let isDue = false;
  const idempotencyKey = `resume-scheduled:${number}:${now.toISOString()}`;
  const outcome = await changeCaseByClock(services, number, idempotencyKey, ({ status, scheduledAt, scheduledWork }) => {
    isDue = status === 'Scheduled' && scheduledAt !== null && scheduledAt <= now;
    if (!isDue) return null;
    return { action: 'resumeScheduled', post: { kind: 'event', action: 'resume-scheduled', body: scheduledWork ?? '' } };
  });
  return isDue && outcome !== 'repeat';
}
