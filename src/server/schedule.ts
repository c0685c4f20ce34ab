// The cron table: everything the clock does. Every replica runs it, and each tick is claimed in the database, so only one replica does
// the work. How long things take (SLA, follow-up, cadence) is configured in CASEBRIDGE_CONFIG; how often we look is fixed here.
import { schedule, type TaskOptions } from 'node-cron';
import { trace } from '../tracing.ts';
import type { Log } from './log.ts';
import { broadcastStatus } from '../usecases/notices/broadcast-status.ts';
import { checkDefects } from '../usecases/defects/check-defects.ts';
import { followDevIssues } from '../usecases/defects/follow-dev-issues.ts';
import { processHandovers, freeCasesOfFormerAdvisors } from '../usecases/cases/process-handovers.ts';
import { continueErasures } from '../usecases/privacy/erase-continue.ts';
import { runRetention } from '../usecases/privacy/retention.ts';
import { processBulkRuns } from '../usecases/bulk/run-bulk.ts';
import { cleanUp } from '../usecases/clock/clean-up.ts';
import { resumeScheduled } from '../usecases/clock/resume-scheduled.ts';
import { findClusters } from '../usecases/notices/find-clusters.ts';
import { advanceMaintenance } from '../usecases/notices/advance-maintenance.ts';
import { linkClusterCases } from '../usecases/notices/link-cluster-cases.ts';
import { repeatPages } from '../usecases/page-on-call.ts';
import { replanCases } from '../usecases/replan-cases.ts';
import { findUsers } from '../usecases/people/find-users.ts';
import { handleLateFiles } from '../usecases/files/late-files.ts';
import { sweepFiles } from '../usecases/files/sweep-files.ts';
import { moveFixedCases } from '../usecases/defects/move-fixed-cases.ts';
import { nudgeOwners } from '../usecases/notices/nudge-owners.ts';
import { isFirstTime } from '../usecases/idempotency.ts';
import { sweepFollowUps } from '../usecases/clock/sweep-follow-ups.ts';
import { indexWaitingCases } from '../usecases/search/index-job.ts';
import { sendReports } from '../usecases/search/send-reports.ts';
import { reportMissingScopes } from '../usecases/notifications/missing-scopes.ts';
import { releaseMail } from '../usecases/notifications/release-mail.ts';
import { sendDigests } from '../usecases/notifications/send-digests.ts';
import { notifyLinkedCases } from '../usecases/notices/notify-linked-cases.ts';
import { processRedactions } from '../usecases/privacy/redact.ts';
import { renewSecrets } from '../usecases/renew-secrets.ts';
import { wakeSnoozed } from '../usecases/clock/wake-snoozed.ts';
import { warnSla } from '../usecases/clock/warn-sla.ts';
import type { Services } from '../usecases/context.ts';
import { withDatabaseScope } from '../usecases/scope.ts';
import { Failures } from '../usecases/failures.ts';

/** Something that runs on a schedule. */
export interface Job {
  name: string;
  /** cron expression, in UTC */
  expression: string;
  /** @returns counts of what was done, for the log */
  run(services: Services): Promise<object>;
}

/** All jobs, by how often they run. */
export const jobs: readonly Job[] = [
  { name: 'digests', expression: '5 * * * *', run: sendDigests },
  { name: 'held-mail', expression: '* * * * *', run: releaseMail },
  { name: 'clean-up', expression: '17 3 * * *', run: cleanUp },
  { name: 'retention', expression: '37 3 * * *', run: (services) => runRetention(services) },
  { name: 'erasures', expression: '* * * * *', run: continueErasures },
  { name: 'files', expression: '23 * * * *', run: sweepFiles },
  { name: 'late-files', expression: '*/5 * * * *', run: handleLateFiles },
  { name: 'sla', expression: '* * * * *', run: warnSla },
  { name: 'pages', expression: '* * * * *', run: repeatPages },
  { name: 'follow-up', expression: '* * * * *', run: sweepFollowUps },
  { name: 'resume-scheduled', expression: '* * * * *', run: resumeScheduled },
  { name: 'snoozes', expression: '* * * * *', run: wakeSnoozed },
  { name: 'bulk-actions', expression: '* * * * *', run: processBulkRuns },
  { name: 'handovers', expression: '* * * * *', run: processHandovers },
  { name: 'former-advisors', expression: '* * * * *', run: freeCasesOfFormerAdvisors },
  { name: 'users', expression: '* * * * *', run: findUsers },
  { name: 'fixed-cases', expression: '* * * * *', run: moveFixedCases },
  { name: 'calendars', expression: '*/5 * * * *', run: replanCases },
  { name: 'defects', expression: '*/10 * * * *', run: checkDefects },
  { name: 'dev-issues', expression: '* * * * *', run: followDevIssues },
  { name: 'broadcasts', expression: '* * * * *', run: nudgeAndBroadcast },
  { name: 'maintenance', expression: '* * * * *', run: advanceMaintenance },
  { name: 'cluster-cases', expression: '* * * * *', run: (services) => linkClusterCases(services) },
  { name: 'incident-cases', expression: '* * * * *', run: (services) => notifyLinkedCases(services) },
  { name: 'search-index', expression: '* * * * *', run: indexWaitingCases },
  { name: 'clusters', expression: '* * * * *', run: findClusters },
  { name: 'reports', expression: '* * * * *', run: sendReports },
  { name: 'missing-scopes', expression: '*/10 * * * *', run: reportMissingScopes },
  { name: 'redactions', expression: '* * * * *', run: processRedactions },
  { name: 'secrets', expression: '*/10 * * * *', run: renewSecrets },
];

