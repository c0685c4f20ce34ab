// Databases of 0.1.0, 0.2.0 and 0.3.0 upgrade in place with all their data, in one step. test/db/upgrade.test.ts goes further with 0.4.0.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import type { Database } from '../../src/db/client.ts';
import { openDatabase } from '../../src/db/client.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import type { Advisor, Contact } from '../../src/domain/person.ts';
import { parseQuery } from '../../src/domain/search/parse-query.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { caseHistory } from '../../src/usecases/cases/case-history.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { processHandovers } from '../../src/usecases/cases/process-handovers.ts';
import { viewCase } from '../../src/usecases/cases/view-case.ts';
import type { Services } from '../../src/usecases/context.ts';
import { indexWaitingCases } from '../../src/usecases/search/index-job.ts';
import { searchCases } from '../../src/usecases/search/search-cases.ts';
import { cloneDatabase, databaseUrl, onServer } from '../database.ts';
import { Platform, startTestWorker } from '../outbox/harness.ts';
import { newCase } from '../usecases/fixtures.ts';
import { contentsOf, migrationNames, oldVersions, upgradeFrom, type Contents } from './old-database.ts';

const secretKey = Buffer.alloc(32, 'casebridge demo key ');

/** What each fixture holds. */
const expected = {
  '0.1.0': { number: 10041, next: 10042, pending: ['card', 'post'], dead: { kind: 'post' }, gone: 1 },
  '0.2.0': { number: 10041, next: 10043, pending: ['card', 'post'], dead: { kind: 'post' }, gone: 1 },
  '0.3.0': { number: 10041, next: 10042, pending: ['card', 'digest', 'post', 'release'], dead: { kind: 'post' }, gone: 1 },
} as const;

