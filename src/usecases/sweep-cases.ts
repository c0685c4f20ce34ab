// What the clock does to many cases, one transaction each. What is still to be done is read from the state itself, in batches: killed in the
// middle, the next run goes on; two at once share the work, and wait for nobody.
import type { Prisma } from '../db/generated/client.ts';
import { type Case } from '../db/generated/client.ts';
import type { Failures } from './failures.ts';
import type { Tx, Services } from './context.ts';

/** What a form waits for: Slack allows 3 s for its answer, a case takes 10 ms, on a busy machine 80. The clock does the rest. */
export const firstCases = 12;
const batch = 50;

/**
 * @param waiting `<tables with "case" c> where <condition>`: asked again under the lock of each case, since what was listed may have been
 * closed, or done by another process; one that somebody holds at this moment is left to them, or to the next run
 * @param step what is done with one, in its transaction
 * @param most at most so many
 * @returns how many were done
 */
export async function sweepCases(
  services: Services,
  waiting: Prisma.Sql,
  step: (tx: Tx, locked: Case) => Promise<unknown>,
  failures: Failures,
  most = Infinity,
): Promise<number> {
  let done = 0;
  for (let after = 0; done < most;) {
    const limit = Math.min(batch, most - done);
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
  return services.db.prisma.$transaction(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`select id from "case" where id = ${id} for no key update skip locked`;
    const still = held.length > 0 && (await tx.$queryRaw<unknown[]>`select c.id from ${waiting} and c.id = ${id}`).length > 0;
    if (still) await step(tx, await tx.case.findUniqueOrThrow({ where: { id } }));
    return still;
  });
}
