// A database of 0.4.0 upgrades in place with all its data. The fixture is such a database (its first lines say how it was made): it is
// loaded into the schema of 0.4.0, the later migrations run, and the current product reads it and carries on with it.
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import type { Database } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import { parseQuery } from '../../src/domain/search/parse-query.ts';
import type { Advisor, Contact } from '../../src/domain/person.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { processHandovers } from '../../src/usecases/cases/process-handovers.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { personById } from '../../src/usecases/people/person-by-mail.ts';
import { indexWaitingCases } from '../../src/usecases/search/index-job.ts';
import { searchCases } from '../../src/usecases/search/search-cases.ts';
import { sweepFollowUps } from '../../src/usecases/clock/sweep-follow-ups.ts';
import { viewCase } from '../../src/usecases/cases/view-case.ts';
import type { Services } from '../../src/usecases/context.ts';
import { cloneDatabase, databaseUrl, onServer } from '../database.ts';
import { Platform, startTestWorker } from '../outbox/harness.ts';
import { newCase } from '../usecases/fixtures.ts';
import { contentsOf, migrationNames, oldVersions, upgradeFrom, type Contents } from './old-database.ts';

const secretKey = Buffer.alloc(32, 'casebridge demo key ');

let before: Map<string, Contents>;
let applied: string[];
let db: Database;
let at: Date;
let services: Services;

beforeAll(async () => {
  ({ before, applied } = await upgradeFrom('0.4.0', 'upgraded_from_040'));
});
afterAll(() => onServer('drop database upgraded_from_040 with (force)'));

// each test gets its own copy: some of them write
beforeEach(async () => {
  await cloneDatabase('upgraded_copy', 'upgraded_from_040');
  db = openDatabase(databaseUrl('upgraded_copy'), { scope: 'operator' });
  at = new Date('2026-11-27T15:00:00Z');
  services = { db, clock: { now: () => at }, settings: defaultSettings, userDirectories: {}, mail: true };
});
afterEach(async () => {
  await db.close();
  await onServer('drop database upgraded_copy with (force)');
});

async function person(email: string): Promise<Advisor | Contact> {
  const { kind, id, name, accountId, contactType, lead, team } = await db.prisma.person.findUniqueOrThrow({ where: { email } });
  if (kind === 'advisor') return { kind, id, name, email, lead, team };
  if (accountId === null || contactType === null) throw new Error(`${email} is not an active contact`);
  return { kind, id, name, email, accountId, contactType };
}
const advisor = async (): Promise<Advisor> => (await person('max@campus.example')) as Advisor;
const contact = async (): Promise<Contact> => (await person('ada@plainview.example')) as Contact;

test('starts from a fixture with rows in every table of 0.4.0', () => {
  expect(before.size).toBe(oldVersions['0.4.0'].tables);
  expect([...before].filter(([, { rows }]) => rows.length === 0).map(([table]) => table)).toEqual([]);
});

test('applies exactly the migrations that came after 0.4.0', async () => {
  const names = await migrationNames();
  expect(names[7]).toBe(oldVersions['0.4.0'].lastMigration);
  expect(applied).toEqual(names.slice(8));
});

test('keeps every row of every table and every value in it', async () => {
  const after = await contentsOf(db, before);
  const count = (contents: Map<string, Contents>) => [...contents].map(([table, { rows }]) => `${table}: ${rows.length}`);
  expect(count(after)).toEqual(count(before));
  for (const [table, { columns, rows }] of after) expect({ table, columns, rows }).toEqual({ table, ...before.get(table) });
});

