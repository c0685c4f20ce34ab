import { internalActions } from '../../domain/webhook-events.ts';
import { dispatchEvents, holdStraysStatement } from '../../outbox/enqueue/webhooks.ts';
import type { Services } from '../context.ts';
import { withDatabaseScope } from '../scope.ts';

/** How long it may take until the first endpoint of all is noticed; ms. */
const everyMs = 1_000;

/**
 * Makes the function that enqueues the deliveries of all events that wait for it. While there is no endpoint, it asks for one once a second and does
 * nothing else. Safe to run concurrently: one process does the work.
 * @returns a function that returns whether there can be anything to send; `fresh` finds all that was written before the call
 */
export function createDispatcher({ db }: Pick<Services, 'db'>): (fresh?: boolean) => Promise<boolean> {
  let idleUntil = 0;
  let running: Promise<boolean> | null = null;
  const run = async (fresh: boolean): Promise<boolean> => {
    const isAny = await dispatchWaitingEvents({ db }, fresh);
    idleUntil = isAny ? 0 : performance.now() + everyMs;
    return isAny;
  };
  return async (fresh = false) => {
    // what runs already may have looked before
    if (fresh) await running?.catch(() => undefined);
    else if (performance.now() < idleUntil) return false;
    running ??= run(fresh).finally(() => (running = null));
    return running;
  };
}

const look = `select exists (select from webhook_event where dispatched_at is null) as waits, exists (select from webhook_endpoint)
    or exists (select from destination l join delivery d on d.destination_id = l.id where l.platform = 'webhook' and d.state in ('pending', 'sending')) as "isAny",
  exists (select from webhook_endpoint where state <> 'active') as "isAnyPaused"`;

/** Enqueues the deliveries of the events that wait for it. @param inLine whether it waits for another process that does so @returns whether there is any endpoint, or anything to send to one that was removed */
export async function dispatchWaitingEvents({ db }: Pick<Services, 'db'>, inLine = false): Promise<boolean> {
  return withDatabaseScope('worker', async () => {
    for (;;) {
      const { rows } = await db.pool.query<{ waits: boolean; isAny: boolean; isAnyPaused: boolean }>({
        name: 'webhook-waits',
        text: look,
      });
      const { waits = false, isAny = false, isAnyPaused = false } = rows[0] ?? {};
      if (isAnyPaused) await db.pool.query({ name: 'webhook-strays', text: holdStraysStatement });
      if (!waits) return isAny;
      const taken = await db.transaction((tx) => dispatchEvents(tx, internalActions, { waits: inLine }), { timeout: 30_000 });
      if (taken === 0) return isAny;
    }
  });
}
