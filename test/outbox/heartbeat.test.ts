// A process that was killed leaves leases behind: the next process takes them over as soon as it sees that the other one is gone.
import { expect } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import { Heartbeat } from '../../src/outbox/heartbeat.ts';
import { claimDestinations } from '../../src/outbox/lease.ts';
import { test } from './fixtures.ts';
import { Platform, until } from './harness.ts';

const lease = { after: 0, count: 10, leaseMs: 3_600_000, platforms: ['slack' as const] };

test('sends the card of a case whose process was killed without waiting for its lease', async ({ seed, startWorker, db }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  await db.pool.query(`insert into worker_process (id, beat) values ('killed', 7)`);
  expect(await claimDestinations(db.pool, { ...lease, processId: 'killed' })).toHaveLength(1);
  const platform = new Platform();
  startWorker(platform, { heartbeatMs: 10 });
  await until(() => platform.texts('C1').length === 1);
  expect(await db.prisma.workerProcess.count({ where: { id: 'killed' } })).toBe(0);
});

test('leaves the destinations of a process that is alive alone', async ({ seed, startWorker, db }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const other = new Heartbeat(db.pool, 50, createLog('silent'), () => undefined);
  await other.start();
  await claimDestinations(db.pool, { ...lease, processId: other.processId });
  const platform = new Platform();
  startWorker(platform, { heartbeatMs: 50 });
  await until(
    async () => ((await db.prisma.workerProcess.findFirst({ where: { id: { not: other.processId } } }))?.beat ?? 0) > 6,
  );
  expect(platform.calls).toEqual([]);
  await other.stop();
});
