// Row-level security behind the application's own scope: the database shows a contact nothing of other accounts, whatever a query forgets.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../src/db/client.ts';
import { widestScopes, withDatabaseScope } from '../../../src/db/database-scope.ts';
import { protectedTables as refusedTables } from '../../../src/db/protected-tables.ts';
import type { Person } from '../../../src/domain/person.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { runAs } from '../../../src/usecases/scope.ts';
import { homeSummary } from '../../../src/usecases/search/home-summary.ts';
import { queue } from '../../../src/usecases/search/queue.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { asRole, freshDatabase } from '../../database.ts';
import { fillBoth } from './rows.ts';
import { scopeLessQueries, type Expected, type ScopeLessQuery } from './scope-less-queries.ts';
import { notForced, openTables, protectedTables } from './tables.ts';

/** sees every row, as the superuser */
let all: Database;
/** the application's */
let db: Database;
let world: Awaited<ReturnType<typeof fillBoth>>;
let services: Services;

beforeAll(async () => {
  all = await freshDatabase();
  world = await fillBoth(all);
  db = openDatabase(all.url, { connections: 8 });
  services = { ...world.services, db };
});
afterAll(async () => {
  await db.close();
  await all.close();
});

const asContact = <T>(run: () => T, contact: Person = world.ada): T => runAs(contact, run);

/** The rows of a table that a contact of one account may see, and those of everybody else, by their `ctid`. */
async function rowsOf(table: string, accountId: number): Promise<{ own: string[]; others: string[]; other: string }> {
  const own = protectedTables[table] ?? 'null::int';
  const { rows } = await all.pool.query<{ ctid: string; isOwn: boolean; row: string }>(
    `select t.ctid::text, coalesce(${own} = ${accountId}, false) "isOwn", to_jsonb(t)::text "row" from "${table}" t`,
  );
  const others = rows.filter(({ isOwn }) => !isOwn);
  const parsed = others.map((one) => JSON.parse(one.row) as Record<string, unknown>);
  // a contact may add events of their own account, which nobody but advisors reads
  const row = parsed.find((one) => one['account_id'] !== accountId) ?? parsed[0] ?? {};
  const other = 'id' in row ? { ...row, id: typeof row['id'] === 'number' ? 2_000_000_000 : 'new' } : row;
  return {
    own: rows.filter(({ isOwn }) => isOwn).map(({ ctid }) => ctid),
    others: others.map(({ ctid }) => ctid),
    other: JSON.stringify(other),
  };
}

