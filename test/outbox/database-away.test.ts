// While the database is away, the log says so once and not every second, and once when it is back.
import { expect } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import { test } from './fixtures.ts';
import { Platform, until } from './harness.ts';

test('logs that the database is away, and that it is back, once each', async ({ db, seed, startWorker }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const lines: { level: string; msg: string }[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
  let [isAway, failures] = [false, 0];
  const refuse = (): Promise<never> => {
    failures += 1;
    return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  };
  const pool = Object.create(db.pool) as typeof db.pool;
  Object.assign(pool, {
    query: (...values: Parameters<typeof db.pool.query>) => (isAway ? refuse() : db.pool.query(...values)),
    connect: () => db.pool.connect(),
  });
  const platform = new Platform();
  const worker = startWorker(platform, { pool, log, heartbeatMs: 200, pollMs: 10 });
  await worker.idle();
  expect(platform.texts('C1')).toHaveLength(1);
  isAway = true;
  await until(() => failures > 10 && lines.length >= 2);
  isAway = false;
  await until(() => lines.length >= 4);
  await seed.addConversation(await seed.openCase(), 'C2');
  await worker.idle();
  expect(platform.texts('C2')).toHaveLength(1);
  expect(lines.map(({ level, msg }) => `${level} ${msg}`).sort()).toEqual([
    'error cannot read deliveries',
    'info deliveries can be read again',
    'info this process is recorded as alive again',
    'warn cannot record that this process is alive',
  ]);
});
