import type { Pool } from 'pg';
import type { Card } from '../cards/elements.ts';
import type { Log } from '../server/log.ts';
import type { Transport, TransportName } from '../ports.ts';
import type { Backoff } from './backoff.ts';
import type { Pauses } from './pauses.ts';
import type { WorkspacePace } from './workspace-pace.ts';

/** The outcome of one attempt, for the metrics. */
export interface AttemptObservation {
  platform: TransportName;
  outcome: 'delivered' | 'limited' | 'failed' | 'in-doubt' | 'dead';
  durationMs: number;
}

/** Everything that the drains of a worker share. */
export interface WorkerContext {
  pool: Pool;
  transports: Partial<Record<TransportName, Transport>>;
  render: (deliveryId: number) => Promise<{ card: Card } | null>;
  log: Log;
  observe: (attempt: AttemptObservation) => void;
  pauses: Pauses;
  workspacePaces: Partial<Record<TransportName, WorkspacePace>>;
  backoff: Backoff;
  attemptLimit: number;
  callTimeoutMs: number;
  /** what must be left of the lease before a call: otherwise the next holder could look for the message while the call is under way */
  minLeaseMs: number;
  /** whether the other processes know that this one is alive, so that they leave its destinations alone */
  isAlive: (now: number) => boolean;
  /** whether to finish the calls in flight and begin no others */
  stopping: boolean;
}