/** Runs a query in a transaction that is undone. @returns what it got of others, or why it is wrong; null when nothing */
async function leakOf(
  { sql, expected, name }: ScopeLessQuery,
  rows: Awaited<ReturnType<typeof rowsOf>>,
  on = db,
): Promise<string | null> {
  const client = await on.pool.connect();
  try {
    await client.query('begin');
    const result = await client
      .query<{ ctid: string; n: number }>(sql)
      .catch((error: unknown) => error as { code: string; message: string });
    if ('code' in result) return isRefused(expected, result.code) ? null : `${name}: ${result.message}`;
    if (expected === 'refused') return `${name}: written`;
    if (expected === 'count') return result.rows[0]?.n === rows.own.length ? null : `${name}: counts ${result.rows[0]?.n ?? ''}`;
    const leaked = result.rows.filter(({ ctid }) => rows.others.includes(ctid));
    return leaked.length === 0 ? null : `${name}: ${leaked.length} rows of others`;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Rows of the contact's own case cannot be deleted before those that refer to them; then nothing was. */
function isRefused(expected: Expected, code: string): boolean {
  return expected === 'refused' ? code === '42501' : expected === 'rows' && /^(23001|23503)$/.test(code);
}

test('covers every table with a policy, or with a reason why it needs none', async () => {
  const { rows } = await all.pool.query<{ name: string; enabled: boolean; forced: boolean; policies: string[] }>(`
    select relname "name", relrowsecurity "enabled", relforcerowsecurity "forced", array(select polname::text from pg_policy where polrelid = c.oid order by 1) "policies"
    from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`);
  const enabled = rows.filter((one) => one.enabled);
  // those on which a statement without a scope is refused
  const known = [...refusedTables].filter((name) => name !== 'visible_document').sort();
  expect(known).toEqual(enabled.map(({ name }) => name));
  expect(enabled.map(({ name }) => name)).toEqual(Object.keys(protectedTables).sort());
  expect(rows.filter((one) => !one.enabled).map(({ name }) => name)).toEqual(Object.keys(openTables).sort());
  expect(enabled.filter(({ forced }) => !forced).map(({ name }) => name)).toEqual([notForced]);
  for (const { name, policies } of enabled)
    expect(policies, name).toEqual(
      name === 'access_entry' || name === 'webhook_event' ? ['append', 'within_scope'] : ['within_scope'],
    );
});

test('has rows of both accounts in every protected table', async () => {
  for (const table of Object.keys(protectedTables)) {
    const { own, others } = await rowsOf(table, world.ada.accountId);
    expect(others.length, table).toBeGreaterThan(0);
    if (protectedTables[table] !== null) expect(own.length, table).toBeGreaterThan(0);
  }
});

describe('500 queries that forgot their scope', () => {
  const queries = async (): Promise<[ScopeLessQuery, Awaited<ReturnType<typeof rowsOf>>][]> => {
    const each = Object.keys(protectedTables).map(async (table) => {
      const rows = await rowsOf(table, world.ada.accountId);
      return scopeLessQueries(table, rows.other).map((query): [ScopeLessQuery, typeof rows] => [query, rows]);
    });
    return (await Promise.all(each)).flat();
  };

  test('find nothing of another account', async () => {
    const generated = await queries();
    expect(generated.length).toBeGreaterThanOrEqual(500);
    const leaks = await asContact(async () => {
      const found: (string | null)[] = [];
      for (const [query, rows] of generated) found.push(await leakOf(query, rows));
      return found;
    });
    expect(leaks.filter((leak) => leak !== null)).toEqual([]);
  });

  test('would find it without the wall, so that these queries can fail', async () => {
    const generated = await queries();
    const held: string[] = [];
    for (const [query, rows] of generated) if ((await leakOf(query, rows, all)) === null) held.push(query.name);
    // the keys of other tables hold these for everyone
    expect(held.filter((name) => !/^(case|post): deleted/.test(name))).toEqual([]);
  });

  test('find nothing at all for a contact without accounts', async () => {
    await withDatabaseScope({ accountIds: [] }, async () => {
      for (const table of [...Object.keys(protectedTables), 'visible_document'])
        expect((await db.pool.query(`select from "${table}"`)).rowCount, table).toBe(0);
    });
  });

  test('are refused where nobody said whose scope it is, instead of finding nothing silently', async () => {
    for (const table of [...Object.keys(protectedTables), 'visible_document']) {
      for (const { sql } of scopeLessQueries(table, '{"id":1}').filter(({ expected }) => expected !== 'refused'))
        await expect(db.pool.query(sql), sql).rejects.toThrow('has no scope');
      await expect(db.pool.query(`insert into "${table}" default values`)).rejects.toThrow('has no scope');
    }
    await expect(db.prisma.case.count()).rejects.toThrow('has no scope');
    await expect(db.prisma.savedView.deleteMany()).rejects.toThrow('has no scope');
    await expect(db.transaction((tx) => tx.post.findMany())).rejects.toThrow('has no scope');
    expect(await db.prisma.account.count()).toBe(2);
    expect((await db.pool.query('select 1')).rowCount).toBe(1);
  });
});

describe('through Prisma', () => {
  const ofOthers = { accountId: { not: 0 } };

  test('finds, counts, changes and deletes nothing of another account', async () => {
    const { id: foreign } = await all.prisma.case.findUniqueOrThrow({ where: { number: world.numbers.rosa } });
    await asContact(async () => {
      const { prisma } = db;
      expect((await prisma.case.findMany({ where: ofOthers })).map(({ number }) => number)).toEqual([world.numbers.ada]);
      expect(await prisma.case.count()).toBe(1);
      expect(await prisma.case.findUnique({ where: { number: world.numbers.rosa } })).toBeNull();
      expect(await prisma.post.findMany({ where: { caseId: foreign } })).toEqual([]);
      expect(await prisma.post.groupBy({ by: ['caseId'], where: { caseId: foreign } })).toEqual([]);
      expect((await prisma.post.aggregate({ where: { caseId: foreign }, _count: true }))._count).toBe(0);
      expect(await prisma.account.findMany({ where: { cases: { some: { id: foreign } } } })).toEqual([]);
      expect(await prisma.person.findUnique({ where: { id: world.rosa.id }, select: { filed: true } })).toEqual({ filed: [] });
      expect((await prisma.case.updateMany({ where: { id: foreign }, data: { subject: 'x' } })).count).toBe(0);
      expect((await prisma.post.deleteMany({ where: { caseId: foreign } })).count).toBe(0);
      await expect(
        prisma.recipient.create({ data: { caseId: foreign, personId: world.ada.id, addedAt: new Date() } }),
      ).rejects.toThrow(/row-level security/);
    });
  });

  test('asks for two people at the same moment, each in their own scope', async () => {
    const find = (contact: Person, number: number) =>
      asContact(() => db.prisma.case.findUnique({ where: { number }, select: { number: true } }), contact);
    const { ada, rosa } = world.numbers;
    const found = await Promise.all([find(world.ada, rosa), find(world.rosa, rosa), find(world.ada, ada), find(world.rosa, ada)]);
    expect(found.map((one) => one?.number ?? null)).toEqual([null, rosa, ada, null]);
  });
});

describe("a planted mutant, in which the application's own scope covers every account", () => {
  /** `scopeOf` of an advisor adds no condition on accounts; the wall is still the contact's */
  const mutant = <T>(run: (everybody: Person) => Promise<T>): Promise<T> => asContact(() => run(world.max));

  test.each([
    ['a list', ''],
    ['a full-text search', 'secret'],
    ['a search by subject', 'subject:secret'],
    ['a search for a number', 'CB-1'],
    ['a search by relevance', 'secret sort:relevance'],
    ['a filter', 'is:open'],
  ])('finds nothing of another account by %s', async (_, text) => {
    const parsed = parseQuery(text, services.settings);
    const seesBoth = await runAs(world.max, () => searchCases(services, world.max, parsed, 'UTC'));
    const held = await mutant((everybody) => searchCases(services, everybody, parsed, 'UTC'));
    const numbers = (rows: readonly { number: number }[]) => rows.map(({ number }) => number);
    expect(numbers(held.rows)).not.toContain(world.numbers.rosa);
    if (text !== 'CB-1') expect(numbers(seesBoth.rows)).toContain(world.numbers.rosa);
    if (text !== 'CB-1') expect(numbers(held.rows)).toContain(world.numbers.ada);
  });

  test('shows no case of another account', async () => {
    await expect(mutant((everybody) => viewCase(services, everybody, world.numbers.rosa))).rejects.toThrow("couldn't find");
    expect((await mutant((everybody) => viewCase(services, everybody, world.numbers.ada))).case.number).toBe(world.numbers.ada);
  });

  test('counts none of them in the queue and on the Home tab', async () => {
    const page = { filters: [], page: 1, pageSize: 20 };
    expect((await mutant((everybody) => queue(services, everybody as never, page, 'UTC'))).total).toBe(1);
    expect(JSON.stringify(await mutant((everybody) => homeSummary(services, everybody)))).not.toContain('Secret of rosa');
  });
});

describe('a named scope', () => {
  test.each(widestScopes)('%s sees every account', async (scope) => {
    const count = () => db.prisma.case.count();
    expect(await withDatabaseScope(scope, count)).toBe(2);
  });

  test('that the database does not know sees nothing', async () => {
    expect(await withDatabaseScope('everyone' as never, () => db.prisma.case.count())).toBe(0);
    expect(await withDatabaseScope({ accountIds: [] }, () => db.prisma.case.count())).toBe(0);
  });

  test('is known to both the application and the database', async () => {
    const sql = await readFile(
      new URL('../../../prisma/migrations/20261128161500_scope_once/migration.sql', import.meta.url),
      'utf8',
    );
    expect(/ANY \(''\{([a-z,]+)\}''::text\[\]\)/.exec(sql)?.[1]?.split(',').sort()).toEqual(
      [...widestScopes, 'migration'].sort(),
    );
  });
});

describe('a connection that served somebody else', () => {
  const cases = async (on: Database): Promise<number> => (await on.pool.query('select from "case"')).rowCount ?? -1;
  const asNobody = <T>(run: () => T): T => withDatabaseScope({ accountIds: [] }, run);

  test('shows a contact nothing of the scope before, in autocommitted statements and prepared ones', async () => {
    const one = openDatabase(all.url, { connections: 1 });
    const prepared = async (): Promise<number> =>
      (await one.pool.query({ name: 'all', text: 'select from "case"' })).rowCount ?? -1;
    try {
      for (let round = 0; round < 8; round++) {
        expect(await withDatabaseScope('advisor', prepared)).toBe(2);
        expect(await asContact(prepared)).toBe(1);
        expect(await asContact(() => cases(one))).toBe(1);
        expect(await asNobody(() => cases(one))).toBe(0);
      }
    } finally {
      await one.close();
    }
  });

  test('serves those who waited for it in their own scope, not in that of the one who frees it', async () => {
    const one = openDatabase(all.url, { connections: 1 });
    try {
      const asked = [
        ...Array.from({ length: 5 }, () => withDatabaseScope('worker', () => cases(one))),
        ...Array.from({ length: 5 }, () => asContact(() => cases(one))),
        ...Array.from({ length: 5 }, () => asNobody(() => cases(one))),
      ];
      expect(await Promise.all(asked)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    } finally {
      await one.close();
    }
  });

  test('has its scope again after a transaction, whether it was kept or undone', async () => {
    const one = openDatabase(all.url, { connections: 1 });
    try {
      const inside = (fails: boolean) =>
        one.transaction(async (tx) => {
          const count = await tx.case.count();
          if (fails) throw new Error('undone');
          return count;
        });
      expect(await withDatabaseScope('worker', () => cases(one))).toBe(2);
      expect(await asContact(() => inside(false))).toBe(1);
      expect(await withDatabaseScope('worker', () => cases(one))).toBe(2);
      await expect(asContact(() => inside(true))).rejects.toThrow('undone');
      expect(await asNobody(() => cases(one))).toBe(0);
      expect(await asNobody(() => inside(false))).toBe(0);
      expect(await withDatabaseScope('clock', () => inside(false))).toBe(2);
    } finally {
      await one.close();
    }
  });

  test('is not trusted when the address, the role or a pooler gave its session a scope', async () => {
    const one = openDatabase(`${all.url}${all.url.includes('?') ? '&' : '?'}options=-c%20casebridge.scope%3Doperator`, {
      connections: 1,
    });
    try {
      expect(await asNobody(() => cases(one))).toBe(0);
      expect(await asNobody(() => one.transaction((tx) => tx.case.count()))).toBe(0);
    } finally {
      await one.close();
    }
  });

  test('keeps nothing of a transaction that did not begin, or that began under another name', async () => {
    const one = openDatabase(all.url, { connections: 1 });
    try {
      expect(await withDatabaseScope('advisor', () => cases(one))).toBe(2);
      const [broken, next] = await asContact(async () => {
        const client = await one.pool.connect();
        const failed = await client.query('begin isolation level sideways').catch((error: unknown) => error);
        const after = await client.query('select from "case"');
        client.release();
        return [failed, after.rowCount];
      });
      expect(broken).toBeInstanceOf(Error);
      expect(next).toBe(1);
      expect(await asContact(() => cases(one))).toBe(1);
      expect(await withDatabaseScope('advisor', () => cases(one))).toBe(2);

      const unknown = await withDatabaseScope('advisor', () => one.pool.connect());
      await unknown.query('/* ours */ begin');
      expect((await asContact(() => unknown.query('select from "case"'))).rowCount).toBe(1);
      await unknown.query('/* ours */ rollback');
      expect((await withDatabaseScope('advisor', () => unknown.query('select from "case"'))).rowCount).toBe(2);
      expect((await asContact(() => unknown.query('select from "case"'))).rowCount).toBe(1);
      unknown.release();
      expect(await withDatabaseScope('advisor', () => cases(one))).toBe(2);
    } finally {
      await one.close();
    }
  });

  test('is given up when its scope cannot be set, and the statement behind it does not run', async () => {
    const one = openDatabase(all.url, { connections: 1 });
    try {
      expect(await withDatabaseScope('worker', () => cases(one))).toBe(2);
      const refused = withDatabaseScope('mail\0' as never, () => cases(one));
      await expect(refused).rejects.toThrow();
      expect(await asContact(() => cases(one))).toBe(1);
    } finally {
      await one.close();
    }
  });
});

test('lets a contact open a case and post in it through the application, and belongs to the role that owns nothing', async () => {
  const { rows } = await db.pool.query<{ role: string; owned: number }>(
    `select current_user "role", (select count(*)::int from pg_class where relowner = current_user::regrole) "owned"`,
  );
  expect(rows).toEqual([{ role: 'casebridge_app', owned: 0 }]);
  await expect(db.pool.query('alter table "case" disable row level security')).rejects.toThrow('must be owner');
  expect(new URL(asRole(all.url, 'casebridge')).username).toBe('casebridge');
});
