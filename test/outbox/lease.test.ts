import pg from 'pg';
import { expect } from 'vitest';
import { claimDestinations, LeaseLost, releaseDestination, renewLeases } from '../../src/outbox/lease.ts';
import { recordDead, recordDelivered, recordPostponed, claimOldest } from '../../src/outbox/record.ts';
import { Pauses } from '../../src/outbox/pauses.ts';
import { drainDestination } from '../../src/outbox/drain-destination.ts';
import { createLog } from '../../src/server/log.ts';
import { test as base } from './fixtures.ts';
import { shortBackoff, Platform, showBody, until } from './harness.ts';
import { asRole } from '../database.ts';

const test = base
  .extend(
    'claim',
    { scope: 'file' },
    ({ db }) =>
      (count = 10, after = 0) =>
        claimDestinations(db.pool, { after, count, leaseMs: 60_000, platforms: ['slack'] }),
  )
  .extend(
    'expire',
    { scope: 'file' },
    ({ db }) =>
      () =>
        db.pool.query(`update destination set lease_until = now() - interval '1 s'`),
  );

test('lets one worker at a time claim a destination, and another once the lease expires', async ({ seed, claim, expire }) => {
  for (const channel of ['C1', 'C2', 'C3']) await seed.addConversation(await seed.openCase(), channel);
  const all = (await Promise.all([claim(2), claim(2), claim(2)])).flat();
  expect(all.map(({ channelId }) => channelId).sort()).toEqual(['C1', 'C2', 'C3']);
  expect(await claim()).toEqual([]);
  await expire();
  expect(await claim()).toMatchObject([{ fence: 2 }, { fence: 2 }, { fence: 2 }]);
});

test('keeps a renewed lease, and reports one that was taken over as lost', async ({ seed, claim, expire, db }) => {
  for (const channel of ['C1', 'C2']) await seed.addConversation(await seed.openCase(), channel);
  const leases = await claim();
  await expire();
  expect(await renewLeases(db.pool, leases, 60_000)).toEqual([]);
  expect(await claim()).toEqual([]);
  await db.pool.query(`update destination set lease_until = now() - interval '1 s' where channel_id = 'C1'`);
  expect(await claim()).toHaveLength(1);
  expect(await renewLeases(db.pool, leases, 60_000)).toMatchObject([{ channelId: 'C1', safeUntil: 0 }]);
});

test('reports a lost lease although the same process holds the destination again', async ({ seed, claim, expire, db }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const lost = await claim();
  await expire();
  const again = await claim();
  expect(await renewLeases(db.pool, [...lost, ...again], 60_000)).toEqual(lost);
  expect([...lost, ...again].map(({ fence, safeUntil }) => [fence, safeUntil > 0])).toEqual([
    [1, false],
    [2, true],
  ]);
});

test('does not renew the lease of a released destination whose drain is still ending', async ({ seed, claim, db }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const [lease] = await claim();
  if (!lease) throw new Error('There was something to claim');
  await releaseDestination(db.pool, lease);
  await renewLeases(db.pool, [lease], 60_000);
  expect(await claim()).toHaveLength(1);
});

test('records nothing for a worker that lost its lease', async ({ seed, claim, db, expire }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const [slow] = await claim();
  const claimed = slow && (await claimOldest(db.pool, slow));
  if (!claimed) throw new Error('There was something to take');
  await expire();
  const [other] = await claim();
  const before = await db.prisma.delivery.findMany();
  const failure = { code: 'x', messageId: null, inDoubt: false };
  await expect(recordDelivered(db.pool, slow, claimed, 'slow')).rejects.toThrow(LeaseLost);
  await expect(recordPostponed(db.pool, slow, claimed, failure, { waitMs: 9_000, counts: true })).rejects.toThrow(LeaseLost);
  await expect(recordDead(db.pool, slow, claimed, failure)).rejects.toThrow(LeaseLost);
  await expect(claimOldest(db.pool, slow)).rejects.toThrow(LeaseLost);
  expect(await db.prisma.delivery.findMany()).toEqual(before);
  expect(await db.prisma.conversation.findMany()).toMatchObject([{ threadRef: null }]);
  expect(other && (await claimOldest(db.pool, other))?.inDoubtSince).toEqual(before[0]?.startedAt);
});

