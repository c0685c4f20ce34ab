// DATABASE_READ_URL: searches and exports are served by another server. Here it is a second database with a case of its own, so that one can
// see who answers.
import { expect } from 'vitest';
import { runCli } from '../../../src/cli/index.ts';
import { openDatabase } from '../../../src/db/client.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { freshDatabase } from '../../database.ts';
import { createWorld, test } from '../fixtures.ts';

const it = test.extend('replica', { scope: 'file' }, async ({}, { onCleanup }) => {
  const db = await freshDatabase();
  onCleanup(() => db.close());
  const world = await createWorld(db);
  await world.open({ subject: 'A walrus on the replica' });
  await world.open({ subject: 'Another walrus there' });
  return db;
});

it('searches there, writes to the first one, and cancels there what takes too long', async ({ db, world, replica }) => {
  await world.open({ subject: 'A walrus in the database' });
  const both = openDatabase(db.url, { scope: 'operator', readUrl: replica.url });
  const services = { ...world.services, db: both };
  const query = parseQuery('walrus', services.settings);
  expect((await searchCases(services, world.max, query, 'UTC')).total).toBe(2);
  expect((await searchCases(world.services, world.max, query, 'UTC')).total).toBe(1);
  expect(await both.prisma.case.count()).toBe(1);
  const { rows } = await both.cancelPool.query<{ name: string }>('select current_database() name');
  expect(`/${rows[0]?.name}`).toBe(new URL(replica.url).pathname);
  await both.close();
});

it('exports from there, and doctor says whether it is a replica', async ({ db, replica }) => {
  const run = async (...args: string[]) => {
    let out = '';
    const environment = { DATABASE_URL: db.url, DATABASE_READ_URL: replica.url };
    const chunks: Buffer[] = [];
    const { Writable } = await import('node:stream');
    const output = new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) });
    const code = await runCli(args, {
      environment,
      out: (text) => void (out += `${text}\n`),
      err: (text) => void (out += text),
      output,
    });
    return { code, out: out + Buffer.concat(chunks).toString() };
  };
  const exported = await run('export', 'cases');
  expect(exported.out).toContain('A walrus on the replica');
  expect(exported.out).not.toContain('A walrus in the database');
  expect((await run('doctor')).out).toMatch(/^warn {2}Replica +the database of DATABASE_READ_URL isn't a replica/m);
});
