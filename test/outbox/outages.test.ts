// A channel, direct conversation or workspace that accepts nothing: its messages wait, the leads hear of it once, and it heals by itself.
import { expect } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { listDeadLetters } from '../../src/outbox/dead-letters.ts';
import { listOutages, retryOutages } from '../../src/outbox/outages.ts';
import { DeliveryError, type FailureScope } from '../../src/ports.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { test as base } from './fixtures.ts';
import { Platform, until, type Call } from './harness.ts';

interface Lead {
  id: number;
  email: string;
}

const test = base.extend('lead', { scope: 'file', auto: true }, async ({ db }): Promise<Lead> => {
  const lead = await db.prisma.person.create({
    data: { name: 'Lea Lund', email: 'lea@campus.example', kind: 'advisor', lead: true },
  });
  const identity = { platform: 'slack', workspaceId: 'T0LEADS', userId: 'U0LEA', homeWorkspace: 'T0LEADS' } as const;
  await db.prisma.identity.create({
    data: { ...identity, name: 'Lea', email: lead.email, directChannel: 'D0LEA', personId: lead.id, checkedAt: new Date() },
  });
  await db.prisma.person.create({ data: { name: 'Max Reyes', email: 'max@campus.example', kind: 'advisor' } });
  return lead;
});

test.afterEach(async ({ db }) => {
  await db.pool.query('truncate outage restart identity cascade; delete from channel');
});

const refuse =
  (code: string, scope: FailureScope, channelId: string) =>
  (call: Call): void => {
    if (call.channelId === channelId) throw new DeliveryError('refused', code, undefined, { scope });
  };

const kindsIn = async ({ prisma }: Database, channelId: string): Promise<string[]> => {
  const rows = await prisma.delivery.findMany({ where: { destination: { channelId } }, orderBy: { id: 'asc' } });
  return rows.map(({ kind, state }) => `${kind} ${state}`);
};

const works = async (db: Database): Promise<boolean> => (await listOutages(db.pool)).length === 0;

test('keeps the messages for an archived channel and alarms the leads once, in their chat and by mail', async ({
  seed,
  startWorker,
  db,
}) => {
  const [platform, mail] = [new Platform(), new Platform()];
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1', 'advisor');
  await seed.addPost(caseId, 'one');
  platform.before = refuse('is_archived', 'destination', 'C1');
  const worker = startWorker(platform, { transports: { slack: platform, mail } });
  await until(async () => (await listOutages(db.pool)).length === 1);
  await worker.idle();
  await seed.addPost(caseId, 'two');
  await until(() => platform.calls.filter(({ channelId }) => channelId === 'C1').length > 3);
  await worker.idle();
  expect(await listDeadLetters(db.pool)).toEqual([]);
  expect(await listOutages(db.pool)).toMatchObject([{ channelId: 'C1', code: 'is_archived', waiting: 3 }]);
  expect(await kindsIn(db, 'D0LEA')).toEqual(['outage sent']);
  expect(await kindsIn(db, 'lea@campus.example')).toEqual(['outage sent']);
  expect(await kindsIn(db, 'max@campus.example')).toEqual([]);
});

test('sends everything in order and gives the all-clear once the channel works again', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1', 'advisor');
  for (const body of ['one', 'two']) await seed.addPost(caseId, body);
  platform.before = refuse('is_archived', 'destination', 'C1');
  const worker = startWorker(platform);
  await until(async () => (await kindsIn(db, 'D0LEA')).includes('outage sent'));
  platform.before = () => undefined;
  await until(() => works(db));
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades', 'one', 'two']);
  expect(await kindsIn(db, 'D0LEA')).toEqual(['outage sent', 'recovery sent']);
});

test('alarms once for a whole workspace, not for each of its channels', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  for (const channelId of ['C1', 'C2', 'C3']) await seed.addConversation(await seed.openCase(), channelId);
  platform.before = ({ workspaceId }) => {
    if (workspaceId === 'T1') throw new DeliveryError('refused', 'token_revoked', undefined, { scope: 'workspace' });
  };
  const worker = startWorker(platform);
  await until(async () => (await db.prisma.destination.count({ where: { outageId: { not: null } } })) === 3);
  await worker.idle();
  expect(await listOutages(db.pool)).toMatchObject([{ workspaceId: 'T1', channelId: '', waiting: 3 }]);
  expect(await kindsIn(db, 'D0LEA')).toEqual(['outage sent']);
  platform.before = () => undefined;
  await until(() => works(db));
  await worker.idle();
  expect(['C1', 'C2', 'C3'].map((id) => platform.texts(id).length)).toEqual([1, 1, 1]);
});

test('sends no alarm into the conversation that is out', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'D0LEA', 'advisor', 'T0LEADS');
  platform.before = refuse('account_inactive', 'destination', 'D0LEA');
  startWorker(platform);
  await until(async () => !(await works(db)));
  expect(await kindsIn(db, 'D0LEA')).toEqual([expect.stringMatching(/^card (pending|sending)$/)]);
});

test('places a case whose queue is out in another listed queue', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const queue = { platform: 'slack' as const, workspaceId: 'T1', purposes: ['queue' as const] };
  await db.prisma.channel.create({ data: { ...queue, channelId: 'C0FEES', modules: ['Fees'] } });
  await db.prisma.channel.create({ data: { ...queue, channelId: 'C0ALL' } });
  await seed.addConversation(await seed.openCase(), 'C0FEES', 'advisor');
  platform.before = refuse('is_archived', 'destination', 'C0FEES');
  const worker = startWorker(platform);
  await until(() => platform.texts('C0ALL').length > 0);
  expect(platform.texts('C0ALL')).toEqual(['card: Grades']);
  platform.before = () => undefined;
  await until(() => works(db));
  await worker.idle();
  expect(platform.texts('C0FEES')).toEqual(['card: Grades']);
});

test('does not wait for a queue that the directory no longer lists', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const queue = { platform: 'slack' as const, workspaceId: 'T1', purposes: ['queue' as const] };
  await db.prisma.channel.create({ data: { ...queue, channelId: 'C0OLD', active: false } });
  await seed.addConversation(await seed.openCase(), 'C0OLD', 'advisor');
  platform.before = refuse('is_archived', 'destination', 'C0OLD');
  await startWorker(platform).idle();
  expect(await listDeadLetters(db.pool)).toMatchObject([{ code: 'is_archived' }]);
  expect(await works(db)).toBe(true);
});

test('counts destinations that accept nothing in the metrics, and tries them again on demand', async ({
  seed,
  startWorker,
  db,
}) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1');
  platform.before = refuse('not_in_channel', 'destination', 'C1');
  startWorker(platform, { backoff: { first: 100_000, cap: 100_000, inDoubt: 1 } });
  await until(async () => !(await works(db)));
  expect((await createMetrics(db.pool).read()).text).toContain('casebridge_broken_destinations 1');
  platform.before = () => undefined;
  expect(await retryOutages(db.pool)).toBe(1);
  await until(() => works(db));
  expect((await createMetrics(db.pool).read()).text).toContain('casebridge_broken_destinations 0');
});
