// Heartbeats tell which processes are alive, so that the leases of one that was killed are free after a few seconds, not after the lease.
// A row per process instead of an advisory lock, because a pooler in transaction mode has no sessions.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Log } from '../server/log.ts';
import { RepeatedFailure } from './repeated-failure.ts';

/** A process is gone when we saw its beat unchanged this often in a row. While the database is away nobody sees anything. */
const missedBeats = 4;
/** A process that could not beat for this many beats calls no platform, because others may have taken over its destinations. */
const staleBeats = 3;

const beat = `
  insert into worker_process (id, beat) values ($1, 1)
  on conflict (id) do update set beat = worker_process.beat + 1, seen_at = now()`;

// Only a process whose beat is still the same, because it may have come back.
const free = `
  with gone as (
    delete from worker_process where id = $1 and beat = $2 returning id
  ), leased as (
    select destination.id from destination join gone on leased_by = gone.id where lease_until > now() order by destination.id for no key update of destination
  )
  update destination set lease_until = now() from leased where destination.id = leased.id`;

/** The heartbeat of this process, which watches those of the others. */
export class Heartbeat {
  readonly processId = randomUUID();
  private readonly others = new Map<string, { beat: number; unchanged: number }>();
  private beatAt = -Infinity;
  private timer: NodeJS.Timeout | null = null;
  private under: Promise<void> | null = null;

  private readonly pool: Pool;
  private readonly everyMs: number;
  private readonly log: Log;
  private readonly onFree: () => void;
  private readonly beating: RepeatedFailure;

  /** @param onFree called when the leases of a process that is gone are free */
  constructor(pool: Pool, everyMs: number, log: Log, onFree: () => void) {
    this.pool = pool;
    this.everyMs = everyMs;
    this.log = log;
    this.onFree = onFree;
    this.beating = new RepeatedFailure(log, 'warn', {
      failed: 'cannot record that this process is alive',
      works: 'this process is recorded as alive again',
    });
  }

  /** Beats for the first time, and from then on regularly. Call it before the first claim. @throws when the database cannot be reached */
  async start(): Promise<void> {
    if (this.timer) return;
    await this.tick();
    this.timer = setInterval(() => {
      this.under ??= this.tick()
        .then(
          () => this.beating.works(),
          (err: unknown) => this.beating.failed(err),
        )
        .finally(() => (this.under = null));
    }, this.everyMs);
  }

  /** Tells whether the other processes know that this one is alive. */
  isFresh(now: number): boolean {
    return now - this.beatAt < staleBeats * this.everyMs;
  }

  /** Ends the heartbeat. The process has released its leases by then. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.under;
    await this.pool.query('delete from worker_process where id = $1', [this.processId]).catch(() => undefined);
  }

  private async tick(): Promise<void> {
    const startedAt = performance.now();
    await this.pool.query({ name: 'outbox-beat', text: beat, values: [this.processId] });
    this.beatAt = startedAt;
    const text = 'select id, beat from worker_process where id <> $1';
    const { rows } = await this.pool.query<{ id: string; beat: number }>({
      name: 'outbox-beats',
      text,
      values: [this.processId],
    });
    for (const row of rows) await this.watch(row);
    const alive = new Set(rows.map(({ id }) => id));
    for (const id of this.others.keys()) if (!alive.has(id)) this.others.delete(id);
  }

  private async watch({ id, beat: seen }: { id: string; beat: number }): Promise<void> {
    const before = this.others.get(id);
    const unchanged = before?.beat === seen ? before.unchanged + 1 : 0;
    this.others.set(id, { beat: seen, unchanged });
    if (unchanged < missedBeats) return;
    this.others.delete(id);
    const { rowCount } = await this.pool.query({ name: 'outbox-free', text: free, values: [id, seen] });
    if (!rowCount) return;
    this.log.warn('took over the destinations of a process that is gone');
    this.onFree();
  }
}
