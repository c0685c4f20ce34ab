import type { Log } from '../server/log.ts';

/** How often the same failure is logged while it lasts, milliseconds. */
const everyMs = 60_000;

/**
 * Logs the failures of something that is tried every second: the first one, then one a minute, and that it works again. Otherwise an hour without
 * the database hides everything else in the log.
 */
export class RepeatedFailure {
  private readonly log: Log;
  private readonly level: 'warn' | 'error';
  private readonly messages: { failed: string; works: string };
  private saidAt: number | null = null;

  constructor(log: Log, level: 'warn' | 'error', messages: { failed: string; works: string }) {
    this.log = log;
    this.level = level;
    this.messages = messages;
  }

  /** Call it after each failure. */
  failed(err: unknown): void {
    const now = performance.now();
    if (this.saidAt !== null && now - this.saidAt < everyMs) return;
    this.log[this.level]({ err }, this.messages.failed);
    this.saidAt = now;
  }

  /** Call it after each success. */
  works(): void {
    if (this.saidAt === null) return;
    this.log.info(this.messages.works);
    this.saidAt = null;
  }
}
