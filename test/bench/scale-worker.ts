// A worker in a process of its own, for scale.ts: a concurrency of 10, and a platform that answers after 250 ms.
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../../src/db/client.ts';
import { startWorker } from '../../src/outbox/worker.ts';
import type { Transport } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';

const { DATABASE_URL: url } = process.env;
if (!url) throw new Error('Run by scale.ts');
let statements = 0;
const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
const { query } = prototype;
prototype.query = function (this: unknown, ...args: unknown[]) {
  statements += 1;
  return query.apply(this, args);
};
let sent = 0;
const transport: Transport = {
  send: async () => {
    await wait(250);
    return `${process.pid}.${++sent}`;
  },
  update: async () => void (await wait(250)),
  remove: async () => undefined,
  find: async () => 'unknown',
};
const { pool } = openDatabase(url, { scope: 'operator' });
const worker = startWorker({
  pool,
  transports: { slack: transport },
  render: async () => ({ card: { summary: 'x', elements: [] } }),
  log: createLog('error'),
  pace: {},
  concurrency: 10,
});
process.on('message', () => {
  void worker.stop().then(() => process.send?.({ statements, sent }));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
