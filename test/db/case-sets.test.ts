import { expect } from 'vitest';
import { isOpenCase, waitsOnContact, waitsOnSupport } from '../../src/db/case-sets.ts';
import { Prisma } from '../../src/db/generated/client.ts';
import { test } from '../fixtures.ts';

const { sql } = Prisma;

test.for([
  ['case_open', sql`select count(*) from "case" c where ${isOpenCase}`],
  ['case_open', sql`select c.id from "case" c where ${isOpenCase} order by c.updated_at desc, c.id desc limit 8`],
  ['case_open_of_account', sql`select count(*) from "case" c where c.account_id = ${1} and ${isOpenCase}`],
  ['case_open_of_account', sql`select c.id from "case" c where c.account_id = ${1} and ${isOpenCase} order by c.updated_at desc, c.id desc limit 8`],
  ['case_queue', sql`select c.id from "case" c where true and ${waitsOnSupport} order by c.priority desc, c.sla_due_at nulls last, c.created_at, c.id limit 20`],
  ['case_waiting_on_advisor', sql`select c.id from "case" c where c.advisor_id = ${1} and ${waitsOnSupport} order by c.priority desc, c.updated_at, c.id limit 8`],
  ['case_waiting_on_contact', sql`select c.id from "case" c where c.contact_id = ${1} and ${waitsOnContact} order by c.priority desc, c.updated_at, c.id limit 8`],
] as const)('answers a list from the index %s, in its order', async ([index, statement], { db }) => {
  const client = await db.pool.connect();
  try {
    await client.query('begin; set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>({ text: `explain ${statement.text}`, values: statement.values });
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain(`using ${index} on`);
    expect(plan).not.toContain('Sort');
  } finally {
    await client.query('rollback');
    client.release();
  }
}); // prettier-ignore
