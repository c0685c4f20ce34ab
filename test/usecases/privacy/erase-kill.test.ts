// An erasure whose process is killed with SIGKILL goes on in another process, which takes over its lock.
import { once } from 'node:events';
import { expect } from 'vitest';
import { dumpRows } from '../../database.ts';
import { forkTypeScript } from '../../fork-typescript.ts';
import { startAccountErasure } from '../../../src/usecases/privacy/erase-account-start.ts';
import { isolatedTest } from '../fixtures.ts';

const cases = 400;

isolatedTest('goes on after kill -9, whatever the process was doing', { timeout: 120_000 }, async ({ db, world }) => {
  await db.pool.query('truncate privacy_record');
  const { services, ada } = world;
  await db.pool.query(
    `insert into "case" (number, account_id, contact_id, status, priority, subject, description, module, case_type, category, source,
        created_at, updated_at, closed_at, close_reason)
      select 50000 + n, $1, $2, 'Closed', 'Medium', 'Xylophone ' || n, 'Xylophone', 'Grade Book', 'Question', 'Question', 'slack',
        now(), now(), now(), 'Withdrawn' from generate_series(1, $3) n`,
    [ada.accountId, ada.id, cases],
  );
  await db.pool.query(
    `insert into post (case_id, kind, author_id, author_name, author_side, body, created_at)
      select c.id, 'public', $1, 'Ada Park', 'contact', 'Xylophone', now() from "case" c, generate_series(1, 5) where c.number > 50000`,
    [ada.id],
  );
  const record = await startAccountErasure(services, { operator: 'ops' }, { key: 'plainview', reason: 'The contract ended' });
  const lefts: number[] = [];
  // the last one is not killed
  for (const killAfter of ['cases', 'people', null]) {
    const child = await forkTypeScript(`${import.meta.dirname}/erase-child.ts`, [db.url, String(record), killAfter ?? '']);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal]).toEqual(killAfter === null ? [0, null] : [null, 'SIGKILL']);
    const left = { accountId: ada.accountId, erasedAt: null };
    lefts.push(await db.prisma.case.count({ where: left }));
    const { finishedAt } = await db.prisma.privacyRecord.findUniqueOrThrow({ where: { id: record } });
    expect(finishedAt === null).toBe(killAfter !== null);
  }
  // killed in the middle of the cases: some were erased, and some were not
  expect(lefts[0]).toBeGreaterThan(0);
  expect(lefts[0]).toBeLessThan(cases);
  expect(lefts.at(-1)).toBe(0);
  const dump = Object.values(await dumpRows(db.url)).join('\n');
  for (const secret of ['Xylophone', 'Ada Park', 'ada@plainview.example', 'Ben Ode', 'Plainview'])
    expect(dump).not.toContain(secret);
  expect(await db.prisma.case.count({ where: { accountId: ada.accountId, subject: 'Erased' } })).toBe(cases);
});
