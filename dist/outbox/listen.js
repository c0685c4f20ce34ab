import { Signal } from "./signal.js";
const reconnectMs = 1_000;
/**
 * Hears of commits that enqueued something, on a connection of its own. A lost connection is made again; whatever was missed
 * meanwhile, the caller's own polling finds (also behind a pooler that does not carry LISTEN).
 */
export function listenForWork(pool, onWork, log) {
    const stopped = new Signal();
    let stopping = false;
    const run = async () => {
        while (!stopping) {
            try {
                await listenOnce(pool, onWork, stopped);
            }
            catch (err) {
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
async function listenOnce(pool, onWork, stopped) {
    const client = await pool.connect();
    try {
        const lost = new Promise((_resolve, reject) => {
            client.on('error', reject);
            client.on('end', () => reject(new Error('The connection was closed')));
        });
        lost.catch(() => undefined); // the race below may not have begun
        client.on('notification', onWork);
        await client.query('listen outbox');
        onWork(); // for what was committed before
        await Promise.race([lost, stopped.wait(2 ** 31 - 1)]);
    }
    finally {
        client.release(true); // listening, it is of no use to anybody else
    }
}
//# sourceMappingURL=listen.js.map