// Webhooks on a real database with a fake endpoint: a lead who adds it, and a worker that sends.
import { startWorker, type Worker } from '../../src/outbox/worker.ts';
import type { Advisor } from '../../src/domain/person.ts';
import { addEndpoint, type NewEndpoint } from '../../src/usecases/webhooks/endpoints.ts';
import { createDispatcher } from '../../src/usecases/webhooks/dispatch.ts';
import { createWebhookDesk } from '../../src/usecases/webhooks/webhook-desk.ts';
import type { Requester } from '../../src/usecases/privacy/requester.ts';
import { createTransport, safeHtml } from '../../src/webhooks/index.ts';
import { createLog } from '../../src/server/log.ts';
import { isolatedTest as base } from '../usecases/fixtures.ts';
import { startFakeEndpoint, type FakeEndpoint } from './fake-endpoint.ts';

/** The key that encrypts secrets in these tests. */
export const secretKeys = [Buffer.alloc(32, 7)] as const;

/** The operator. */
export const operator: Requester = { operator: 'root' };

const nothing: Omit<NewEndpoint, 'name' | 'url'> = { events: [], modules: [], accountIds: [], internal: false };

export const test = base
  .extend('lead', ({ world }): Advisor => ({ ...world.max, lead: true }))
  .extend('endpoint', async ({ db, world }, { onCleanup }) => {
    await db.pool.query('truncate webhook_endpoint, webhook_event, outage cascade');
    const endpoint = await startFakeEndpoint();
    onCleanup(() => endpoint.close());
    endpoint.now = () => world.at.now;
    world.services.secretKeys = secretKeys;
    world.services.webhookHosts = [endpoint.host];
    return endpoint;
  })
  /** Adds the fake endpoint, or another one. @returns its ID */
  .extend('add', ({ world, endpoint }) => async (input: Partial<NewEndpoint> = {}): Promise<number> => {
    const added = await addEndpoint(world.services, operator, { name: 'Community', url: endpoint.url, ...nothing, ...input });
    if (added === 'repeat') throw new Error('an endpoint was taken for a repeat');
    endpoint.secret = added.secret;
    return added.id;
  })
  /** Starts a worker for webhooks. */
  .extend('send', ({ world, endpoint }, { onCleanup }) => {
    const workers: Worker[] = [];
    onCleanup(async () => {
      for (const worker of workers) await worker.stop();
    });
    return (options: { attemptLimit?: number; timeoutMs?: number; pauseMemoryMs?: number } = {}): Worker => {
      const worker = startWebhookWorker(world.services, endpoint, options);
      workers.push(worker);
      return worker;
    };
  });

/** Starts a worker for webhooks that hardly waits after failures. */
export function startWebhookWorker(
  services: Parameters<typeof createWebhookDesk>[0],
  { host }: Pick<FakeEndpoint, 'host'>,
  { timeoutMs = 2_000, ...options }: { attemptLimit?: number; timeoutMs?: number; pauseMemoryMs?: number } = {},
): Worker {
  return startWorker({
    pool: services.db.pool,
    transports: {
      webhook: createTransport({
        desk: createWebhookDesk(services, safeHtml),
        clock: services.clock,
        version: '1',
        allowedHosts: [host],
        timeoutMs,
      }),
    },
    render: async () => ({ card: { summary: '', title: '', elements: [] } }),
    prepare: createDispatcher(services),
    log: createLog('silent'),
    backoff: { first: 1, cap: 20, inDoubt: 1 },
    pollMs: 20,
    ...options,
  });
}
