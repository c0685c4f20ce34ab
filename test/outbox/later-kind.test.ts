// While replicas are replaced one by one, a process of the version before sees deliveries of kinds that it does not know.
import { expect } from 'vitest';
import { test } from './fixtures.ts';
import { Platform, until } from './harness.ts';

test('leaves a delivery of a kind that only a later version can render to a process of that version', async ({
  seed,
  db,
  startWorker,
}) => {
  await db.pool.query(`alter type "DeliveryKind" add value 'later'`);
  await seed.addConversation(await seed.openCase(), 'C1');
  await db.pool.query(`update delivery set kind = 'later'`);
  const platform = new Platform();
  startWorker(platform);
  const read = async () =>
    (
      await db.pool.query<{ state: string; attempts: number; waits: boolean }>(
        `select delivery.state, delivery.attempts, next_at > now() and lease_until is null waits from delivery join destination on destination.id = destination_id`,
      )
    ).rows;
  await until(async () => (await read())[0]?.waits === true);
  expect(await read()).toEqual([{ state: 'pending', attempts: 0, waits: true }]);
  expect(platform.calls).toEqual([]);
});
