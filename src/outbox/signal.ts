import { withTimeout } from '../with-timeout.ts';

/** A flag that wakes those who wait for it. It stays raised until it is lowered, so no wake-up is lost between a check and the wait. */
export class Signal {
  private raised = false;
  private waiters = new Set<() => void>();

  /** Raises the flag and wakes everybody who waits. */
  raise(): void {
    this.raised = true;
    for (const wake of this.waiters) wake();
  }

  /** Lowers the flag; call it before checking for work. */
  lower(): void {
    this.raised = false;
  }

  /** Waits until the signal is raised, at most `timeoutMs`. */
  async wait(timeoutMs: number): Promise<void> {
    if (this.raised) return;
    let wake = (): void => undefined;
    const raised = new Promise<void>((resolve) => (wake = resolve));
    this.waiters.add(wake);
    await withTimeout(
      timeoutMs,
      () => raised,
      () => undefined,
    );
    this.waiters.delete(wake);
  }
}