test('finds cases of 0.4.0 for an advisor by text and by filters', async () => {
  const max = await advisor();
  expect(await indexWaitingCases(services)).toEqual({ cases: before.get('case')?.rows.length, locked: 0 });
  const search = async (text: string) =>
    (await searchCases(services, max, parseQuery(text, defaultSettings), 'UTC')).rows.map(({ number }) => number).sort();
  expect(await search('bus routes tardy')).toEqual([10042]);
  expect(await search('contact:ode subject:"final grades"')).toEqual([10043]);
  expect(await search('is:mine is:open')).toEqual(await openCasesOf(max.id));
  expect((await searchCases(services, max, parseQuery('', defaultSettings), 'UTC')).total).toBe(before.get('case')?.rows.length);
});

async function openCasesOf(advisorId: number): Promise<number[]> {
  const rows = await db.prisma.case.findMany({ where: { advisorId, status: { not: 'Closed' } }, orderBy: { number: 'asc' } });
  expect(rows.length).toBeGreaterThan(2);
  return rows.map(({ number }) => number);
}

test('shows the facts and the feed of a 0.4.0 case, including edited and deleted posts', async () => {
  const { case: shown, posts } = await viewCase(services, await advisor(), 10043);
  expect(shown).toMatchObject({
    subject: 'Final grades cannot be locked',
    status: 'Assigned',
    module: 'Grade Book',
    account: { name: 'Plainview School District' },
    contact: { name: 'Ben Ode' },
    advisor: { name: 'Mia Chen' },
  });
  const typed = posts.filter(({ kind, action }) => kind === 'public' && action === null);
  expect(typed.map(({ authorName, body, deletedBy }) => [authorName, body, deletedBy])).toEqual([
    ['Mia Chen', '', 'Mia Chen'],
    ['Ben Ode', '', 'Ben Ode'],
    ['Ben Ode', 'It fails for all teachers.', null],
  ]);
  expect(typed.at(-1)?.editedAt).not.toBeNull();
});

test('shows a contact the cases of their own account only, and no internal note', async () => {
  const ada = await contact();
  const noted = await db.prisma.post.findFirstOrThrow({
    where: { kind: 'note', case: { accountId: ada.accountId } },
    include: { case: true },
  });
  const { posts } = await viewCase(services, ada, noted.case.number);
  expect(posts.length).toBeGreaterThan(0);
  expect(posts.filter(({ kind }) => kind === 'note')).toEqual([]);
  await expect(viewCase(services, ada, 10042)).rejects.toThrow('CB-10042');
});

test('keeps pending deliveries of 0.4.0, and delivers every one of them', async () => {
  const pending = await db.prisma.delivery.findMany({
    where: { state: { in: ['pending', 'sending'] } },
    select: { id: true, externalId: true, kind: true, withdrawn: true },
    orderBy: { id: 'asc' },
  });
  const kinds = ['banner', 'broadcast', 'card', 'cluster', 'digest', 'nudge', 'post', 'release'];
  expect([...new Set(pending.map(({ kind }) => kind))].sort()).toEqual(kinds);
  const platform = new Platform();
  for (const { id, externalId } of await db.prisma.delivery.findMany({ where: { externalId: { not: null } } }))
    platform.messages.push({ id: externalId ?? '', channelId: 'sent by 0.4.0', deliveryId: Number(id), text: '' });
  const transports = { slack: platform, teams: platform, mail: platform };
  const worker = startTestWorker(db, platform, { transports, render: (id) => renderDelivery(services, id) });
  try {
    await worker.idle();
  } finally {
    await worker.stop();
  }
  const ids = pending.map(({ id }) => id);
  const settled = await db.prisma.delivery.findMany({
    where: { id: { in: ids } },
    select: { id: true, state: true, errorCode: true },
  });
  expect(settled.filter(({ state }) => state !== 'sent')).toEqual([]);
  const sent = platform.made('send');
  const [toSend, toUpdate, toRemove] = [
    pending.filter(({ externalId }) => externalId === null),
    pending.filter(({ externalId, withdrawn }) => externalId !== null && !withdrawn),
    pending.filter(({ externalId, withdrawn }) => externalId !== null && withdrawn),
  ].map(({ length }) => length);
  expect([toUpdate, toRemove]).toEqual([4, 2]);
  expect([sent.length, platform.made('update').length, platform.made('remove').length]).toEqual([toSend, toUpdate, toRemove]);
  expect(sent.filter(({ text }) => text?.includes('Single sign-on of Plainview fails'))).not.toEqual([]);
});

