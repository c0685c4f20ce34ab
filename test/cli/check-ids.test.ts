import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkIds } from '../../src/cli/doctor/check-ids.ts';
import type { Database } from '../../src/db/client.ts';
import { createDestinations } from '../../src/outbox/enqueue/destinations.ts';
import { Prisma } from '../../src/db/generated/client.ts';
import { freshDatabase } from '../database.ts';

let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

test('names a column long before it runs out of ids, and looks at every sequence', async () => {
  expect(await checkIds(db)).toEqual([{ verdict: 'ok', part: 'Ids', text: 'at most 0% of any are used' }]);
  await db.pool.query(`select setval('post_id_seq', 1200000000), setval('delivery_id_seq', 3000000000)`);
  expect(await checkIds(db)).toEqual([
    { verdict: 'warn', part: 'Ids', text: expect.stringMatching(/^56% of the numbers of post\.id are used/) as string },
  ]);
  const { rows } = await db.pool.query<{ sequences: number }>('select count(*) sequences from pg_sequences');
  expect(rows[0]?.sequences).toBeGreaterThan(20);
});

test('takes no id for a destination that is known', async () => {
  const create = () =>
    db.prisma.$executeRaw(
      createDestinations(Prisma.sql`select 'slack'::"TransportName" platform, 'T1' workspace_id, 'C1' channel_id`),
    );
  expect(await create()).toBe(1);
  for (let time = 0; time < 5; time += 1) expect(await create()).toBe(0);
  expect((await db.pool.query(`select last_value from destination_id_seq`)).rows).toEqual([{ last_value: 1 }]);
});
