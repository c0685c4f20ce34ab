// Applies a step to many cases, one transaction each, for the clock and for forms that affect many cases. What is left to do is read from the
// cases themselves, so a run that was killed is continued by the next one. Two runs at once share the work without waiting for each other.
import type { Prisma } from '../db/generated/client.ts';
import { type Case } from '../db/generated/client.ts';
import type { Failures } from './failures.ts';
import type { Tx, Services } from './context.ts';

/** Cases done before a form is answered; the clock does the rest. Slack allows 3 s, and a case takes 10 ms, or 80 ms on a busy machine. */
export const firstCases = 12;
const batch = 50;

/**
 * Applies a step to every case that needs it.
 * @param waiting `<tables with "case" c> where <condition>`, checked again once a case is locked, because another process may have been faster;
 * a case that is locked at this moment is left to that process or to the next run
 * @param step runs in the transaction that holds the case
 * @param max cases of this run
 * @returns how many cases were done
 */
export async function sweepCases(
  services: Services,
  waiting: Prisma.Sql,
  step: (tx: Tx, locked: Case) => Promise<unknown>,
  failures: Failures,
  max = Infinity,
): Promise<number> {
  let done = 0;
  for (let after = 0; done < max;) {
    const limit = Math.min(batch, max - done);
    const rows = await services.db.prisma.$queryRaw<{ id: number }[]>`
      select c.id from ${waiting} and c.id > ${after} order by c.id limit ${limit}`;
    for (const { id } of rows) if (await failures.past(() => takeStep(services, waiting, step, id))) done += 1;
    const last = rows.at(-1);
    if (!last || rows.length < limit) break;
    after = last.id;
  }
  return done;
}

function takeStep(
  services: Services,
  waiting: Prisma.Sql,
  step: (tx: Tx, locked: Case) => Promise<unknown>,
  id: number,
): Promise<boolean> {
  return services.db.transaction(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`select id from "case" where id = ${id} for no key update skip locked`;
    const still = held.length > 0 && (await tx.$queryRaw<unknown[]>`select c.id from ${waiting} and c.id = ${id}`).length > 0;
    if (still) await step(tx, await tx.case.findUniqueOrThrow({ where: { id } }));
    return still;
  });
}
