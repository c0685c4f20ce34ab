// Tells the workers of all processes that deliveries were enqueued. It is a statement of its own after the commit: PostgreSQL takes one lock
// for all transactions that notify and holds it while they are flushed to disk, so notifying within them would commit them one by one.
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { withDatabaseScope } from './database-scope.ts';

/** Milliseconds between two notifications of a process, which also cover what is committed in between. */
const everyMs = 20;

class Announcer {
  /** ends when everything was announced */
  running: Promise<void> | null = null;
  private waiting = false;

  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  announce(): void {
    this.waiting = true;
    this.running ??= withDatabaseScope('worker', () => this.run()); // it lasts longer than the request that starts it
  }

  private async run(): Promise<void> {
    while (this.waiting) {
      this.waiting = false;
      // workers poll as well, so a lost notification costs a second
      await this.pool.query(`select pg_notify('outbox', '')`).catch(() => undefined);
      await wait(everyMs, undefined, { ref: false });
    }
    this.running = null;
  }
}

const announcers = new WeakMap<Pool, Announcer>();

/** Says that deliveries were committed through this pool. Returns at once; `Database.transaction` calls it after every commit. */
export function announceWork(pool: Pool): void {
  const announcer = announcers.get(pool) ?? new Announcer(pool);
  announcers.set(pool, announcer);
  announcer.announce();
}

/** Waits until everything was announced, before a process ends. */
export async function announced(pool: Pool): Promise<void> {
  await announcers.get(pool)?.running;
}
