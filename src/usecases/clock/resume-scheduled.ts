import { changeCaseByClock } from '../change-case.ts';
import { Failures } from '../failures.ts';
import type { Work } from '../context.ts';

/** Cases of one look. */
const batch = 100;

/**
 * Scheduled cases whose day has come are with their advisor again, each once. One that somebody changes at this moment is left for the
 * next tick.
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function fallDue(work: Work): Promise<{ due: number }> {
  const now = work.clock.now();
  const failures = new Failures();
  let [due, after] = [0, 0];
  for (;;) {
    const rows = await work.db.prisma.$queryRaw<{ id: number; number: number }[]>`
      select id, number from "case" where status = 'Scheduled' and scheduled_at <= ${now} and id > ${after}
      order by id limit ${batch} for no key update skip locked`;
    for (const { number } of rows) {
      if (await failures.past(() => takeUp(work, number, now))) due += 1;
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  failures.raise('cases could not be taken up again');
  return { due };
}

/** What was looked up may have been answered, or scheduled anew, before it was locked. */
async function takeUp(work: Work, number: number, now: Date): Promise<boolean> {
  let taken = false;
  const receipt = `fall-due:${number}:${now.toISOString()}`;
  const outcome = await changeCaseByClock(work, number, receipt, ({ status, scheduledAt, scheduledWhat }) => {
    taken = status === 'Scheduled' && scheduledAt !== null && scheduledAt <= now;
    if (!taken) return null;
    return { action: 'fallDue', post: { kind: 'event', action: 'fall-due', body: scheduledWhat ?? '' } };
  });
  return taken && outcome !== 'repeat';
}
