import type { Pool } from 'pg';
import type { Log } from '../server/log.ts';
import { Signal } from './signal.ts';

const reconnectMs = 1_000;

/**
 * Hears of commits that enqueued something, on a connection of its own. A lost connection is made again; whatever was missed
 * meanwhile, the caller's own polling finds (also behind a pooler that does not carry LISTEN).
 */
export function listenForWork(pool: Pool, onWork: () => void, log: Log): { stop(): Promise<void> } {
  const stopped = new Signal();
  let stopping = false;
  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        await listenOnce(pool, onWork, stopped);
      } catch (err) {
        log.warn({ err }, 'not listening for new deliveries, looking every second instead');
        await stopped.wait(reconnectMs);
      }
    }
  };
  const running = run();
  return {
    stop: () => {
      stopping = true;
      stopped.raise();
      return running;
    },
  };
}

/** Listens until `stopped`. @throws when the connection is lost */
async function listenOnce(pool: Pool, onWork: () => void, stopped: Signal): Promise<void> {
  const client = await pool.connect();
  try {
    const lost = new Promise<never>((_resolve, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('The connection was closed')));
    });
    lost.catch(() => undefined); // the race below may not have begun
    client.on('notification', onWork);
    await client.query('listen outbox');
    onWork(); // for what was committed before
    await Promise.race([lost, stopped.wait(2 ** 31 - 1)]);
  } finally {
    client.release(true); // listening, it is of no use to anybody else
  }
}
