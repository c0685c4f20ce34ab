import type { Pool } from 'pg';
import type { Log } from '../server/log.ts';
import { RepeatedFailure } from './repeated-failure.ts';
import { Signal } from './signal.ts';

const reconnectMs = 1_000;

/**
 * Listens for commits that enqueued deliveries, on a connection of its own, and reconnects when it is lost. The caller must poll as well, for
 * what was missed in the meantime or behind a pooler that does not support LISTEN.
 */
export function listenForWork(pool: Pool, onWork: () => void, log: Log): { stop(): Promise<void> } {
  const stopped = new Signal();
  let stopping = false;
  const listening = new RepeatedFailure(log, 'warn', {
    failed: 'cannot listen for new deliveries; polling instead',
    works: 'listens for new deliveries again',
  });
  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        await listenOnce(pool, onWork, stopped, () => listening.works());
      } catch (err) {
        listening.failed(err);
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
async function listenOnce(pool: Pool, onWork: () => void, stopped: Signal, onListening: () => void): Promise<void> {
  const client = await pool.connect();
  try {
    const lost = new Promise<never>((_resolve, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('The connection was closed.')));
    });
    lost.catch(() => undefined); // the connection may be lost before the race below begins
    client.on('notification', onWork);
    await client.query('listen outbox');
    onListening();
    onWork(); // for what was committed before we listened
    await Promise.race([lost, stopped.wait(2 ** 31 - 1)]);
  } finally {
    client.release(true); // nobody else can use a connection that listens
  }
}
