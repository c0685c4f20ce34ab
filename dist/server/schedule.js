// The cron table: everything the clock does. Every replica runs it, and each tick is claimed in the database, so only one replica does
// the work. How long things take (SLA, follow-up, cadence) is configured in CASEBRIDGE_CONFIG; how often we look is fixed here.
import { schedule } from 'node-cron';
import { broadcastStatus } from "../usecases/notices/broadcast-status.js";
import { checkDefects } from "../usecases/defects/check-defects.js";
import { processHandovers, freeCasesOfFormerAdvisors } from "../usecases/cases/process-handovers.js";
import { cleanUp } from "../usecases/clock/clean-up.js";
import { resumeScheduled } from "../usecases/clock/resume-scheduled.js";
import { findClusters } from "../usecases/notices/find-clusters.js";
import { advanceMaintenance } from "../usecases/notices/advance-maintenance.js";
import { linkClusterCases } from "../usecases/notices/link-cluster-cases.js";
import { moveFixedCases } from "../usecases/defects/move-fixed-cases.js";
import { nudgeOwners } from "../usecases/notices/nudge-owners.js";
import { once } from "../usecases/idempotency.js";
import { sweepFollowUps } from "../usecases/clock/sweep-follow-ups.js";
import { sendDigests } from "../usecases/notifications/send-digests.js";
import { notifyLinkedCases } from "../usecases/notices/notify-linked-cases.js";
import { warnSla } from "../usecases/clock/warn-sla.js";
/** All jobs, by how often they run. */
export const jobs = [
    { name: 'digests', expression: '5 * * * *', run: sendDigests },
    { name: 'clean-up', expression: '17 3 * * *', run: cleanUp },
    { name: 'sla', expression: '* * * * *', run: warnSla },
    { name: 'follow-up', expression: '* * * * *', run: sweepFollowUps },
    { name: 'resume-scheduled', expression: '* * * * *', run: resumeScheduled },
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
/**
 * Starts the schedule.
 * @returns a function that stops it and waits for running jobs
 */
export function startSchedule(services, log) {
    const running = new Set();
    const tasks = jobs.map((job) => schedule(job.expression, ({ date }) => {
        const tick = runTick(services, log, job, date).finally(() => running.delete(tick));
        running.add(tick);
        return tick;
    }, { name: job.name, timezone: 'UTC', noOverlap: true }));
    return async () => {
        for (const task of tasks)
            await task.destroy();
        await Promise.all(running);
    };
}
/**
 * Runs a job for one tick, unless another replica already has.
 * @param at when the tick was due; replicas whose clocks differ by less than a minute agree on it
 */
export async function runTick(services, log, job, at) {
    try {
        if (!(await once(services, `tick:${job.name}:${at.toISOString().slice(0, 16)}`)))
            return;
        const done = await job.run(services);
        // most jobs that run every minute find nothing to do
        const idle = Object.values(done).every((count) => count === 0);
        log[idle ? 'debug' : 'info']({ job: job.name, ...done }, 'job finished');
    }
    catch (error) {
        log.error({ err: error, job: job.name }, 'job failed');
    }
}
//# sourceMappingURL=schedule.js.map