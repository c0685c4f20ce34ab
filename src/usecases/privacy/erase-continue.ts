// Goes on with erasures that were interrupted, or that wait for messages to be deleted: every minute by the clock, and by the command line.
import type { PrivacyRecord } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';
import { Failures } from '../failures.ts';
import { continueAccountErasure } from './erase-account.ts';
import { exclusively, type Observe } from './erase-journal.ts';
import { continuePersonErasure } from './erase-person.ts';

/**
 * Goes on with one erasure.
 * @returns `done`; `waiting` for messages to be deleted by the bot; `busy`: another process is at it
 */
export async function continueErasure(
  services: Services,
  recordId: number,
  observe?: Observe,
): Promise<'done' | 'waiting' | 'busy'> {
  const finished = await exclusively(services, recordId, async () => {
    // read under the lock: another process may have finished it
    const record = await services.db.prisma.privacyRecord.findUniqueOrThrow({ where: { id: recordId } });
    return record.finishedAt !== null || (await goOn(services, record, observe));
  });
  if (finished === undefined) return 'busy';
  return finished ? 'done' : 'waiting';
}

function goOn(services: Services, record: PrivacyRecord, observe?: Observe): Promise<boolean> {
  return record.personId === null
    ? continueAccountErasure(services, record, observe)
    : continuePersonErasure(services, record, observe);
}

/** Goes on with every erasure that is not finished. @returns how many are now, and how many wait */
export async function continueErasures(services: Services): Promise<{ done: number; waiting: number }> {
  const rows = await services.db.prisma.privacyRecord.findMany({
    where: { kind: 'erasure', finishedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  const failures = new Failures();
  const tally = { done: 0, waiting: 0 };
  for (const { id } of rows) {
    const ended = await failures.past(() => continueErasure(services, id));
    if (ended === 'done') tally.done += 1;
    if (ended === 'waiting') tally.waiting += 1;
  }
  failures.raise('erasures could not go on');
  return tally;
}
