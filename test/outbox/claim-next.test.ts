// The statement that records a message and claims the next delivery must do exactly what two statements do, one after the other.
import { expect, vi } from 'vitest';
import { claimDestinations, LeaseLost, type Lease } from '../../src/outbox/lease.ts';
import { claimOldest, recordDeliveredThenClaim, type ClaimedDelivery } from '../../src/outbox/record.ts';
import { test as base } from './fixtures.ts';
import { Platform } from './harness.ts';

const test = base.extend('claimCard', { scope: 'file' }, ({ db, seed }) => async () => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const options = { after: 0, count: 1, leaseMs: 60_000, platforms: ['slack' as const] };
  const [lease] = await claimDestinations(db.pool, options);
  const card = lease && (await claimOldest(db.pool, lease));
  if (!lease || !card) throw new Error('There is a card to send');
  return { caseId, lease, card };
});

test('claims the reply to a card whose thread the same statement starts', async ({ db, seed, claimCard }) => {
  const { caseId, lease, card } = await claimCard();
  await seed.addPost(caseId, 'first');
  await seed.addPost(caseId, 'second');
  const first = await recordDeliveredThenClaim(db.pool, lease, card, '1.1');
  expect(first).toMatchObject({ kind: 'post', threadRef: '1.1', messageId: null, inDoubtSince: null, attempts: 1, version: 1 });
  const second = first && (await recordDeliveredThenClaim(db.pool, lease, first, '1.2'));
  expect(second).toMatchObject({ kind: 'post', threadRef: '1.1' });
  expect(second?.id).toBeGreaterThan(first?.id ?? Infinity);
  expect(second && (await recordDeliveredThenClaim(db.pool, lease, second, '1.3'))).toBeNull();
  const sent = await db.prisma.delivery.findMany({ orderBy: { id: 'asc' } });
  expect(sent.map(({ state, externalId }) => [state, externalId])).toEqual([
    ['sent', '1.1'],
    ['sent', '1.2'],
    ['sent', '1.3'],
  ]);
});

/** Tells what was claimed: nothing by the statement itself, and then this by a statement of its own. */
async function claimedApart(pool: Parameters<typeof claimOldest>[0], lease: Lease, card: ClaimedDelivery) {
  return [await recordDeliveredThenClaim(pool, lease, card, '1.1'), await claimOldest(pool, lease)] as const;
}

test('leaves the order to the next claim when the message was changed while it was sent', async ({ db, seed, claimCard }) => {
  const { caseId, lease, card } = await claimCard();
  await seed.addPost(caseId, 'a reply');
  await db.prisma.delivery.update({ where: { id: card.id }, data: { desiredVersion: { increment: 1 } } });
  const [none, next] = await claimedApart(db.pool, lease, card);
  expect([none, next?.kind]).toEqual([null, 'post']);
  expect(next && (await recordDeliveredThenClaim(db.pool, lease, next, '1.2'))).toMatchObject({ id: card.id, version: 2 });
});

test('does not wait for a delivery that is being changed, nor skip it', async ({ db, seed, claimCard }) => {
  const { caseId, lease, card } = await claimCard();
  const locked = await seed.addPost(caseId, 'first');
  await seed.addPost(caseId, 'second');
  const other = await db.pool.connect();
  other.on('error', () => undefined);
  await other.query(`begin; set local idle_in_transaction_session_timeout = '2s'`); // ends a statement that waits for it
  await other.query('update delivery set desired_version = desired_version + 1 where post_id = $1', [locked]);
  try {
    expect(await recordDeliveredThenClaim(db.pool, lease, card, '1.1')).toBeNull();
    await other.query('commit');
  } finally {
    other.release(true);
  }
  const next = await claimOldest(db.pool, lease);
  const { postId } = await db.prisma.delivery.findUniqueOrThrow({ where: { id: next?.id ?? 0 } });
  expect([postId, next?.version]).toEqual([locked, 2]);
});

test('claims nothing from a destination that is paused', async ({ db, seed, claimCard }) => {
  const { caseId, lease, card } = await claimCard();
  await seed.addPost(caseId, 'a reply');
  await db.pool.query(`update destination set next_at = now() + interval '1 minute'`);
  expect(await claimedApart(db.pool, lease, card)).toEqual([null, null]);
});

test('records and claims nothing for a worker that lost its lease', async ({ db, seed, claimCard }) => {
  const { caseId, lease, card } = await claimCard();
  await seed.addPost(caseId, 'a reply');
  const before = await db.prisma.delivery.findMany();
  const old = { ...lease, fence: lease.fence - 1 };
  await expect(recordDeliveredThenClaim(db.pool, old, card, '1.1')).rejects.toThrow(LeaseLost);
  expect(await db.prisma.delivery.findMany()).toEqual(before);
});

test('a worker claims each reply as it records the message before', async ({ db, seed, startWorker }) => {
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  for (const body of ['a', 'b', 'c']) await seed.addPost(caseId, body);
  const sent = vi.spyOn(db.pool, 'query');
  const platform = new Platform();
  const worker = startWorker(platform);
  await worker.idle();
  await worker.stop();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'a', 'b', 'c']);
  const names = sent.mock.calls.map(([statement]) => (statement as unknown as { name?: string }).name);
  sent.mockRestore();
  const count = (name: string): number => names.filter((one) => one === name).length;
  expect([count('outbox-claim-delivery'), count('outbox-delivered-claim'), count('outbox-delivered')]).toEqual([2, 4, 0]);
});
