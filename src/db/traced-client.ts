import { traceparent } from '../tracing.ts';
import { ScopedClient, textOf } from './scoped-client.ts';

const setting = `select set_config('casebridge.traceparent', $1, false)`;

/**
 * A connection that tells the server which trace its statements belong to, so that they store it with the deliveries that they enqueue. Used only
 * while traces are on.
 */
export class TracedClient extends ScopedClient {
  /** what the server was told last; unknown after a rollback, which undoes it */
  private told: string | null = null;

  override query(...args: never[]): never {
    const send = super.query.bind(this) as unknown as (...all: unknown[]) => never;
    const current = traceparent() ?? '';
    const text = textOf((args as unknown[])[0]);
    if (/^\s*(begin|commit|rollback|set)\b/i.test(text)) {
      if (/^\s*rollback/i.test(text)) this.told = null;
    } else if (current !== (this.told ?? '') || (this.told === null && current !== '')) {
      this.told = current;
      // sent first on the same connection; it fails only in a transaction that has failed
      (send(setting, [current]) as Promise<unknown>).catch(() => (this.told = null));
    }
    return send(...args);
  }
}
