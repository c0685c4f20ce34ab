/** Something happened, or has happened since one last looked: no wake-up is lost between looking and waiting. */
export class Signal {
  private raised = false;
  private waiters = new Set<() => void>();

  raise(): void {
    this.raised = true;
    for (const wake of this.waiters) wake();
  }

  lower(): void {
    this.raised = false;
  }

  /** Waits until it is raised, at most `ms`. */
  wait(ms: number): Promise<void> {
    if (this.raised) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiters.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiters.add(wake);
    });
  }
}
