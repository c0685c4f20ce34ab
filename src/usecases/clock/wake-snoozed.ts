import { Prisma } from '../../db/generated/client.ts';
import { dueSnoozes, readSnoozes } from '../../domain/snooze.ts';
import { enqueueSnoozesOver } from '../../outbox/enqueue/pages.ts';
import { snoozeColumns } from '../end-snoozes.ts';
import { Failures } from '../failures.ts';
import { sweepCases } from '../sweep-cases.ts';
import type { Services } from '../context.ts';

/** Gives cases back to the advisors whose snooze is over, with a message to each. @returns how many cases */
export async function wakeSnoozed(services: Services): Promise<{ cases: number }> {
  const now = services.clock.now();
  const failures = new Failures();
  const cases = await sweepCases(
    services,
    Prisma.sql`"case" c where c.snooze_due_at <= ${now}`,
    async (tx, locked) => {
      const { due, left } = dueSnoozes(readSnoozes(locked.snoozes), now);
      await tx.case.update({ where: { id: locked.id }, data: snoozeColumns(left) });
      await enqueueSnoozesOver(tx, locked.id, due, services.mail);
    },
    failures,
  );
  failures.raise('snoozed cases were not given back');
  return { cases };
}
