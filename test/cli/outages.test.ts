// What operators see while a channel or a workspace accepts nothing: doctor, deliveries and the metrics.
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { test as base } from '../usecases/fixtures.ts';

const test = base.extend('run', { scope: 'file' }, ({ db }) => async (...args: string[]) => {
  const printed = { out: '', err: '' };
  const code = await runCli(args, {
    environment: { DATABASE_URL: db.url },
    input: Readable.from(['']),
    out: (text) => void (printed.out += `${text}\n`),
    err: (text) => void (printed.err += `${text}\n`),
  });
  return { code, ...printed };
});

test.beforeAll(async ({ db, world }) => {
  await world.open();
  await db.prisma.channel.updateMany({ where: { channelId: 'C0GRADES' }, data: { name: 'grade-book-queue' } });
  const startedAt = new Date('2026-11-02T15:00:00Z');
  const queue = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId: 'C0GRADES' };
  const { id } = await db.prisma.outage.create({ data: { ...queue, code: 'is_archived', startedAt } });
  await db.prisma.destination.updateMany({ where: queue, data: { outageId: id } });
  const gone = { platform: 'slack' as const, workspaceId: 'T0GONE', channelId: '' };
  await db.prisma.outage.create({ data: { ...gone, code: 'token_revoked', startedAt } });
});

test('doctor names each place that accepts nothing, since when, what waits, and how to mend it', async ({ run }) => {
  const { out } = await run('doctor');
  expect(out).toMatch(
    /warn +Deliveries +slack T0CAMPUS #grade-book-queue \(C0GRADES\) accepts nothing since 2026-11-02 15:00 UTC \(is_archived\); 1 message waiting\. Unarchive the channel or add the app to it, or list another channel in the directory/,
  );
  expect(out).toMatch(
    /warn +Deliveries +slack workspace T0GONE accepts nothing since 2026-11-02 15:00 UTC \(token_revoked\); 0 messages waiting\. Install the app there again, or check its token/,
  );
});

test('deliveries lists what waits for a place that accepts nothing, apart from dead letters', async ({ run }) => {
  expect(await run('deliveries')).toEqual({
    code: 0,
    err: '',
    out:
      'slack T0CAMPUS #grade-book-queue (C0GRADES) accepts nothing (is_archived): 1 message waiting, sent when it works again.\n' +
      'slack workspace T0GONE accepts nothing (token_revoked): 0 messages waiting, sent when it works again.\n' +
      'No dead letters.\n',
  });
});

test('the metrics count the places that accept nothing and the messages that wait', async ({ db }) => {
  const { text } = await createMetrics(db.pool).read();
  expect(text).toContain('casebridge_broken_destinations 1');
  expect(text).toMatch(/casebridge_deliveries\{state="pending"\} [1-9]/);
  expect(text).toContain('casebridge_deliveries{state="dead"} 0');
});

test('doctor and the metrics show files that wait', async ({ db, run }) => {
  const { id: caseId } = await db.prisma.case.findFirstOrThrow();
  const data = { caseId, position: 0, uploadedByName: 'Ada Park', platform: 'slack' as const };
  await db.prisma.file.create({ data: { ...data, name: 'late.png', createdAt: new Date(Date.now() - 16 * 60_000) } });
  await db.prisma.file.create({ data: { ...data, name: 'new.png', createdAt: new Date() } });
  expect((await run('doctor')).out).toMatch(/warn +Files +1 file waiting for more than 15 minutes\./);
  expect((await createMetrics(db.pool).read()).text).toContain('casebridge_files_waiting 2');
});