/**
 * Reminds the owners of overdue updates and then posts status broadcasts. Both lock the notice, so at the same moment one of them would skip
 * it until the next minute.
 */
async function nudgeAndBroadcast(services: Services): Promise<object> {
  const failures = new Failures();
  const nudged = await failures.past(() => nudgeOwners(services));
  const broadcast = await failures.past(() => broadcastStatus(services));
  failures.raise('reminders or status broadcasts failed');
  return { ...nudged, ...broadcast };
}

/** Hears how each run of a job ended. */
export type ObserveJob = (job: string, outcome: 'done' | 'failed') => void;

/**
 * Starts the schedule.
 * @returns a function that stops it and waits for running jobs
 */
export function startSchedule(services: Services, log: Log, observe?: ObserveJob): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const missed = missedTicks(log);
  const tasks = jobs.map((job) => {
    const task = schedule(
      job.expression,
      ({ date }) => {
        const tick = runTick(services, log, job, date, observe).finally(() => running.delete(tick));
        running.add(tick);
        return tick;
      },
      {
        name: job.name,
        timezone: 'UTC',
        noOverlap: true,
        missedExecutionTolerance: latestTickMs,
        logger: schedulerLog(log, job.name),
      },
    );
    task.on('execution:missed', () => missed(job.name));
    return task;
  });
  return async () => {
    for (const task of tasks) await task.destroy();
    await Promise.all(running);
  };
}

/** A tick that is at most this late still runs, in milliseconds. node-cron drops ticks that are a second late, and no job minds. */
const latestTickMs = 50_000;

/**
 * Counts ticks that passed while the process stood still (a suspended machine), and logs them in one line: two days are 34,000 ticks.
 * Nothing is lost with them, because every job works through all that is due.
 */
function missedTicks(log: Log): (job: string) => void {
  let missed: Record<string, number> | null = null;
  return (job) => {
    if (missed === null) {
      // every job reports in the same turn of the event loop
      setImmediate(() => {
        log.warn({ missed: missed ?? {} }, 'the process stood still, and these jobs missed their ticks');
        missed = null;
      });
      missed = {};
    }
    missed[job] = (missed[job] ?? 0) + 1;
  };
}

/** Makes the logger that node-cron writes to; its own writes colored text to standard error. */
function schedulerLog(log: Log, job: string): NonNullable<TaskOptions['logger']> {
  return {
    debug: (message) => log.debug({ job }, String(message)),
    info: (message) => log.info({ job }, message),
    warn: (message) => log.warn({ job }, message),
    error: (message, error) => log.error({ job, err: error ?? message }, 'the scheduler failed'),
  };
}

/**
 * Runs a job for one tick, unless another replica already has.
 * @param at when the tick was due; replicas whose clocks differ by less than a minute agree on it
 */
export async function runTick(services: Services, log: Log, job: Job, at: Date, observe?: ObserveJob): Promise<void> {
  try {
    if (!(await isFirstTime(services, `tick:${job.name}:${at.toISOString().slice(0, 16)}`))) return;
    const attributes = { 'casebridge.job': job.name };
    const done = await trace(`job ${job.name}`, { attributes, parent: null }, () =>
      withDatabaseScope('clock', () => job.run(services)),
    );
    observe?.(job.name, 'done');
    // most jobs that run every minute find nothing to do
    const idle = Object.values(done).every((count) => count === 0);
    log[idle ? 'debug' : 'info']({ job: job.name, done: { ...done } }, 'job finished');
  } catch (error) {
    observe?.(job.name, 'failed');
    log.error({ err: error, job: job.name }, 'job failed');
  }
}
