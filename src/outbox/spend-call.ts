import type { Act } from '../ports.ts';
import type { Purpose } from './attempt.ts';
import { LeaseLost, type Lease } from './lease.ts';
import type { WorkerContext } from './worker-context.ts';

/** Thrown before a call that must wait. */
export class Throttled extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`wait for ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}

/** Counts a call that is about to be made. @throws LeaseLost, Throttled if it must not be made now */
export async function spendCall(context: WorkerContext, lease: Lease, purpose: Purpose, act: Act): Promise<void> {
  const { platform, workspaceId, destinationId } = lease;
  checkCall(context, lease, purpose);
  const pace = purpose === 'change' ? context.workspacePaces[platform] : undefined;
  if (pace) {
    const waitMs = await pace.spend(workspaceId, act, destinationId);
    if (waitMs > 0) throw new Throttled(waitMs);
    checkCall(context, lease, purpose);
  }
  lease.pace?.spend(performance.now());
}

/** Checks that the workspace is not paused, and that no other process can have the destination before a call has ended. */
function checkCall({ minLeaseMs, isAlive, pauses }: WorkerContext, lease: Lease, purpose: Purpose): void {
  const now = performance.now();
  if (now + minLeaseMs >= lease.safeUntil || !isAlive(now)) throw new LeaseLost(`destination ${lease.destinationId}`);
  const waitMs = pauses.waitMs(lease, purpose, now);
  if (waitMs > 0) throw new Throttled(waitMs);
}
