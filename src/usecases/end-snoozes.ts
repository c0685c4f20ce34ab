import { Prisma } from '../db/generated/client.ts';
import { readSnoozes, snoozedBy, writeSnoozes, type Snoozes } from '../domain/snooze.ts';
import { isOpen } from '../domain/status.ts';
import { enqueueSnoozesOver } from '../outbox/enqueue/pages.ts';
import type { CaseChange } from './case-change.ts';
import type { Services, Tx } from './context.ts';

/** Writes the snoozes of a case into its columns. */
export function snoozeColumns(left: Snoozes) {
  const { snoozes, snoozeDueAt } = writeSnoozes(left);
  return { snoozes: snoozes ?? Prisma.DbNull, snoozeDueAt };
}

/** Returns the columns that a change of the case ends its snoozes with: the contact wrote, or the case was closed. */
export function endedSnoozes(happened: CaseChange) {
  return ends(happened) ? snoozeColumns({}) : {};
}

/** Gives the case back to those who snoozed it, when its contact wrote and it is open. It costs no statement on a case that nobody snoozed. */
export async function returnSnoozed(services: Services, tx: Tx, happened: CaseChange): Promise<void> {
  if (!ends(happened) || !isOpen(happened.status)) return;
  const { id, snoozes } = happened.before;
  await enqueueSnoozesOver(tx, id, snoozedBy(readSnoozes(snoozes)), services.mail);
}

function ends({ before, status, actor, change }: CaseChange): boolean {
  if (before.snoozes === null) return false;
  return !isOpen(status) || (actor?.kind === 'contact' && change.post !== undefined);
}
