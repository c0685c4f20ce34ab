// Ids of deliveries go past 2,147,483,647, the end of PostgreSQL's `integer`.
import { expect } from 'vitest';
import { confirmDelivery } from '../../src/outbox/confirm-delivery.ts';
import { listDeadLetters, replayDeadLetters } from '../../src/outbox/dead-letters.ts';
import { deliveryOf, withMark } from '../../src/slack/transport/delivery-mark.ts';
import { storedFileCopies } from '../../src/db/file-copies.ts';
import { test } from './fixtures.ts';
import { Platform } from './harness.ts';

const wide = 3_000_000_000;

test('delivers, finds and repeats messages with ids that no longer fit into 32 bits', async ({ seed, db, startWorker }) => {
  await db.pool.query(`select setval('delivery_id_seq', $1)`, [wide]);
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  await seed.addPost(caseId, 'hello');
  const worker = startWorker(platform);
  await worker.idle();
  const rows = await db.prisma.delivery.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ id, state }) => [Number(id) > wide, state])).toEqual(rows.map(() => [true, 'sent']));
  expect(rows.length).toBeGreaterThan(1);
  expect(platform.messages.map(({ deliveryId }) => deliveryId)).toEqual(rows.map(({ id }) => Number(id)));

  await worker.stop(); // or it would send the replayed message at once
  const last = rows.at(-1);
  const id = Number(last?.id);
  await db.prisma.delivery.update({ where: { id }, data: { state: 'dead', externalId: null, startedAt: new Date() } });
  expect((await listDeadLetters(db.pool)).map((letter) => letter.id)).toEqual([id]);
  expect(await replayDeadLetters(db.pool, [id])).toBe(1);
  await confirmDelivery(db.pool, id, 'echoed');
  expect(await db.prisma.delivery.findUnique({ where: { id } })).toMatchObject({ externalId: 'echoed', state: 'pending' });
});

test('reads such an id from the mark of a Slack message', () => {
  const { metadata, blocks } = withMark([{ type: 'divider' }], wide + 1);
  expect(deliveryOf({ metadata })).toBe(wide + 1);
  expect(deliveryOf({ blocks })).toBe(wide + 1);
});

test('reads bigint columns as numbers, and keeps copies of files under wide ids', async ({ seed, db }) => {
  const { rows } = await db.pool.query(
    'select 3000000000::bigint as id, array[3000000001]::bigint[] as ids, count(*) as count from delivery where false',
  );
  expect(rows).toEqual([{ id: wide, ids: expect.anything() as unknown, count: 0 }]);
  await db.pool.query(`select setval('delivery_id_seq', $1)`, [wide + 100]);
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C2');
  const delivery = await db.prisma.delivery.findFirstOrThrow({ where: { caseId } });
  const file = await db.prisma.file.create({
    data: { caseId, position: 0, name: 'a.txt', uploadedByName: 'Ada Park', createdAt: new Date() },
  });
  const copies = storedFileCopies(db);
  await copies.save(Number(delivery.id), file.id, 'F1');
  expect(await copies.list(Number(delivery.id))).toEqual([{ fileId: file.id, externalId: 'F1' }]);
});
