// The cron table. Every replica keeps time; each tick is claimed in the database, so one of them does the work.
import { schedule } from 'node-cron';
import type { Log } from './log.ts';
import { broadcastStatus } from '../usecases/notices/broadcast-status.ts';
import { checkDefects } from '../usecases/defects/check-defects.ts';
import { processHandovers, freeCasesOfFormerAdvisors } from '../usecases/cases/process-handovers.ts';
import { cleanUp } from '../usecases/clock/clean-up.ts';
import { resumeScheduled } from '../usecases/clock/resume-scheduled.ts';
import { findClusters } from '../usecases/notices/find-clusters.ts';
import { advanceMaintenance } from '../usecases/notices/advance-maintenance.ts';
import { linkClusterCases } from '../usecases/notices/link-cluster-cases.ts';
import { moveFixedCases } from '../usecases/defects/move-fixed-cases.ts';
import { nudgeOwners } from '../usecases/notices/nudge-owners.ts';
import { once } from '../usecases/idempotency.ts';
import { sweepFollowUps } from '../usecases/clock/sweep-follow-ups.ts';
import { sendDigests } from '../usecases/notifications/send-digests.ts';
import { notifyLinkedCases } from '../usecases/notices/notify-linked-cases.ts';
import { warnSla } from '../usecases/clock/warn-sla.ts';
import type { Services } from '../usecases/context.ts';

export interface Job {
  name: string;
  /** in UTC */
  expression: string;
  /** @returns what was done, for the log */
  run(services: Services): Promise<object>;
}

export const jobs: readonly Job[] = [
  { name: 'digests', expression: '5 * * * *', run: sendDigests },
  { name: 'clean-up', expression: '17 3 * * *', run: cleanUp },
  { name: 'sla', expression: '* * * * *', run: warnSla },
  { name: 'follow-up', expression: '* * * * *', run: sweepFollowUps },
  { name: 'fall-due', expression: '* * * * *', run: resumeScheduled },
  { name: 'handovers', expression: '* * * * *', run: processHandovers },
  { name: 'former-advisors', expression: '* * * * *', run: freeCasesOfFormerAdvisors },
  { name: 'fixed-cases', expression: '* * * * *', run: moveFixedCases },
  { name: 'defects', expression: '*/10 * * * *', run: checkDefects },
  { name: 'broadcasts', expression: '* * * * *', run: broadcastStatus },
  { name: 'maintenance', expression: '* * * * *', run: advanceMaintenance },
  { name: 'nudges', expression: '* * * * *', run: nudgeOwners },
  { name: 'cluster-cases', expression: '* * * * *', run: (services) => linkClusterCases(services) },
  { name: 'incident-cases', expression: '* * * * *', run: (services) => notifyLinkedCases(services) },
  { name: 'clusters', expression: '* * * * *', run: findClusters },
];

/** @returns a function that stops keeping time and waits for what is running */
export function startSchedule(services: Services, log: Log): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const tasks = jobs.map((job) =>
    schedule(
      job.expression,
      ({ date }) => {
        const tick = runTick(services, log, job, date).finally(() => running.delete(tick));
        running.add(tick);
        return tick;
      },
      { name: job.name, timezone: 'UTC', noOverlap: true },
    ),
  );
  return async () => {
    for (const task of tasks) await task.destroy();
    await Promise.all(running);
  };
}

/** @param at when the tick was due; replicas whose clocks differ by less than a minute mean the same one */
export async function runTick(services: Services, log: Log, job: Job, at: Date): Promise<void> {
  try {
    if (!(await once(services, `tick:${job.name}:${at.toISOString().slice(0, 16)}`))) return;
    const done = await job.run(services);
    // of those that run every minute most find nothing to do
    const idle = Object.values(done).every((count) => count === 0);
    log[idle ? 'debug' : 'info']({ job: job.name, ...done }, 'job done');
  } catch (error) {
    log.error({ err: error, job: job.name }, 'job failed');
  }
}
