// Moves maintenance along by the clock: announces it, reminds people of it, starts it, and asks its owner whether it has ended (process.md,
// Incidents and maintenance). It never ends maintenance by itself: a person confirms the end. The moments are in domain/maintenance-clock.ts.
import { dueStep, nextStep, type ClockStep } from '../../domain/maintenance-clock.ts';
import { Failures } from '../failures.ts';
import { lockIfFree, writeUpdate } from './update-notice.ts';
import type { Tx, Services } from '../context.ts';

/** In ms. Enough for one notice in ten thousand channels on a busy machine. */
const transactionTimeouts = { timeout: 60_000, maxWait: 60_000 };

/**
 * Takes the due step of each maintenance notice, once however many processes look. Where several steps were missed, takes the latest.
 * @throws AggregateError at the end, if single notices failed; the others are done
 */
export async function advanceMaintenance(services: Services): Promise<{ announced: number; started: number; asked: number }> {
  const now = services.clock.now();
  const where = { kind: 'maintenance' as const, closedAt: null, nextStepAt: { lte: now } };
  const due = await services.db.prisma.notice.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
  const done: Record<ClockStep, number> = { announce: 0, start: 0, 'ask-end': 0 };
  const failures = new Failures();
  for (const { id } of due) {
    const step = await failures.past(() => services.db.transaction((tx) => takeStep(services, tx, id, now), transactionTimeouts));
    if (step) done[step] += 1;
  }
  failures.raise('maintenance notices could not be advanced');
  return { announced: done.announce, started: done.start, asked: done['ask-end'] };
}

async function takeStep(services: Services, tx: Tx, id: number, now: Date): Promise<ClockStep | null> {
  const notice = await lockIfFree(tx, id);
  if (!notice?.nextStepAt || notice.nextStepAt > now) return null;
  const step = dueStep(notice, now);
  const state = step === 'start' ? 'UnderWay' : notice.state;
  const isAsked = step === 'ask-end';
  await tx.notice.update({
    where: { id },
    data: {
      state,
      // the question is asked once; from here on it is an overdue update, which nudge-owners.ts handles
      nextStepAt: isAsked ? null : nextStep({ ...notice, state }, now),
      ...(isAsked ? { nextUpdateAt: now, nudges: 0 } : {}),
      ...(step ? { announcedAt: notice.announcedAt ?? now } : {}),
    },
  });
  // a banner that appears only now says everything itself, and only the owner is asked whether maintenance has ended
  const silent = isAsked || notice.announcedAt === null;
  if (step) await writeUpdate(services, tx, { noticeId: id, action: step, state, body: '', at: now, by: null, silent });
  return step;
}