test('keeps a dead letter of 0.4.0 without sending it', async () => {
  const dead = await db.prisma.delivery.findMany({ where: { state: 'dead' }, select: { kind: true, errorCode: true } });
  expect(dead).toEqual([{ kind: 'release', errorCode: 'channel_not_found' }]);
});

test('continues a follow-up of 0.4.0 at its planned time and not a minute earlier', async () => {
  const max = await advisor();
  const remindersOf = async (number: number) => (await viewCase(services, max, number)).case.followUp?.attempts;
  const reminded = new Date('2026-12-01T13:00:00Z');
  expect((await db.prisma.followUp.findFirstOrThrow({ where: { case: { number: 10023 } } })).dueAt).toEqual(reminded);
  expect(await remindersOf(10023)).toBe(1);
  at = new Date(reminded.getTime() - 60_000);
  await sweepFollowUps(services);
  expect(await remindersOf(10023)).toBe(1);
  at = reminded;
  await sweepFollowUps(services);
  expect(await remindersOf(10023)).toBe(2);
});

test('finishes an interrupted handover of 0.4.0', async () => {
  const tia = await person('tia@campus.example');
  const left = await openCasesOf(tia.id);
  expect(await processHandovers(services)).toEqual({ moved: left.length });
  const moved = await db.prisma.case.findMany({ where: { number: { in: left } }, include: { advisor: true } });
  expect(moved.map((row) => row.advisor?.name)).toEqual(left.map(() => 'Mia Chen'));
});

test('does not repeat an event that 0.4.0 handled', async () => {
  const said = { idempotencyKey: 'fixture:1', platform: 'slack' as const };
  expect(await addPost(services, await advisor(), { number: 10043, text: 'Once is enough.' }, said)).toBe('repeat');
});

test('decrypts a bot token of 0.4.0 with the same key', async () => {
  const installed = await storedInstallations(db, [secretKey], services.clock).find('slack', 'T0DEMO');
  expect(installed?.token).toBe('xoxb-demo');
});

test('gives a new case the number after the last one of 0.4.0', async () => {
  const filed = { workspaceId: 'T0DEMO', directChannel: 'D0ADA' };
  const said = { idempotencyKey: 'upgraded:1', platform: 'slack' as const };
  expect(await openCase(services, await contact(), newCase, filed, said)).toMatchObject({ number: 10051 });
});

test('gives a contact of 0.4.0 a second account, and keeps everybody else in their own', async () => {
  const plainview = (await contact()).accountId;
  const rivertown = (await db.prisma.account.findFirstOrThrow({ where: { id: { not: plainview } } })).id;
  const search = async (person: Contact) => {
    const { rows, total } = await searchCases(services, person, parseQuery('sort:account size:40', defaultSettings), 'UTC');
    return { accounts: new Set(rows.map(({ accountName }) => accountName)).size, total };
  };
  const plainviews = await db.prisma.case.count({ where: { accountId: plainview } });
  expect(await search(await contact())).toEqual({ accounts: 1, total: plainviews });
  const { id } = await contact();
  await db.prisma.membership.create({ data: { personId: id, accountId: rivertown, contactType: 'readOnly' } });
  const both = await personById(services, id);
  if (both?.kind !== 'contact') throw new Error('Ada is a contact');
  expect(both).toMatchObject({ accountId: plainview, also: [{ accountId: rivertown, contactType: 'readOnly' }] });
  const cases = await db.prisma.case.count({ where: { accountId: { in: [plainview, rivertown] } } });
  expect(await search(both)).toEqual({ accounts: 2, total: cases });
});