describe.each(Object.keys(expected) as (keyof typeof expected)[])('a database of %s', (version) => {
  const { number, ...holds } = expected[version];
  const upgraded = `upgraded_from_${version.replaceAll('.', '')}`;
  let before: Map<string, Contents>;
  let applied: string[];
  let db: Database;
  let services: Services;

  beforeAll(async () => {
    ({ before, applied } = await upgradeFrom(version, upgraded));
  });
  afterAll(() => onServer(`drop database ${upgraded} with (force)`));

  // each test gets its own copy: some of them write
  beforeEach(async () => {
    await cloneDatabase('upgraded_older', upgraded);
    db = openDatabase(databaseUrl('upgraded_older'), { scope: 'operator' });
    const now = new Date('2026-11-28T15:00:00Z');
    services = { db, clock: { now: () => now }, settings: defaultSettings, userDirectories: {}, mail: true };
  });
  afterEach(async () => {
    await db.close();
    await onServer('drop database upgraded_older with (force)');
  });

  const person = (email: string) => db.prisma.person.findUniqueOrThrow({ where: { email } });
  const advisor = async (email = 'max@campus.example'): Promise<Advisor> => {
    const { id, name, lead, team } = await person(email);
    return { kind: 'advisor', id, name, email, lead, team };
  };
  const contact = async (email = 'ben@plainview.example'): Promise<Contact> => {
    const { id, name, accountId, contactType } = await person(email);
    if (accountId === null || contactType === null) throw new Error(`${email} is not a contact`);
    return { kind: 'contact', id, name, email, accountId, contactType };
  };
  const rowsOf = (table: string): number => before.get(table)?.rows.length ?? 0;

  test('has rows in every table before it is upgraded', () => {
    expect(before.size).toBe(oldVersions[version].tables);
    expect([...before].filter(([, { rows }]) => rows.length === 0).map(([table]) => table)).toEqual([]);
  });

  test('is upgraded by exactly the migrations that came later', async () => {
    const old = await migrationNames(version);
    expect(old.at(-1)).toBe(oldVersions[version].lastMigration);
    expect(applied).toEqual((await migrationNames()).slice(old.length));
  });

  test('keeps every row of every table and every value in it', async () => {
    const after = await contentsOf(db, before);
    for (const [table, { columns, rows }] of after) expect({ table, columns, rows }).toEqual({ table, ...before.get(table) });
  });

  test('shows the facts, the feed and the history of a case to both sides', async () => {
    const { case: shown, posts } = await viewCase(services, await advisor(), number);
    expect(shown).toMatchObject({
      subject: 'Final grades cannot be locked',
      status: 'PendingCustomerInput',
      module: 'Grade Book',
      account: { name: 'Plainview School District' },
      contact: { name: 'Ben Ode' },
    });
    const typed = posts.filter(({ action }) => action === null).map(({ authorName, body, kind }) => [authorName, body, kind]);
    expect(typed).toEqual([
      ['Max Reyes', 'We can see it too. More in an hour.', 'public'],
      ['Mia Chen', 'Looks like the term dates again.', 'note'],
      ['Ben Ode', '', 'public'],
      ['Ben Ode', 'It fails for all teachers.', 'public'],
    ]);
    const { posts: theirs } = await viewCase(services, await contact(), number);
    expect(theirs.filter(({ kind }) => kind === 'note')).toEqual([]);
    const { rows } = await db.pool.query<{ body: string }>('select body from post_revision');
    expect(rows).toContainEqual({ body: 'It fails for one teacher.' });
    const { entries } = await caseHistory(services, await advisor(), number);
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['open', 'ask', 'edit-post', 'delete-post']));
  });

  test('finds every case, and hides those of other accounts', async () => {
    expect(await indexWaitingCases(services)).toEqual({ cases: rowsOf('case'), locked: 0 });
    const search = async (text: string, actor: Advisor | Contact) =>
      await searchCases(services, actor, parseQuery(text, defaultSettings), 'UTC');
    expect((await search('', await advisor())).total).toBe(rowsOf('case'));
    expect((await search('subject:"final grades"', await advisor())).rows.map((row) => row.number)).toEqual([number]);
    expect((await search('subject:"final grades"', await contact('rosa@rivertown.example'))).total).toBe(0);
  });

  test('delivers all that waited, once, and no dead letter', async () => {
    const pending = await db.prisma.delivery.findMany({
      where: { state: { in: ['pending', 'sending'] } },
      select: { id: true, externalId: true, kind: true, withdrawn: true, state: true },
    });
    expect([...new Set(pending.map(({ kind }) => kind))].sort()).toEqual(holds.pending);
    expect(pending.filter(({ state }) => state === 'sending')).toHaveLength(1);
    const platform = new Platform();
    for (const { id, externalId } of await db.prisma.delivery.findMany({ where: { externalId: { not: null } } }))
      platform.messages.push({ id: externalId ?? '', channelId: `sent by ${version}`, deliveryId: Number(id), text: '' });
    const transports = { slack: platform, teams: platform, mail: platform };
    const worker = startTestWorker(db, platform, { transports, render: (id) => renderDelivery(services, id) });
    try {
      await worker.idle();
    } finally {
      await worker.stop();
    }
    const ids = pending.map(({ id }) => id);
    expect(await db.prisma.delivery.count({ where: { id: { in: ids }, state: 'sent' } })).toBe(ids.length);
    expect(platform.made('send')).toHaveLength(pending.filter(({ externalId }) => externalId === null).length);
    expect(platform.made('remove')).toHaveLength(holds.gone);
    expect(platform.made('send').some(({ text }) => text?.includes('Which browser do the teachers use?'))).toBe(true);
    const dead = await db.prisma.delivery.findMany({ where: { state: 'dead' }, select: { kind: true, errorCode: true } });
    expect(dead).toEqual([{ ...holds.dead, errorCode: 'channel_not_found' }]);
  });

  test('does not repeat an event that was handled, and carries on with posts and new cases', async () => {
    const request = (idempotencyKey: string) => ({ idempotencyKey, platform: 'slack' as const });
    expect(await addPost(services, await advisor(), { number, text: 'Once.' }, request('fixture:said'))).toBe('repeat');
    expect(await addPost(services, await contact(), { number, text: 'Every browser.' }, request('upgraded:1'))).toMatchObject({
      number,
    });
    expect((await viewCase(services, await advisor(), number)).case.status).not.toBe('PendingCustomerInput');
    const filed = { workspaceId: 'T0DEMO', directChannel: 'D0BEN' };
    expect(await openCase(services, await contact(), newCase, filed, request('upgraded:2'))).toMatchObject({
      number: holds.next,
    });
  });

  test('decrypts a bot token with the same key', async () => {
    expect((await storedInstallations(db, [secretKey], services.clock).find('slack', 'T0DEMO'))?.token).toBe('xoxb-demo');
  });

  if (version !== '0.3.0') return;
  test('finishes an interrupted handover', async () => {
    const [row] = await db.prisma.handover.findMany({ include: { from: true, to: true } });
    const remaining = row?.remaining ?? [];
    expect(remaining.length).toBeGreaterThan(0);
    expect(await processHandovers(services)).toEqual({ moved: remaining.length });
    const moved = await db.prisma.case.findMany({ where: { number: { in: remaining } }, include: { advisor: true } });
    expect(moved.map((one) => one.advisor?.name)).toEqual(remaining.map(() => 'Max Reyes'));
  });
});
