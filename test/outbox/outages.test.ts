// A channel, direct conversation or workspace that accepts nothing: its messages wait, the leads hear of it once, and it heals by itself.
import { expect } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { listDeadLetters } from '../../src/outbox/dead-letters.ts';
import { listOutages, retryOutages } from '../../src/outbox/outages.ts';
import { DeliveryError, type FailureScope } from '../../src/ports.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { loadOutage } from '../../src/usecases/notifications/load-outage.ts';
import type { Services } from '../../src/usecases/context.ts';
import { outageCard } from '../../src/chat/outage-card.ts';
import { readCard } from '../chat/read-card.ts';
import { test as base, type Seed } from './fixtures.ts';
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
  await db.pool.query('delete from channel');
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

test('gives the all-clear when a look-up finds the message that arrived without an answer', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  await seed.addConversation(await seed.openCase(), 'C1', 'contact');
  platform.before = refuse('is_archived', 'destination', 'C1');
  const worker = startWorker(platform);
  await until(async () => (await kindsIn(db, 'D0LEA')).includes('outage sent'));
  platform.after = ({ method, channelId }) => {
    if (method === 'send' && channelId === 'C1') throw new DeliveryError('in-doubt', 'no_answer');
  };
  platform.before = () => undefined;
  await until(() => works(db));
  await worker.idle();
  expect(platform.texts('C1')).toEqual(['card: Grades']);
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

/** Enqueues a post by mail to Ada Park, the contact of the seed's cases. */
async function mailToAda({ prisma, pool }: Database, seed: Seed, caseId: number, body: string): Promise<void> {
  const ada = await prisma.person.findUniqueOrThrow({ where: { email: 'ada@plainview.example' } });
  const mailbox = { platform: 'mail' as const, workspaceId: '', channelId: ada.email };
  const data = await prisma.destination.upsert({
    where: { platform_workspaceId_channelId: mailbox },
    create: mailbox,
    update: {},
  });
  const key = { caseId, destinationId: data.id };
  const conversation = { ...key, side: 'contact' as const, personId: ada.id, threadRef: `CB-${caseId}` };
  await prisma.conversation.upsert({ where: { caseId_destinationId: key }, create: conversation, update: {} });
  await prisma.recipient.upsert({
    where: { caseId_personId: { caseId, personId: ada.id } },
    create: { caseId, personId: ada.id, addedAt: new Date() },
    update: {},
  });
  await seed.addPost(caseId, body);
  await pool.query(`select pg_notify('outbox', '')`);
}

test('tells the leads once that mail to a contact is refused, tries later mail once each, and says when it arrives again', async ({
  seed,
  startWorker,
  db,
}) => {
  const [platform, mail] = [new Platform(), new Platform()];
  const caseId = await seed.openCase();
  mail.before = ({ channelId }) => {
    if (channelId === 'ada@plainview.example') throw new DeliveryError('refused', 'smtp_550', undefined, { scope: 'recipient' });
  };
  await mailToAda(db, seed, caseId, 'one');
  const worker = startWorker(platform, { transports: { slack: platform, mail } });
  await until(async () => (await kindsIn(db, 'D0LEA')).includes('outage sent'));
  await mailToAda(db, seed, caseId, 'two');
  await until(async () => (await listDeadLetters(db.pool)).length === 2);
  await worker.idle();
  expect(mail.calls.filter(({ channelId }) => channelId === 'ada@plainview.example')).toHaveLength(2);
  expect(await listOutages(db.pool)).toMatchObject([{ platform: 'mail', channelId: 'ada@plainview.example', code: 'smtp_550' }]);
  expect(await kindsIn(db, 'D0LEA')).toEqual(['outage sent']);
  const { id } = await db.prisma.outage.findFirstOrThrow();
  const facts = await loadOutage({ db } as Services, id);
  const shown = facts && readCard(outageCard(facts));
  expect(shown).toContain("Messages aren't reaching Ada Park's email.");
  expect(shown).toMatch(/2 messages about CB-\d+ weren't delivered\./);
  expect(shown).toContain('Reach them by phone or chat');

  mail.before = () => undefined;
  await mailToAda(db, seed, caseId, 'three');
  await until(() => works(db));
  await worker.idle();
  expect(mail.texts('ada@plainview.example')).toEqual(['three']);
  expect(await kindsIn(db, 'D0LEA')).toEqual(['outage sent', 'recovery sent']);
});

test("sends no alarm about a lead's refused mailbox to that mailbox, but to the advisors when there is no other lead", async ({
  seed,
  startWorker,
  db,
  lead,
}) => {
  const mail = new Platform();
  await db.prisma.identity.updateMany({ where: { personId: lead.id }, data: { directChannel: '' } });
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, lead.email, 'advisor', '');
  await db.prisma.destination.updateMany({ where: { channelId: lead.email }, data: { platform: 'mail' } });
  mail.before = ({ channelId }) => {
    if (channelId === lead.email) throw new DeliveryError('refused', 'smtp_550', undefined, { scope: 'recipient' });
  };
  const worker = startWorker(mail, { transports: { mail } });
  await until(async () => (await kindsIn(db, 'max@campus.example')).includes('outage sent'));
  await worker.idle();
  expect(await kindsIn(db, lead.email)).toEqual(['card dead']);
  await db.prisma.identity.updateMany({ where: { personId: lead.id }, data: { directChannel: 'D0LEA' } });
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
