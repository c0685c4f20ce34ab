// Wires webhooks for main.ts. They have a worker of their own, so that an endpoint that answers slowly never takes a place from chats and mail.
import type { Pool } from 'pg';
import type { Card } from './cards/elements.ts';
import { startWorker, type Worker, type WorkerOptions } from './outbox/worker.ts';
import { readVersion } from './package-root.ts';
import type { Log } from './ports.ts';
import type { Services } from './usecases/context.ts';
import { createDispatcher } from './usecases/webhooks/dispatch.ts';
import { createWebhookDesk } from './usecases/webhooks/webhook-desk.ts';
import { createTransport, safeHtml } from './webhooks/index.ts';

/** What a webhook carries is read by its transport, so its card is never shown. */
const noCard: Card = { summary: '', title: '', elements: [] };

/**
 * Backoff: 5 s, 10 s, 20 s … 15 min, with jitter 75% of that on average, so an event that is refused becomes a dead letter after a day.
 * Concurrency: of the endpoints together.
 */
const limits = {
  concurrency: 20,
  callTimeoutMs: 20_000,
  backoff: { first: 5_000, cap: 900_000, inDoubt: 2_000 },
  attemptLimit: 128,
};

/** What the wiring of webhooks needs besides the services. */
interface Parts extends Pick<WorkerOptions, 'observe'> {
  log: Log;
  /** hosts that may be called without TLS and at private addresses */
  allowedHosts: readonly string[];
  overrides?: Partial<Pick<WorkerOptions, 'backoff' | 'pollMs' | 'leaseMs'>> & { timeoutMs?: number };
}

/** Starts the worker that sends webhooks. */
export function startWebhooks(
  services: Services & { db: { pool: Pool } },
  { log, allowedHosts, observe, overrides = {} }: Parts,
): Worker {
  const { timeoutMs, ...own } = overrides;
  const desk = createWebhookDesk(services, safeHtml);
  const transport = createTransport({ desk, clock: services.clock, version: readVersion(), allowedHosts, timeoutMs });
  return startWorker({
    ...{ pool: services.db.pool, transports: { webhook: transport }, log, observe },
    render: async () => ({ card: noCard }),
    prepare: createDispatcher(services),
    ...{ ...limits, ...own },
  });
}
