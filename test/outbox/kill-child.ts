// The process that the kill test kills: a worker whose platform is the test itself, on loopback.
// Arguments: the database, the platform's address, and the DoubtMode.
import type { Card } from '../../src/cards/elements.ts';
import { openDatabase } from '../../src/db/client.ts';
import { createLog } from '../../src/server/log.ts';
import { startWorker } from '../../src/outbox/worker.ts';
import type { Transport, Found } from '../../src/ports.ts';
import { DeliveryError } from '../../src/ports.ts';

const [databaseUrl = '', platformUrl = '', mode] = process.argv.slice(2);
// the parent and its database may be gone first
const { pool } = openDatabase(databaseUrl, { onIdleError: () => process.exit(1) });
process.on('disconnect', () => process.exit(1));

const ask = async (path: string, body: unknown): Promise<string | null> => {
  try {
    const response = await fetch(platformUrl + path, { method: 'POST', body: JSON.stringify(body) });
    const { id } = (await response.json()) as { id: string | null };
    return id;
  } catch (cause) {
    throw new DeliveryError('in-doubt', 'no_answer', undefined, { cause });
  }
};

const lookFor = async (deliveryId: number): Promise<Found> => {
  const messageId = await ask('/find', { deliveryId });
  return messageId === null ? 'absent' : { messageId };
};

const neverAsked = (): Promise<never> => Promise.reject(new DeliveryError('refused', 'not_in_this_test'));
const transport: Transport = {
  send: async ({ channelId, threadRef }, card, deliveryId) =>
    (await ask('/send', { channelId, threadRef, text: card.summary, deliveryId })) ?? '',
  find: (_target, deliveryId) => (mode === 'lookup' ? lookFor(deliveryId) : Promise.resolve('unknown')),
  update: neverAsked,
  remove: neverAsked,
};

const render = async (deliveryId: number): Promise<{ card: Card }> => {
  const text = `select coalesce(body, 'card') as summary from delivery left join post on post.id = post_id where delivery.id = $1`;
  const { rows } = await pool.query<{ summary: string }>(text, [deliveryId]);
  return { card: { summary: rows[0]?.summary ?? '', elements: [] } };
};

process.on('message', () => {
  startWorker({
    pool,
    transports: { slack: transport },
    render,
    log: createLog('error'),
    leaseMs: 400,
    backoff: { first: 1, cap: 20, inDoubt: 1 },
    pollMs: 20,
    pace: {},
  });
});
process.send?.('ready');
