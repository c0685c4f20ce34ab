import type { TransportName } from '../ports.ts';
import type { Purpose } from './attempt.ts';

interface Workspace {
  platform: TransportName;
  workspaceId: string;
}

/** The ends of pauses are rounded up to this, so that fifty rate limit responses at about the same time make one pause. */
const roundToMs = 100;

/**
 * The pauses of workspaces that this process knows about. Calls check them last, after the database was read. A pause of changes also pauses
 * look-ups.
 */
export class Pauses {
  private readonly until = new Map<string, number>();
  private readonly memoryMs: number;

  /** @param memoryMs how long a pause is remembered at most; afterwards the database alone has it, where an operator can end it */
  constructor(memoryMs = Infinity) {
    this.memoryMs = memoryMs;
  }

  /** Returns in how many milliseconds the workspace may be called; 0 means now. */
  waitMs(workspace: Workspace, purpose: Purpose, now: number): number {
    const until = Math.max(this.until.get(key(workspace, 'change')) ?? 0, this.until.get(key(workspace, purpose)) ?? 0);
    return Math.max(0, until - now);
  }

  /** Extends a pause. @returns how many milliseconds to record for other processes; 0 if the pause is no longer than a known one */
  extend(workspace: Workspace, purpose: Purpose, retryAfterMs: number, now: number): number {
    const until = Math.ceil((now + retryAfterMs) / roundToMs) * roundToMs;
    const remembered = Math.min(until, now + this.memoryMs);
    if ((this.until.get(key(workspace, purpose)) ?? 0) >= remembered) return 0;
    this.until.set(key(workspace, purpose), remembered);
    return until - now;
  }
}

function key({ platform, workspaceId }: Workspace, purpose: Purpose): string {
  return `${purpose} ${platform} ${workspaceId}`;
}
