import { setTimeout as wait } from 'node:timers/promises';
import { limits } from './limits.ts';

/** At most so many requests a second to one tenant, kept by this process: whoever comes too soon waits for a moment. */
export class TenantPace {
  private readonly nextAt = new Map<string, number>();

  async turn(tenantId: string): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.nextAt.get(tenantId) ?? now);
    this.nextAt.set(tenantId, at + 1000 / limits.tenantPerSecond);
    if (at > now) await wait(at - now);
  }
}
