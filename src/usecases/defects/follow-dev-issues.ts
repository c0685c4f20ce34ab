// Creates the issues that advisors asked for and follows the issues of open defects, each when it is due: after a webhook, else as often as
// `pollEvery` says. The clock calls it every minute, and every form and webhook wakes it. How a tracker is configured is in config/trackers.ts.
import { withDatabaseScope } from '../../db/database-scope.ts';
import { TrackerError, type IssueHint, type Log, type Tracker } from '../../ports.ts';
import type { Services } from '../context.ts';
import { isPending } from '../dev-issue-facts.ts';
import { Failures } from '../failures.ts';
import { adoptDefects, claimIssue, recordFailure, type ClaimedIssue } from './claimed-issue.ts';
import { createAtTracker } from './create-at-tracker.ts';
import { readFromTracker } from './read-from-tracker.ts';

/** Issues of one run; the next one continues. */
const maxIssues = 500;

/**
 * Creates and reads the issues that are due. Safe to run concurrently. A tracker that does not answer is left alone until the next run.
 * @returns counts of issues and comments
 * @throws AggregateError at the end, for anything but trouble of a tracker, which is recorded with the issue
 */
export async function followDevIssues(
  services: Services,
): Promise<{ created: number; changed: number; comments: number; failed: number }> {
  const done = { created: 0, changed: 0, comments: 0, failed: 0 };
  const trackers = new Map(services.trackers?.list.map((one) => [one.setting.name, one]));
  if (trackers.size === 0) return done;
  await adoptDefects(services);
  const failures = new Failures();
  for (let count = 0; count < maxIssues; count += 1) {
    const issue = await claimIssue(services, [...trackers.keys()]);
    const tracker = issue && trackers.get(issue.tracker);
    if (!tracker) break;
    try {
      await follow(services, tracker, issue, done);
    } catch (error) {
      if (error instanceof TrackerError) {
        done.failed += 1;
        await recordFailure(services, issue, error, tracker.settleMs);
        if (!concernsOneIssue(error)) trackers.delete(issue.tracker);
      } else await failures.past(() => Promise.reject(error instanceof Error ? error : new Error(String(error))));
    }
  }
  failures.raise('issues could not be followed');
  return done;
}

type Done = Awaited<ReturnType<typeof followDevIssues>>;

async function follow(services: Services, tracker: Tracker, issue: ClaimedIssue, done: Done): Promise<void> {
  if (isPending(issue)) {
    if (await createAtTracker(services, tracker, issue)) done.created += 1;
    return;
  }
  const { changed, comments } = await readFromTracker(services, tracker, issue);
  if (changed) done.changed += 1;
  done.comments += comments;
}

/** Whether other issues of the tracker can be asked for. */
function concernsOneIssue({ kind, code }: TrackerError): boolean {
  return kind === 'refused' && !['unauthorized', 'forbidden'].includes(code);
}

/** Makes an issue due of which a webhook tells, and its comments as well if it is about one. @returns whether it is followed here */
export async function noticeIssue(services: Services, { tracker, id, number, comments = false }: IssueHint): Promise<boolean> {
  const due = await services.db.prisma.$executeRaw`
    update dev_issue i set next_at = ${services.clock.now()}::timestamptz,
      changed_at = changed_at - case when ${comments} then interval '1 ms' else interval '0' end
    from defect d
    where d.id = i.defect_id and i.tracker = ${tracker} and i.next_at is not null
      and (i.external_id = ${id} or i.external_id is null and d.number = ${number})`;
  if (due > 0) services.trackers?.wake?.();
  return due > 0;
}

/** Follows issues as soon as it is woken, one run at a time. */
export interface Follower {
  wake(): void;
  /** Waits until no run is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a follower. */
export function startFollower(services: Services, log: Log): Follower {
  let running: Promise<void> | null = null;
  let isAgain = false;
  let isStopped = false;
  const wake = (): void => {
    if (isStopped) return;
    isAgain = true;
    running ??= run().finally(() => (running = null));
  };
  const run = async (): Promise<void> => {
    while (isAgain && !isStopped) {
      isAgain = false;
      try {
        // a request may have woken it, whose scope is that of a person
        await withDatabaseScope('clock', () => followDevIssues(services));
      } catch (err) {
        log.error({ err }, 'cannot follow development issues');
      }
    }
  };
  return {
    wake,
    idle: async () => {
      while (running) await running;
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