test('looks up what a worker without a lease was sending, and lets that worker continue elsewhere', async ({
  seed,
  startWorker,
  expire,
  db,
}) => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const platform = new Platform();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  platform.after = ({ method }) => (method === 'send' && platform.made('send').length === 1 ? released : undefined);
  const slow = startWorker(platform, { leaseMs: 600_000 });
  await until(() => platform.messages.length === 1);
  await expire();
  await startWorker(platform).idle();
  expect(platform.calls.map(({ method }) => method)).toEqual(['send', 'find']);
  const settled = await db.prisma.delivery.findMany();
  release();
  await seed.addConversation(await seed.openCase(), 'C2');
  await slow.idle();
  expect(await db.prisma.delivery.findMany({ where: { caseId } })).toEqual(settled);
  expect(platform.messages).toHaveLength(2);
});

test('keeps the lease during a slow call, so that no other worker sends', async ({ seed, db, startWorker }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const platform = new Platform();
  const [leaseMs, renewals] = [900, 4]; // longer than the first lease
  platform.before = () => until(async () => (await leaseEnds()).size >= renewals);
  const seen = new Set<number>();
  const leaseEnds = async () => {
    const [destination] = await db.prisma.destination.findMany();
    return destination?.leaseUntil ? seen.add(destination.leaseUntil.getTime()) : seen;
  };
  const workers = [1, 2].map(() => startWorker(platform, { leaseMs, pollMs: 10 }));
  await workers[0]?.idle();
  expect(platform.calls.map(({ method }) => method)).toEqual(['send']);
  expect(await db.prisma.destination.findMany()).toMatchObject([{ fence: 1 }]);
});

test('starts no call that could outlive the lease', async ({ seed, db, claim }) => {
  await seed.addConversation(await seed.openCase(), 'C1');
  const platform = new Platform();
  const context = {
    pool: db.pool,
    transports: { slack: platform },
    render: (id: number) => showBody(db, id),
    log: createLog('silent'),
    observe: () => undefined,
    pauses: new Pauses(),
    workspacePaces: {},
    backoff: shortBackoff,
    attemptLimit: 1,
    callTimeoutMs: 15_000,
    minLeaseMs: 15_000,
    isAlive: () => true,
    stopping: false,
  };
  const [lease] = await claim();
  if (!lease) throw new Error('There was something to claim');
  await expect(drainDestination(context, { ...lease, safeUntil: performance.now() + 14_000 })).rejects.toThrow(LeaseLost);
  expect(platform.calls).toEqual([]);
  await drainDestination(context, lease);
  expect(platform.texts('C1')).toEqual(['card: Grades']);
});

test('continues claiming after the last destination that was claimed', async ({ seed, claim }) => {
  for (let channel = 1; channel <= 6; channel++) await seed.addConversation(await seed.openCase(), `C${channel}`);
  const claimed: string[] = [];
  for (let after = 0; ;) {
    const leases = await claim(2, after);
    if (leases.length === 0) break;
    claimed.push(...leases.map(({ channelId }) => channelId));
    after = leases.at(-1)?.destinationId ?? 0;
  }
  expect(claimed).toEqual(['C1', 'C2', 'C3', 'C4', 'C5', 'C6']);
});

test('reads few rows per claim, however many destinations and deliveries are waiting', async ({ seed, db, skip }) => {
  const { rows } = await db.pool.query<{ known: boolean }>(`select to_regproc('pg_stat_force_next_flush') is not null as known`);
  skip(rows[0]?.known !== true, 'PostgreSQL 14 reports what was read only now and then');
  const caseId = await seed.openCase();
  await db.pool.query(`
    with places as (insert into destination (platform, workspace_id, channel_id) select 'slack', 'T1', 'C' || n from generate_series(1, 10000) n returning id),
    talks as (insert into conversation (case_id, destination_id, side) select ${caseId}, id, 'contact' from places returning id, destination_id)
    insert into delivery (destination_id, conversation_id, case_id, kind) select destination_id, id, ${caseId}, 'card' from talks, generate_series(1, 5)`);
  await db.pool.query('analyze delivery, destination');
  const pool = new pg.Pool({ connectionString: asRole(db.url, 'postgres'), max: 1 });
  const touched = async (after: number) => {
    const before = await rowsRead(pool);
    const leases = await claimDestinations(pool, { after, count: 20, leaseMs: 60_000, platforms: ['slack'] });
    expect(leases).toHaveLength(20);
    return { read: (await rowsRead(pool)) - before, last: leases.at(-1)?.destinationId ?? 0 };
  };
  const first = await touched(0);
  const second = await touched(first.last);
  await pool.end();
  for (const { read } of [first, second]) {
    expect(read).toBeGreaterThanOrEqual(20);
    expect(read).toBeLessThan(20 * 10);
  }
});

/** Counts the rows of destinations and deliveries that PostgreSQL has reported as read. */
async function rowsRead(pool: pg.Pool): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: number }>(
    `select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as read from pg_stat_user_tables where relname in ('destination', 'delivery')`,
  );
  return rows[0]?.read ?? 0;
}
