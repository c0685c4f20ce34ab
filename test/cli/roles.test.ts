import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { startDatabase } from '../../src/db/start-database.ts';
import { asRole, databaseUrl, freshDatabase, onServer } from '../database.ts';

let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

async function run(args: string[], environment: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(args, { environment, out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const superuser = () => asRole(db.url, 'postgres');
const owner = () => asRole(db.url, 'casebridge');
const finding = async (
  url: string,
  more: Record<string, string> = {},
): Promise<{ verdict: string; text: string } | undefined> => {
  const { out } = await run(['doctor', '--json'], { DATABASE_URL: url, ...more });
  const findings = JSON.parse(out) as { part: string; verdict: string; text: string }[];
  return findings.find(({ part }) => part === 'Row-level security');
};

test('refuses to start as a superuser in production, and says how to make the roles', async () => {
  const config = { databaseUrl: superuser(), dataDir: '', production: true };
  await expect(startDatabase(config)).rejects.toThrow(
    'The role postgres of DATABASE_URL is a superuser, so row-level security does not apply to it.',
  );
  await expect(startDatabase(config)).rejects.toThrow('run: npx casebridge roles');
});

test('warns elsewhere, and of a role that owns the tables', async () => {
  const notices: string[] = [];
  const options = { onNotice: (notice: string) => notices.push(notice) };
  for (const databaseUrl of [superuser(), owner(), db.url])
    await (await startDatabase({ databaseUrl, dataDir: '', production: databaseUrl === owner() }, options)).stop();
  expect(notices.map((notice) => notice.split(',')[0])).toEqual([
    'The role postgres of DATABASE_URL is a superuser',
    'The role casebridge of DATABASE_URL owns the tables',
  ]);
});

test('lets doctor tell the same apart', async () => {
  expect(await finding(db.url)).toMatchObject({ verdict: 'ok', text: 'the bot reads as casebridge_app, which owns no table' });
  expect(await finding(owner())).toMatchObject({ verdict: 'warn' });
  expect(await finding(superuser())).toMatchObject({ verdict: 'fail' });
  await db.pool.query('alter table post no force row level security');
  expect(await finding(db.url)).toMatchObject({ verdict: 'fail', text: expect.stringContaining('is off for post') as string });
  await db.pool.query('alter table post force row level security');
});

test('prints statements that work on the database of a superuser, and the addresses to use then', async () => {
  const name = `roles_${randomBytes(4).toString('hex')}`;
  await onServer(`create database ${name} template template`);
  const url = asRole(databaseUrl(name), 'postgres');
  const { code, out } = await run(['roles'], { DATABASE_URL: url });
  expect(code).toBe(0);
  // the test server has the role of the application already, and shares roles between its databases
  const sql = out.replaceAll('casebridge_app', `${name}_app`).replaceAll('casebridge_owner', `${name}_owner`);
  const elsewhere = new pg.Client(superuser());
  await elsewhere.connect();
  await expect(elsewhere.query(sql)).rejects.toThrow(`These statements are for the database ${name}, not`);
  await elsewhere.end();
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(sql);
  await admin.end();
  const address = (variable: string): string => new RegExp(`^-- ${variable}=(.*)$`, 'm').exec(sql)?.[1] ?? '';
  const [databaseUrlOfApp, databaseMigrationUrl] = [address('DATABASE_URL'), address('DATABASE_MIGRATION_URL')];
  const started = await startDatabase({ databaseUrl: databaseUrlOfApp, databaseMigrationUrl, dataDir: '', production: true });
  await started.stop();
  expect(await finding(databaseUrlOfApp)).toMatchObject({ verdict: 'ok' });
  const one = openDatabase(databaseUrlOfApp, { scope: 'operator' });
  expect(await one.prisma.case.count()).toBe(0);
  await one.close();
  await onServer(`drop database ${name} with (force)`);
  await onServer(`drop role ${name}_app`);
  await onServer(`drop role ${name}_owner`);
});

test('keeps an owner that is not a superuser, and makes a role for the bot', async () => {
  const { out } = await run(['roles'], { DATABASE_URL: owner() });
  expect(out).toContain('create role casebridge_app login password');
  expect(out).not.toContain('create role casebridge_owner');
  expect((await run(['roles'], {})).err).toContain('the embedded database makes its roles by itself');
});

test('migrates no other database than that of the bot, and says which address does not answer', async () => {
  const name = `other_${randomBytes(4).toString('hex')}`;
  await onServer(`create database ${name}`);
  const start = (databaseMigrationUrl: string) => startDatabase({ databaseUrl: db.url, databaseMigrationUrl, dataDir: '' });
  await expect(start(databaseUrl(name))).rejects.toThrow(
    'DATABASE_MIGRATION_URL leads to another database than DATABASE_URL. Correct its host, port or database.',
  );
  const other = openDatabase(databaseUrl(name), { scope: 'operator' });
  expect((await other.pool.query(`select from pg_tables where schemaname = 'public'`)).rowCount).toBe(0);
  await other.close();
  await onServer(`drop database ${name} with (force)`);
  await expect(start('postgresql://owner:secret-word@127.0.0.1:9/casebridge')).rejects.toThrow(
    'The database of DATABASE_MIGRATION_URL does not answer: connect ECONNREFUSED 127.0.0.1:9.',
  );
});

test('knows the database again whose sessions are in another time zone', async () => {
  const name = decodeURIComponent(new URL(db.url).pathname.slice(1));
  await onServer(`alter database ${name} set timezone to 'America/Chicago'`);
  const addresses = { databaseUrl: db.url, databaseMigrationUrl: owner() };
  await (await startDatabase({ ...addresses, dataDir: '' })).stop();
  const { out } = await run(['doctor'], { DATABASE_URL: db.url, DATABASE_MIGRATION_URL: owner() });
  await onServer(`alter database ${name} reset timezone`);
  expect(out).toContain('DATABASE_URL answers');
  expect(out).not.toContain('another database');
});
